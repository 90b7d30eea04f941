"""How figures speak to the reader of this page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from kapstok.web.evaluator import blueprint
from kapstok.web.filters import number, percent

if TYPE_CHECKING:
    from kapstok.network.drawing import Figure, Voice


def voice() -> Voice:
    """The reader's language: its words, its numbers, its separators."""
    from kapstok.network.drawing import Voice

    return Voice(_, ngettext, number, percent, separators=",." if get_locale().language == "nl" else ".,")


@blueprint.app_template_filter("chart")
def chart(figure: Figure) -> dict:
    """What the macro ``figure`` draws."""
    return {"data": figure.data, "layout": figure.layout}


def dated(figure: Figure, write: Callable[[dt.date], str]) -> Figure:
    """The same figure with the dates that begin the rows of its table as the reader writes them."""
    rows = [(write(dt.date.fromisoformat(str(day))), *cells) for day, *cells in figure.rows]
    return replace(figure, rows=rows)
