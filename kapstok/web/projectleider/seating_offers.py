"""What the tab offers and does not do by itself: for who cancelled or walked in, and a better plan found meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok.evaluation.kept import Kept
from kapstok.evaluation.models import Calculation
from kapstok.planner import changing, making
from kapstok.planner.making import Offer
from kapstok.planner.mending import Mended
from kapstok.planner.models import SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.start import NoPlan
from kapstok.web.projectleider.seating_words import points_in_words

_worked_out = Kept(most=8)


@dataclass(frozen=True)
class Proposal:
    """One way to go on with another guest list; at most ``moved`` people get another table."""

    moved: int
    label: str


@dataclass(frozen=True)
class Changes:
    """Names of who left and who came. No proposal: nothing fits with the wishes as they are."""

    gone: list[str]
    new: list[str]
    proposals: list[Proposal]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


@dataclass(frozen=True)
class Search:
    """The long search for a better plan. ``share`` of the work that is done; None while it waits."""

    found: Calculation | None
    offer: Offer | None

    @property
    def under_way(self) -> bool:
        return self.found is not None and self.found.finished_at is None

    @property
    def share(self) -> float | None:
        if self.found is None or not self.found.begun_at or not self.found.total:
            return None
        return self.found.done / self.found.total

    @property
    def sentence(self) -> str:
        """What taking the offer would do."""
        if self.offer is None:
            return ""
        return ngettext(
            "Kapstok vond een betere indeling (%(points)s). "
            "Daarin krijgt één gast in een of meer rondes een andere tafel.",
            "Kapstok vond een betere indeling (%(points)s). "
            "Daarin krijgen %(num)d gasten in een of meer rondes een andere tafel.",
            self.offer.moved,
            points=points_in_words(self.offer.points_then - self.offer.points_now),
        )


def search_of(plan: SeatingPlan, problem: Problem) -> Search:
    offer = making.offer(plan, problem)
    return Search(making.find_final(plan), offer if offer and offer.holds else None)


def changes_of(plan: SeatingPlan, problem: Problem, from_round: int) -> Changes:
    """What changed in the guest list since the seats were given, and what can be done. May take a second, once."""
    gone, new = sorted(problem.gone.values()), sorted(problem.new.values())
    return Changes(gone, new, _proposals(plan, problem, from_round) if gone or new else [])


def _proposals(plan: SeatingPlan, problem: Problem, from_round: int) -> list[Proposal]:
    state = plan.id, plan.version, problem.people, str(problem.instance.present), from_round
    try:
        offers = _worked_out.get(state, lambda: changing.offers(problem, plan.seed, from_round))
    except NoPlan:
        return []
    return [Proposal(len(offer.moved), _label(offer)) for offer in offers]


def _label(offer: Mended) -> str:
    """Nobody moved · 3 mensen verplaatsen, +12 punten"""
    moved = len(offer.moved)
    label = ngettext("Eén gast verplaatsen", "%(num)d gasten verplaatsen", moved) if moved else _("Niemand verplaatsen")
    return f"{label}, {points_in_words(offer.gain)}" if offer.gain else label
