"""A result to read: HTML, PDF, CSV and JSON."""

from coach.report.chart import Chart, score_chart
from coach.report.contract import result_json
from coach.report.view import Fact, MoveRow, PersonView, ReportView, report_view
from coach.report.words import exercise_name, joint_name
from coach.report.write import FORMATS, write_report

__all__ = [
    "FORMATS",
    "Chart",
    "Fact",
    "MoveRow",
    "PersonView",
    "ReportView",
    "exercise_name",
    "joint_name",
    "report_view",
    "result_json",
    "score_chart",
    "write_report",
]
