"""Who is missed on a list: a participant says so, the projectleider decides, and then the suggestion is gone.

Who suggested a name is shown to nobody: it would tell who knows whom.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, select

from kapstok import clock
from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.register.service import create_person
from kapstok.scope import in_project
from kapstok.ties.measuring import WITH_BACKGROUND, entries_of, new_entry
from kapstok.ties.models import RosterEntry, RosterSuggestion, Tie, Wave
from kapstok.ties.roster_rules import StandsOnNoList
from kapstok.ties.rules import STRENGTHS, NotAsked, Source, StrengthOutOfRange, WaveClosed
from kapstok.ties.service import find_entry, list_named, take_turns
from kapstok.ties.suggestions.rules import (
    KEPT_FOR,
    MOST_WAITING,
    AlreadyOnList,
    NoName,
    SuggestionGone,
    TooManyWaiting,
    likely,
    listed_as,
    same_suggestion,
)


@dataclass(frozen=True)
class Missed:
    """One name that is missed, by one participant or by more."""

    rows: tuple[RosterSuggestion, ...]  # the first suggestion first; whose they are is for no page

    @property
    def id(self) -> int:
        return self.rows[0].id

    @property
    def name(self) -> str:
        return self.rows[0].name

    @property
    def organisation(self) -> str:
        return self.rows[0].organisation

    @property
    def function(self) -> str:
        return next((row.function for row in self.rows if row.function), "")

    @property
    def times(self) -> int:
        return len(self.rows)


def suggest(
    wave: Wave, person: Person, name: str, organisation: str, function: str, strength: int | None, now: dt.datetime
) -> RosterSuggestion:
    """Tell the projectleider whom ``person`` misses on the list; the same name again corrects what was said of it.

    ``strength``: how they know them, 0–4, or None. Raises ``WaveClosed``, ``NotAsked``, ``NoName``, ``AlreadyOnList``,
    ``TooManyWaiting``, ``StrengthOutOfRange``, and what ``check_free_text`` refuses.
    """
    name, organisation, function = (" ".join(text.split()) for text in (name, organisation, function))
    # Who closes the measurement, or decides on this very name, does so before or after: never in between.
    db.session.refresh(wave, ["closed_at"], with_for_update={"read": True})
    if wave.closed_at is not None:
        raise WaveClosed()
    take_turns(person)
    _check(wave, person, name, organisation, now)
    if strength is not None and strength not in STRENGTHS:
        raise StrengthOutOfRange()
    for text in (name, organisation, function):
        check_free_text(text, now)
    waiting = list(db.session.scalars(_of_wave(wave).where(RosterSuggestion.suggested_by_id == person.id)))
    key = same_suggestion(name, organisation)
    row = next((one for one in waiting if same_suggestion(one.name, one.organisation) == key), None)
    if row is None:
        if len(waiting) >= MOST_WAITING:
            raise TooManyWaiting(most=MOST_WAITING)
        row = RosterSuggestion(project_id=wave.project_id, wave=wave, suggested_by_id=person.id)
    row.name, row.organisation, row.function, row.strength = name, organisation, function, strength
    row.suggested_at = now
    db.session.add(row)
    db.session.flush()
    return row


def list_suggestions(wave: Wave) -> list[Missed]:
    """Who is missed in this measurement, by name; the same name at the same organisation once."""
    found: dict[tuple, list[RosterSuggestion]] = {}
    for row in db.session.scalars(_of_wave(wave).order_by(RosterSuggestion.suggested_at, RosterSuggestion.id)):
        found.setdefault(same_suggestion(row.name, row.organisation), []).append(row)
    return sorted((Missed(tuple(rows)) for rows in found.values()), key=lambda missed: missed.name.casefold())


def get_missed(wave: Wave, suggestion_id: int) -> Missed:
    """Raises ``SuggestionGone``, also for a suggestion of another measurement."""
    for missed in list_suggestions(wave):
        if suggestion_id in {row.id for row in missed.rows}:
            return missed
    raise SuggestionGone()


def count_waiting(project: Project) -> dict[int, int]:
    """How many suggestions wait per measurement, by its id; without those that have none."""
    counted = in_project(RosterSuggestion, project).with_only_columns(RosterSuggestion.wave_id, func.count())
    return dict(db.session.execute(counted.group_by(RosterSuggestion.wave_id)).all())


def likely_people(missed: Missed) -> list[Person]:
    """Active people who may be meant, by name: who is in the network already needs no second record."""
    project_id = missed.rows[0].project_id
    active = in_project(Person, project_id).where(Person.archived_at.is_(None), Person.erased_at.is_(None))
    names = dict(db.session.execute(active.with_only_columns(Person.id, Person.name)).all())
    query = active.where(Person.id.in_(likely(missed.name, names))).order_by(Person.name, Person.id)
    return list(db.session.scalars(query.options(*WITH_BACKGROUND)))


def accept(missed: Missed, person: Person, *, into_roster: bool, now: dt.datetime, actor: str) -> None:
    """``person`` is who was meant. ``into_roster``: they join this measurement, asked and named, from now on.

    What the suggesters said of how they know them becomes a statement of that moment. Raises ``WaveClosed`` for a
    roster that can take nobody any more, ``StandsOnNoList`` for a mantelzorger who did not choose to be listed,
    ``SuggestionGone`` when it was decided meanwhile.
    """
    wave = _take(missed)
    if into_roster:
        if wave.closed_at is not None:
            raise WaveClosed()
        if not person.on_rosters:
            raise StandsOnNoList(name=person.name)
        _put_on_roster(wave, person, now)
        _keep_what_was_said(missed, person)
    _forget(missed)
    audit.record("suggested name accepted", actor=actor, project_id=wave.project_id, subject=f"wave:{wave.id}")


def accept_new(missed: Missed, *, into_roster: bool, now: dt.datetime, actor: str, **fields) -> Person:
    """Add who was meant to the register first (``fields`` as in ``create_person``); raises what both refuse."""
    with db.session.begin_nested():  # who cannot be on the roster is not in the register either
        person = create_person(missed.rows[0].wave.project, now, **fields)
        accept(missed, person, into_roster=into_roster, now=now, actor=actor)
    return person


def dismiss(missed: Missed, *, actor: str) -> None:
    """This name does not belong in the measurement; nobody is told. Raises ``SuggestionGone``."""
    wave = _take(missed)
    _forget(missed)
    audit.record("suggested name dismissed", actor=actor, project_id=wave.project_id, subject=f"wave:{wave.id}")


def kept_until(wave: Wave) -> dt.date | None:
    """The last day to decide on names that are missed in a closed measurement; None while it is open."""
    return None if wave.closed_at is None else clock.local_date(wave.closed_at) + KEPT_FOR


def forget_undecided(now: dt.datetime) -> int:
    """Forget names that nobody decided on sixty days after their measurement closed, in every project. How many."""
    longer_ago = clock.from_local(clock.local_date(now) - KEPT_FOR, dt.time.min)
    closed = select(Wave.id).where(Wave.closed_at < longer_ago)
    gone = delete(RosterSuggestion).where(RosterSuggestion.wave_id.in_(closed))
    options = {"across_projects": "every project forgets", "synchronize_session": False}
    return len(db.session.scalars(gone.returning(RosterSuggestion.id).execution_options(**options)).all())


def _of_wave(wave: Wave) -> Select[RosterSuggestion]:
    return in_project(RosterSuggestion, wave.project_id).where(RosterSuggestion.wave_id == wave.id)


def _check(wave: Wave, person: Person, name: str, organisation: str, now: dt.datetime) -> None:
    if find_entry(person, wave) is None:
        raise NotAsked()
    if not name:
        raise NoName()
    listed = [(other.name, other.shown_organisation) for other in list_named(person, wave, now)]
    if (known := listed_as(name, organisation, listed)) is not None:
        raise AlreadyOnList(name=known)


def _take(missed: Missed) -> Wave:
    """Two tabs decide one after the other, and the second finds nothing left to decide."""
    wave = missed.rows[0].wave
    db.session.refresh(wave, ["closed_at"], with_for_update={"key_share": True})
    ids = [row.id for row in missed.rows]
    waiting = _of_wave(wave).where(RosterSuggestion.id.in_(ids)).with_only_columns(RosterSuggestion.id)
    if sorted(db.session.scalars(waiting)) != sorted(ids):
        raise SuggestionGone()
    return wave


def _put_on_roster(wave: Wave, person: Person, now: dt.datetime) -> None:
    entry = db.session.scalar(entries_of(wave).where(RosterEntry.person_id == person.id))
    if entry is None:
        entry = new_entry(person)
        entry.wave_id, entry.added_at = wave.id, now
        db.session.add(entry)
    elif not entry.named:
        entry.named, entry.added_at = True, now
    db.session.flush()


def _keep_what_was_said(missed: Missed, person: Person) -> None:
    """Nobody has a line with themselves, and "weet ik niet" about somebody new says nothing.

    Who said no more than this did not answer: they are still asked, and do not turn up as begun when the name is
    accepted, which would tell who gave it.
    """
    said = [row for row in missed.rows if row.strength is not None and row.suggested_by_id != person.id]
    wave = missed.rows[0].wave
    for row in said:
        db.session.add(
            Tie(
                project_id=wave.project_id,
                respondent_id=row.suggested_by_id,
                named_id=person.id,
                strength=row.strength,
                source=Source.WAVE,
                wave_id=wave.id,
                stated_at=row.suggested_at,
            )
        )


def _forget(missed: Missed) -> None:
    for row in missed.rows:
        db.session.delete(row)
    db.session.flush()
