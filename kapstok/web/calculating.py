"""What the worker makes of each kind of calculation that readers ask for."""

from __future__ import annotations

from kapstok.evaluation.calculations import Kind, Maker
from kapstok.evaluation.certainty import make_certainty
from kapstok.web.evaluator.report_words import make_report

MAKERS: dict[str, Maker] = {Kind.CERTAINTY: make_certainty, Kind.REPORT: make_report}
