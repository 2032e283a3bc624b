"""The training diary: what was done, how much of it, and how it goes on.

Sessions, compared recordings and videos become entries; totals, records and streaks are
made of them; they go to files and come back.
"""

from coach.diary.amount import Amount, ExerciseTotal, Weights, amount_of, by_exercise
from coach.diary.done import Done, Recording, entries_of
from coach.diary.files import FORMATS, Imported, export_diary, import_diary
from coach.diary.names import UNKNOWN, exercise_key, repetitions_text, shown_name
from coach.diary.session import keep_result, keep_session
from coach.diary.totals import Record, Streak, Total, records, streak, totals

__all__ = [
    "FORMATS",
    "UNKNOWN",
    "Amount",
    "Done",
    "ExerciseTotal",
    "Imported",
    "Record",
    "Recording",
    "Streak",
    "Total",
    "Weights",
    "amount_of",
    "by_exercise",
    "entries_of",
    "exercise_key",
    "export_diary",
    "import_diary",
    "keep_result",
    "keep_session",
    "records",
    "repetitions_text",
    "shown_name",
    "streak",
    "totals",
]
