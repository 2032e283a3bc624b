"""A result to read: HTML, PDF, CSV and JSON."""

from coach.report.chart import Chart, bars, score_chart
from coach.report.compare import Comparison, Earlier, compare
from coach.report.contract import result_json
from coach.report.reel import Clip, worst_clips
from coach.report.view import Fact, MoveRow, Past, PersonView, ReportView, report_view
from coach.report.words import exercise_name, joint_name, person_name
from coach.report.write import FORMATS, PHYSIO_FORMATS, write_report

__all__ = [
    "FORMATS",
    "PHYSIO_FORMATS",
    "Chart",
    "Clip",
    "Comparison",
    "Earlier",
    "Fact",
    "MoveRow",
    "Past",
    "PersonView",
    "ReportView",
    "bars",
    "compare",
    "exercise_name",
    "joint_name",
    "person_name",
    "report_view",
    "result_json",
    "score_chart",
    "worst_clips",
    "write_report",
]
