"""How products and the steps of the stappenplan spread over organisations, month by month. Pure.

What is counted are organisations and not people. Where an organisation goes back a stage, its later stages are
forgotten: a month then shows what is known of it today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kapstok.progress.products.rules import ProductKind, Stage
from kapstok.progress.steps.rules import State, Step
from kapstok.takeaway import Sheet

Reached = tuple[int, str, dt.date]  # organisation id, the stage or step it reached, since when

# As files say it: the same in every language, so that a script that reads them goes on working.
KIND_WORDS = {
    ProductKind.TOOLKIT: "toolkit",
    ProductKind.GUIDELINE: "richtlijn",
    ProductKind.GUIDE: "handreiking",
    ProductKind.FILM: "film",
    ProductKind.PODCAST: "podcast",
    ProductKind.INSTRUMENT: "meetinstrument",
    ProductKind.WHO_IS_WHO: "wie is wie",
    ProductKind.OTHER: "anders",
}
STAGE_WORDS = {Stage.INTRODUCED: "geïntroduceerd", Stage.IN_USE: "in gebruik", Stage.EMBEDDED: "geborgd"}
STEP_WORDS = {
    Step.CODING: "coderen in het dossier",
    Step.SPOTTING: "signaleren",
    Step.ROLES: "rolverdeling",
    Step.ROUTES: "verwijsroutes bekend",
    Step.EMBEDDED: "geborgd",
}
STATE_WORDS = {State.BEGUN: "begonnen", State.DONE: "klaar"}


@dataclass(frozen=True)
class Monthly:
    """Every month from the first that something was reached to this one, and how many organisations there were in each.

    ``months``: first days; ``counts``: a number per month for every stage or step, at the end of the month.
    """

    months: tuple[dt.date, ...]
    counts: dict[str, tuple[int, ...]]

    def now(self, key: str) -> int:
        """How many there are this month; 0 when nothing was ever reached."""
        return self.counts[key][-1] if self.months else 0


def furthest_per_month(
    reached: Iterable[Reached], stages: Sequence[str], today: dt.date, stopped: Mapping[int, dt.date]
) -> Monthly:
    """At the end of each month, how many organisations were at each stage: each counts once, at its furthest.

    ``stages`` in their order. ``stopped``: from which day on an organisation takes no part any more.
    """
    rows, order = list(reached), list(stages)

    def at(end: dt.date) -> dict[str, int]:
        furthest: dict[int, str] = {}
        for organisation, stage, _day in _standing(rows, end, stopped):
            if organisation not in furthest or order.index(stage) > order.index(furthest[organisation]):
                furthest[organisation] = stage
        return {stage: sum(each == stage for each in furthest.values()) for stage in order}

    return _monthly(rows, order, today, at)


def each_per_month(
    reached: Iterable[Reached], steps: Sequence[str], today: dt.date, stopped: Mapping[int, dt.date]
) -> Monthly:
    """At the end of each month, how many organisations had reached each step: one may count at several."""
    rows = list(reached)

    def at(end: dt.date) -> dict[str, int]:
        standing = list(_standing(rows, end, stopped))
        return {step: len({organisation for organisation, each, _day in standing if each == step}) for step in steps}

    return _monthly(rows, steps, today, at)


def products_table(rows: Iterable[tuple[str, str, str, str, str, dt.date]]) -> Sheet:
    """Rows of organisation, sector, product, kind, stage, since when."""
    columns = ("organisatie", "sector", "product", "soort", "stand", "sinds")
    return Sheet(
        "producten",
        columns,
        [
            (organisation, sector, product, KIND_WORDS[ProductKind(kind)], STAGE_WORDS[Stage(stage)], f"{day}")
            for organisation, sector, product, kind, stage, day in rows
        ],
    )


def steps_table(rows: Iterable[tuple[str, str, str, str, dt.date]]) -> Sheet:
    """Rows of organisation, sector, step, state, since when; not how it shows, which is free text."""
    return Sheet(
        "stappenplan",
        ("organisatie", "sector", "stap", "stand", "sinds"),
        [
            (organisation, sector, STEP_WORDS[Step(step)], STATE_WORDS[State(state)], f"{day}")
            for organisation, sector, step, state, day in rows
        ],
    )


def _standing(rows: Iterable[Reached], end: dt.date, stopped: Mapping[int, dt.date]) -> Iterable[Reached]:
    """What was reached by the day ``end``, of organisations that still took part then."""
    return (row for row in rows if row[2] <= end and end < stopped.get(row[0], dt.date.max))


def _monthly(
    rows: Sequence[Reached], keys: Sequence[str], today: dt.date, at: Callable[[dt.date], dict[str, int]]
) -> Monthly:
    if not rows:
        return Monthly((), dict.fromkeys(keys, ()))
    first = min(day for _organisation, _key, day in rows)
    numbers = range(first.year * 12 + first.month - 1, today.year * 12 + today.month)
    months = tuple(dt.date(number // 12, number % 12 + 1, 1) for number in numbers)
    ends = [min(_last_day(month), today) for month in months]
    found = [at(end) for end in ends]
    return Monthly(months, {key: tuple(each[key] for each in found) for key in keys})


def _last_day(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
