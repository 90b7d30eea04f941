"""From what somebody is in ("respijt dit weekend") to the services that fit, through the kinds of support."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert

from kapstok import clock
from kapstok.directory import finding, whom
from kapstok.directory.models import Service, situation_support
from kapstok.directory.rules import DEFAULT_SITUATIONS, Fit, first_to_last, speaks_of_weekend, weekly
from kapstok.directory.whom import Offer
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import DEFAULT_TERMS, Vocabulary
from kapstok.register.models import Person
from kapstok.scope import in_project, take_turns

MOST_KINDS = 5  # of support for one situation: after that nothing fits best any more


def list_situations(project: Project) -> list[tuple[Term, list[Term]]]:
    """The situations in use in their order, each with the kinds of support that fit, best first."""
    query = (
        in_project(Term, project)
        .where(Term.kind == Vocabulary.SUPPORT, Term.archived_at.is_(None))
        .join(situation_support, situation_support.c.term_id == Term.id)
        .add_columns(situation_support.c.situation_id)
        .order_by(situation_support.c.position)
    )
    kinds: dict[int, list[Term]] = defaultdict(list)
    for kind, situation_id in db.session.execute(query):
        kinds[situation_id].append(kind)
    return [(situation, kinds[situation.id]) for situation in projects.terms(project, Vocabulary.SITUATION)]


def get_situation(project: Project, situation_id: int) -> tuple[Term, list[Term]]:
    """One of ``list_situations``, or ``NotFound``."""
    for situation, kinds in list_situations(project):
        if situation.id == situation_id:
            return situation, kinds
    raise NotFound()


def choose_kinds(project: Project, situation_id: int, kinds: Iterable[Term], seen: list[int]) -> Term:
    """From now on these kinds of support fit, best first; each counts once, where it stands first.

    ``seen``: the ids of those that stood on the page. Raises ``NotFound``, and ``ChangedMeanwhile`` when somebody else
    chose others since.
    """
    chosen = [kind.id for kind in kinds]
    take_turns(get_situation(project, situation_id)[0])
    situation, stands = get_situation(project, situation_id)
    if seen != [kind.id for kind in stands]:
        raise ChangedMeanwhile()
    _write(situation, chosen)
    return situation


def _write(situation: Term, kind_ids: Iterable[int]) -> None:
    chosen = list(dict.fromkeys(kind_ids))[:MOST_KINDS]
    db.session.execute(delete(situation_support).where(situation_support.c.situation_id == situation.id))
    if chosen:
        rows = [
            {"situation_id": situation.id, "term_id": term_id, "position": position}
            for position, term_id in enumerate(chosen)
        ]
        db.session.execute(insert(situation_support), rows)


def fill(project: Project) -> None:
    """Our examples, as long as nothing was chosen: situations, and the kinds of support that fit them.

    Repeating it is harmless: what somebody chose stays, and a situation that somebody took away stays away.
    """
    if not any(kinds for _situation, kinds in list_situations(project)):
        _add_situations(project)
    support = {term.key: term for term in projects.terms(project, Vocabulary.SUPPORT)}
    for situation, kinds in list_situations(project):
        if not kinds:
            keys = DEFAULT_SITUATIONS.get(situation.key, ())
            _write(situation, [support[key].id for key in keys if key in support])


def _add_situations(project: Project) -> None:
    """Ours that the project does not know yet, behind its own."""
    known = {term.key: term.position for term in projects.terms(project, Vocabulary.SITUATION, archived=True)}
    ours = [(key, name) for key, name in DEFAULT_TERMS[Vocabulary.SITUATION] if key not in known]
    for position, (key, name) in enumerate(ours, max(known.values(), default=-1) + 1):
        db.session.add(Term(project_id=project.id, kind=Vocabulary.SITUATION, key=key, name=name, position=position))
    db.session.flush()


def find_offers(
    asker: Person,
    project: Project,
    known: Mapping[int, int],
    situation: tuple[Term, list[Term]],
    now: dt.datetime,
    area: str = "",
) -> list[Offer]:
    """What fits a situation, best first, with whom the asker knows there; only what is there for ``area`` when given.

    As many queries for much as for little. The order: ``rules.first_to_last``.
    """
    term, kinds = situation
    theme_of: dict[int, int] = {}
    today = clock.local_date(now)
    for theme, kind in enumerate(kinds):
        for service_id in finding.find_ids(project, finding.Wanted(support_id=kind.id, area=area), today):
            theme_of.setdefault(service_id, theme)
    services = finding.load_services(project, list(theme_of))
    found = whom.offers(asker, project, known, services, now)
    in_weekend = speaks_of_weekend(term.key, term.name)
    return sorted(found, key=lambda offer: first_to_last(_fit(offer, theme_of), in_weekend=in_weekend))


def _fit(offer: Offer, theme_of: Mapping[int, int]) -> Fit:
    service = offer.service
    return Fit(
        theme=theme_of[service.id],
        capacity=service.capacity,
        weeks=service.waiting_weeks,
        days=_days(service),
        strength=max((somebody.strength for somebody in offer.known), default=0),
        name=service.name,
    )


def _days(service: Service) -> frozenset[str]:
    return frozenset(day for schedule in service.schedules for _week, days in weekly(schedule.byday) for day in days)
