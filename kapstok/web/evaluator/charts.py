"""How figures speak to the reader of this page, and how they are taken away from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response, current_app, g, render_template, request
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from kapstok import clock, takeaway
from kapstok.errors import NotFound
from kapstok.evaluation import adoption, service
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.taking import file_name, taken
from kapstok.web.filters import number, percent

if TYPE_CHECKING:
    from kapstok.network.drawing import Figure, Voice
    from kapstok.network.measured import Measurement
    from kapstok.network.timeline_figure import Event

TAKE = "csv"  # in the address of a page: the id of a figure of which the table is asked for


def voice() -> Voice:
    """The reader's language: its words, its numbers, its separators."""
    from kapstok.network.drawing import Voice

    return Voice(_, ngettext, number, percent, separators=",." if get_locale().language == "nl" else ".,")


def page(
    template: str,
    figures: Mapping[str, Figure | None],
    /,
    rests_on: Iterable[Measurement] = (),
    **context: object,
) -> Response | str:
    """The page with these figures, by the id they are drawn under; None is one that is not there.

    With ``?csv=<id>`` it is the table of that figure instead: of the same address, so with the same filters.
    While one of the waves in ``rests_on`` still runs, figures are on the page only, and in no file.
    """
    shown = {name: figure for name, figure in figures.items() if figure is not None}
    is_running = any(wave.closed_at is None for wave in rests_on)
    asked = request.args.get(TAKE)
    if asked is None:
        g.figures_to_take, g.figures_wait = frozenset(() if is_running else shown), is_running
        return render_template(template, **context)
    if is_running or asked not in shown:
        raise NotFound()
    return taken(_called(asked), "csv", table_of(shown[asked]), takeaway.CSV)


def table_of(figure: Figure) -> bytes:
    """A CSV file: the table, and under it, as the picture says it too, what was found and on what it rests."""
    said = [(), *((sentence,) for sentence in (figure.title, figure.plain, figure.caption) if sentence)]
    return takeaway.as_csv(figure.columns, [*figure.rows, *said])


@blueprint.app_template_global("figure_files")
def figure_files(name: str) -> dict[str, str | bool | None]:
    """How files of this figure are called, without an ending, and where its table is; None where there is none.

    ``wait``: whether there will be, once the measurement that runs is closed.
    """
    address = f"{request.path}?{urlencode([*_asked(), (TAKE, name)])}" if name in g.get("figures_to_take", ()) else None
    return {"name": file_name(_called(name)), "address": address, "wait": g.get("figures_wait", False)}


@blueprint.app_template_global("address_of_view")
def address_of_view() -> str:
    """The address of this page with all that was chosen on it, to send to somebody who may see it too."""
    asked = _asked()
    return current_app.config["BASE_URL"] + request.path + (f"?{urlencode(asked)}" if asked else "")


def _called(name: str) -> str:
    """A figure's file is called after its page, and the figure on it."""
    here = request.path.rstrip("/").rpartition("/")[2]
    return f"{'overzicht' if here.isdigit() else here}-{name}"


def _asked() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name != TAKE]


@blueprint.app_template_filter("chart")
def chart(figure: Figure) -> dict:
    """What the macro ``figure`` draws."""
    return {"data": figure.data, "layout": figure.layout}


def happened() -> list[Event]:
    """Every bijeenkomst that took place and every product that goes round: the marks of timelines."""
    from kapstok.network.timeline_figure import numbered

    now = clock.now()
    held = [(clock.local_date(row.starts_at), row.title) for row in service.past_meetings(g.project, now)]
    both = held, adoption.going_round(g.project, now)
    return numbered(*([(day.isoformat(), title) for day, title in rows] for rows in both))


def dated(figure: Figure, write: Callable[[dt.date], str]) -> Figure:
    """The same figure with the dates that begin the rows of its table as the reader writes them."""
    rows = [(write(dt.date.fromisoformat(str(day))), *cells) for day, *cells in figure.rows]
    return replace(figure, rows=rows)
