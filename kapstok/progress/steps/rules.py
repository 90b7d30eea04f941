"""Rules of the stappenplan: which steps there are, what comes next, and who needs a nudge. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused
from kapstok.progress.days import check_day

NUDGE_AFTER = dt.timedelta(days=90)
CARE = frozenset({"eerstelijnszorg", "thuiszorg"})  # keys of sectors for which the steps were made


class Step(StrEnum):
    """What an organisation does, in this order; it may begin anywhere."""

    CODING = "coding"  # mantelzorg in het dossier coderen
    SPOTTING = "spotting"  # signaleren met een instrument
    ROLES = "roles"  # rolverdeling in de praktijk
    ROUTES = "routes"  # verwijsroutes bekend
    EMBEDDED = "embedded"  # geborgd


class State(StrEnum):
    BEGUN = "begun"
    DONE = "done"


class DoneBeforeBegun(Refused):
    """A step that was finished before it was begun."""

    sentence = N_("Deze stap begon op %(day)s en kan niet eerder klaar zijn. Kies die dag of een latere.")


class StepChanged(ChangedMeanwhile):
    """Somebody else of the organisation recorded something else after this form was opened."""

    sentence = N_(
        "Iemand anders vulde deze stap intussen in. Kijk wat er nu staat. "
        "Klopt uw antwoord? Bewaar het dan nog een keer."
    )


def check_record(state: State, day: dt.date, begun: dt.date | None, today: dt.date) -> None:
    """Refuse a day that cannot be, and a step that is done before it was begun (``begun``: None when not known)."""
    check_day(day, today)
    if state is State.DONE and begun is not None and day < begun:
        raise DoneBeforeBegun(day=f"{begun:%d-%m-%Y}")


def is_for(sector: str, has_records: bool) -> bool:
    """Whether an organisation is asked for its steps: the sectors of care, and whoever takes part already."""
    return sector in CARE or has_records


def next_step(states: Mapping[Step, State]) -> Step | None:
    """The first step that is not done; None when all are."""
    return next((step for step in Step if states.get(step) is not State.DONE), None)


def is_embedded(states: Mapping[Step, State]) -> bool:
    return states.get(Step.EMBEDDED) is State.DONE


def needs_nudge(
    states: Mapping[Step, State], days: Collection[dt.date], project_began: dt.date, today: dt.date
) -> bool:
    """Whether nothing happened for more than 90 days in an organisation that is not geborgd.

    ``days``: of everything it recorded. Who recorded nothing at all is measured from the day the project began.
    """
    return not is_embedded(states) and today - max(days, default=project_began) > NUDGE_AFTER
