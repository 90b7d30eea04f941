"""Answering in the room: one sheet of paper for each person of a measurement, and typing it over afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import joinedload

from kapstok.accounts.models import User
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties import sheets
from kapstok.ties.ledger import that_count
from kapstok.ties.listing import Name
from kapstok.ties.measuring import WITH_BACKGROUND, active, entries_of, list_asked
from kapstok.ties.models import RosterEntry, Tie, Wave
from kapstok.ties.naming import name_of
from kapstok.ties.rules import Answers, NotAsked
from kapstok.ties.service import Recorded, find_entry, finish, record_statements, take_turns


class NoSuchSheet(Refused):
    """What was typed is neither a code of this project nor the name of somebody who is asked."""

    sentence = N_("“%(typed)s” is geen code en geen naam uit deze meting. Kijk in de hoek van het formulier.")
    status = 404


class SeveralOfThatName(Refused):
    """Only the code, or the list on the page, tells them apart."""

    sentence = N_("Er is meer dan één %(typed)s. Typ de code van het formulier, of kies hieronder.")
    status = 409


class SheetOfAnotherWave(Refused):
    """A sheet that was left over from another measurement."""

    sentence = N_("Dit formulier hoort bij de meting “%(name)s”. U kunt het hier niet invoeren.")
    status = 409


class NoLongerHere(Refused):
    """A sheet of somebody whose card is in the archive or was erased: there is nobody left who said it."""

    sentence = N_("Deze persoon doet niet meer mee aan het project. U kunt dit formulier niet meer invoeren.")
    status = 410


class SaidMeanwhile(Refused):
    """Between opening the page and saving it the same person's answers came in by another way."""

    sentence = N_(
        "Terwijl u typte, kwamen er van deze persoon ook andere antwoorden binnen: online, of door iemand anders "
        "ingevoerd. Er is nog niets bewaard. Moeten uw antwoorden tellen? Bewaar dan opnieuw."
    )
    status = 409


@dataclass(frozen=True)
class Roster:
    """Whom the sheets of one measurement name."""

    names: list[Name]  # on the list since it was frozen, also who left
    late: list[Name]  # added since
    listed: frozenset[int]  # of all of these, who stands on lists today

    def sheet_of(self, person: Person) -> list[sheets.Block]:
        return sheets.lay_out(self.names, self.late, name_of(person), self.listed)

    def code_of(self, entry: RosterEntry) -> str:
        return sheets.write_code(sheets.Code(entry.id, self.mark_of(entry.person)))

    def mark_of(self, person: Person) -> int:
        """Which order the sheet of ``person`` has now."""
        return sheets.order_mark(self.names, name_of(person))


@dataclass(frozen=True)
class Earlier:
    """That somebody's answers in a measurement came in before; never which."""

    online_at: dt.datetime | None = None
    entered_at: dt.datetime | None = None
    entered_by: str = ""
    last_id: int = 0  # of the latest statement


def roster_of(wave: Wave, now: dt.datetime) -> Roster:
    """Everybody whom the sheets of ``wave`` name, in two queries however many there are."""
    named = entries_of(wave).where(RosterEntry.named).options(joinedload(RosterEntry.person).options(*WITH_BACKGROUND))
    entries = list(db.session.scalars(named.order_by(RosterEntry.id)))
    today = active(wave.project_id, now).where(Person.on_rosters).with_only_columns(Person.id)
    return Roster(
        names=[name_of(entry.person) for entry in entries if entry.added_at is None],
        late=[name_of(entry.person) for entry in entries if entry.added_at is not None],
        listed=frozenset(db.session.scalars(today)),
    )


def people_asked(wave: Wave, now: dt.datetime) -> list[RosterEntry]:
    """Who can be given a form or a slip, by name: everybody who is asked and takes part today."""
    here = set(db.session.scalars(active(wave.project_id, now).with_only_columns(Person.id)))
    return [entry for entry in list_asked(wave) if entry.person_id in here]


def find_sheet(project: Project, wave: Wave, typed: str) -> RosterEntry:
    """Whose sheet is meant by a code or a name.

    A name wins: some short names could be codes. Raises ``NoSuchSheet``, ``SeveralOfThatName``,
    ``SheetOfAnotherWave``, ``NoLongerHere``.
    """
    asked = list_asked(wave)
    entry = _by_name(asked, typed) or _by_code(project, typed)
    if entry is None:
        raise NoSuchSheet(typed=typed)
    if entry.wave_id != wave.id:
        raise SheetOfAnotherWave(name=entry.wave.name)
    check_here(entry.person)
    return entry


def get_entry(wave: Wave, person: Person) -> RosterEntry:
    """The place of somebody who is asked in ``wave``; raises ``NotAsked``, ``NoLongerHere``."""
    entry = find_entry(person, wave)
    if entry is None:
        raise NotAsked()
    check_here(person)
    return entry


def check_here(person: Person) -> None:
    """Raise ``NoLongerHere`` for who is in the archive. Whose last day has passed did answer when they were here."""
    if person.archived_at is not None:
        raise NoLongerHere()


def earlier(wave: Wave, person: Person) -> Earlier:
    """Whether and when answers of ``person`` came in during ``wave``."""
    columns = Tie.entered_by_id, func.max(Tie.stated_at), func.max(Tie.id)
    query = that_count(wave.project_id).where(Tie.wave_id == wave.id, Tie.respondent_id == person.id)
    found = db.session.execute(query.with_only_columns(*columns).group_by(Tie.entered_by_id)).all()
    online = [at for user_id, at, _id in found if user_id is None]
    entered = max(((at, user_id) for user_id, at, _id in found if user_id is not None), default=None)
    return Earlier(
        online_at=online[0] if online else None,
        entered_at=entered[0] if entered else None,
        entered_by=db.session.get_one(User, entered[1]).name if entered else "",
        last_id=max((last_id for _user, _at, last_id in found), default=0),
    )


def enter_sheet(
    wave: Wave, person: Person, answers: Answers, seen: int, now: dt.datetime, *, entered_by_id: int
) -> Recorded:
    """Keep what somebody wrote on paper; who hands in a form is done.

    ``seen``: ``Earlier.last_id`` when the page was made. Raises ``SaidMeanwhile`` when more came in since, and what
    ``record_statements`` raises.
    """
    take_turns(person)  # also two who enter the same sheet
    if earlier(wave, person).last_id > seen:
        raise SaidMeanwhile()
    recorded = record_statements(person, answers, now, wave=wave, entered_by_id=entered_by_id)
    finish(person, wave, now)
    return recorded


def count_entered(wave: Wave) -> int:
    """Of how many people a sheet was typed over in ``wave``."""
    query = that_count(wave.project_id).where(Tie.wave_id == wave.id, Tie.entered_by_id.is_not(None))
    return db.session.scalar(query.with_only_columns(func.count(Tie.respondent_id.distinct()))) or 0


def _by_name(asked: Sequence[RosterEntry], typed: str) -> RosterEntry | None:
    wanted = _folded(typed)
    found = [entry for entry in asked if wanted in {_folded(words) for words in _names(entry.person)}]
    if len(found) > 1:
        raise SeveralOfThatName(typed=typed)
    return found[0] if found else None


def _by_code(project: Project, typed: str) -> RosterEntry | None:
    code = sheets.read_code(typed)
    if code is None:
        return None
    query = in_project(RosterEntry, project).where(RosterEntry.id == code.entry_id, RosterEntry.asks)
    return db.session.scalar(query.options(joinedload(RosterEntry.wave), joinedload(RosterEntry.person)))


def _names(person: Person) -> Collection[str]:
    """Somebody's name, alone and with the organisation behind it."""
    organisation = person.organisation.name if person.organisation else ""
    return {person.name, f"{person.name}, {organisation}"}


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
