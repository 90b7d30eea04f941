"""What the worker makes of each kind of calculation that is asked for, and what becomes of it."""

from __future__ import annotations

from kapstok.evaluation.calculations import Kind, Lander, Maker
from kapstok.evaluation.certainty import make_certainty
from kapstok.planner import making
from kapstok.web.evaluator.report_words import make_report

MAKERS: dict[str, Maker] = {
    Kind.CERTAINTY: make_certainty,
    Kind.REPORT: make_report,
    Kind.SEATING: making.make_seating,
}
LANDERS: dict[str, Lander] = {Kind.SEATING: making.land}
