"""The form "Wie kent u?": the same for a participant and for the projectleider who fills it in for them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from kapstok.meetings import attendance, own
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.register.models import Person
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.listing import LONGEST_LIST, Group, Name, arrange, matching
from kapstok.ties.models import Wave
from kapstok.ties.rules import Answers, Said

UNKNOWN = "x"
CHOICES = (
    SelectChoice("0", _l("Ken ik niet")),
    SelectChoice("1", _l("Van naam")),
    SelectChoice("2", _l("Korte lijn")),
    SelectChoice("3", _l("Overleg")),
    SelectChoice("4", _l("Vaste afspraken")),
    SelectChoice(UNKNOWN, _l("Weet ik niet")),
)
_STRENGTHS = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, UNKNOWN: None}
_NOT_A_STRENGTH = -1


@dataclass(frozen=True)
class Occasion:
    """What somebody is asked about: the people, and the measurement or the meeting it belongs to."""

    person: Person
    wave: Wave | None
    attended: Invitation | None  # to the last meeting this person was at, when that was lately
    names: list[Name]
    met: Mapping[int, bool]  # who was there too → whether at the same table

    @property
    def meeting(self) -> Meeting | None:
        return self.attended.meeting if self.attended else None

    @property
    def pulse_of(self) -> int | None:
        """Id of the meeting that a pulse belongs to; answers to a measurement belong to none."""
        return self.meeting.id if self.meeting and self.wave is None else None


@dataclass(frozen=True)
class Sheet:
    """One page of the form: its groups, and what is left out of it."""

    form: FlaskForm
    groups: list[Group]
    closed: set[int]  # blocks whose box is ticked
    closed_before: set[int]  # and of those, which were so when the page was made
    search: str
    query: dict[str, str | int]  # what the address asks for, so that a form that comes back shows the same names
    left_out: int  # names that are not on this page

    def question(self, name: Name) -> RadioField:
        """The field about one person."""
        return self.form[f"kent_{name.id}"]


def occasion_of(person: Person, now: dt.datetime) -> Occasion:
    """What ``person`` can be asked now."""
    wave = measuring.find_wave_for(person)
    attended = own.last_attended(meetings.invitations_of(person), now)
    names = [_name(other) for other in ties.list_named(person, wave, now)]
    return Occasion(person, wave, attended, names, _met(person, attended.meeting) if attended else {})


def said_before(occasion: Occasion, now: dt.datetime) -> dict[int, Said]:
    """What the person said earlier on this occasion."""
    return ties.said_before(occasion.person, now, wave=occasion.wave, meeting_id=occasion.pulse_of)


def make_sheet(occasion: Occasion, before: Mapping[int, Said]) -> Sheet:
    """The page that is asked for: everybody, those who were searched for (``?zoek=``), or the first part of many."""
    search = " ".join(request.args.get("zoek", "")[:100].split())
    only = matching(occasion.names, search) if search else None
    query = {"zoek": search} if search else {"alles": 1} if "alles" in request.args else {}
    most = None if query else LONGEST_LIST
    groups = arrange(occasion.names, _name(occasion.person), occasion.met, only=only, most=most)
    shown = [name for group in groups for name in group.names]
    by_block = {name.block for name in shown if before.get(name.id) == Said(0, by_block=True)}
    closed = _blocks("dicht") if request.method == "POST" else by_block
    return Sheet(_form(shown, before), groups, closed, by_block, search, query, len(occasion.names) - len(shown))


def read_answers(sent: MultiDict) -> Answers:
    """What came back, also about people who are no longer on the page: the verb says what becomes of those."""
    strengths = {
        int(found[1]): _STRENGTHS.get(value, _NOT_A_STRENGTH)
        for field, value in sent.items()
        if (found := re.fullmatch(r"kent_(\d{1,9})", field))
    }
    closed = _blocks("dicht")
    return Answers(strengths, frozenset(closed), frozenset(_blocks("was_dicht") - closed))


def _blocks(field: str) -> set[int]:
    return {int(value) for value in request.form.getlist(field) if re.fullmatch(r"\d{1,9}", value)}


def _form(names: list[Name], before: Mapping[int, Said]) -> FlaskForm:
    """A radio field per name. The page's own token is checked by the blueprint's guard."""
    fields = {f"kent_{name.id}": RadioField(name.name, [Optional()], choices=CHOICES) for name in names}
    kind = type("LinesForm", (FlaskForm,), {"Meta": type("Meta", (), {"csrf": False}), **fields})
    answers = {f"kent_{id}": _choice(said.strength) for id, said in before.items() if not said.by_block}
    return kind(data=answers)


def _choice(strength: int | None) -> str:
    return UNKNOWN if strength is None else str(strength)


def _name(person: Person) -> Name:
    """How others see somebody. That a person is a mantelzorger is told by nothing beside the name."""
    if person.is_mantelzorger:
        return Name(person.id, person.name, area=person.area)
    organisation = person.organisation
    return Name(
        id=person.id,
        name=person.name,
        function=person.function.name if person.function else "",
        block=ties.block_of(person),
        organisation=organisation.name if organisation else "",
        sector=person.sector.id if person.sector else None,
        area=(organisation.area if organisation else "") or person.area,
    )


def _met(person: Person, meeting: Meeting) -> dict[int, bool]:
    tables = attendance.tables(meeting)
    seat = tables.get(person.id)
    return {
        guest.person_id: seat is not None and tables.get(guest.person_id) == seat
        for guest in meetings.list_guests(meeting)
        if guest.attendance == Attendance.PRESENT and guest.person_id != person.id
    }
