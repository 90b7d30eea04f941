"""The form "Wie kent u?": what somebody is asked, how it stands on the page, and how it comes back."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from kapstok.errors import N_, Refused
from kapstok.meetings import attendance, own
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.register.models import Person
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.listing import LONGEST_LIST, Group, Name, arrange, matching
from kapstok.ties.models import Wave
from kapstok.ties.naming import name_of
from kapstok.ties.rules import Answers, AskedAnew, Said, WaveClosed, carried_blocks, closed_blocks

UNKNOWN = "x"
CHOICES = (
    SelectChoice("0", _l("Ken ik niet")),
    SelectChoice("1", _l("Van naam")),
    SelectChoice("2", _l("Korte lijn")),
    SelectChoice("3", _l("Overleg")),
    SelectChoice("4", _l("Vaste afspraken")),
    SelectChoice(UNKNOWN, _l("Weet ik niet")),
)
LAST_TIME = (
    _l("vorige keer: ken ik niet"),
    _l("vorige keer: van naam"),
    _l("vorige keer: korte lijn"),
    _l("vorige keer: overleg"),
    _l("vorige keer: vaste afspraken"),
)
MOST_TAPS = 5000  # answers and boxes in one go
_STRENGTHS = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, UNKNOWN: None}
_NOT_A_STRENGTH = -1
_ID = re.compile(r"\d{1,9}", re.ASCII)


class TapsUnreadable(Refused):
    """Not what our own script sends."""

    sentence = N_("Deze antwoorden zijn niet te lezen. Er is niets veranderd. Laad de pagina opnieuw.")


@dataclass(frozen=True)
class Occasion:
    """What somebody is asked about: the people, and the measurement or the meeting it belongs to."""

    person: Person
    wave: Wave | None
    attended: Invitation | None  # to the last meeting this person was at, when that was lately
    now: dt.datetime

    @cached_property
    def names(self) -> list[Name]:
        """Everybody this person is asked about."""
        return [name_of(other) for other in ties.list_named(self.person, self.wave, self.now)]

    @cached_property
    def met(self) -> Mapping[int, bool]:
        """Who was at the meeting that is asked about → whether at the same table. A measurement has none."""
        return _met(self.person, self.meeting) if self.meeting and self.wave is None else {}

    @property
    def meeting(self) -> Meeting | None:
        return self.attended.meeting if self.attended else None

    @property
    def pulse_of(self) -> int | None:
        """Id of the meeting that a pulse belongs to; answers to a measurement belong to none."""
        return self.meeting.id if self.meeting and self.wave is None else None

    @property
    def key(self) -> str:
        """What a page was made for: its answers must not land in another measurement."""
        if self.wave is not None:
            return f"meting-{self.wave.id}"
        return f"bijeenkomst-{self.pulse_of}" if self.pulse_of else "los"


@dataclass(frozen=True)
class Sheet:
    """One page of the form: its groups, how each name stands, and what is left out of it."""

    form: FlaskForm  # without fields: what is wrong with the page as a whole
    groups: list[Group]
    chosen: Mapping[int, str]  # the choice that is marked, by person
    closed: set[int]  # blocks whose box "verder ken ik hier niemand" is ticked
    closed_before: set[int]  # and of those, which were so when the page was made
    carried: set[int]  # the same for "de rest is nog zoals vorige keer"
    carried_before: set[int]
    previous: Mapping[int, int]  # what was answered in the previous measurement, when that may be shown
    answered: set[int]  # names that are done, also those that are not on this page
    total: int
    seen: int
    search: str
    query: dict[str, str | int]  # what the address asks for, so that a form that comes back shows the same names
    faces: frozenset[int] = field(default=frozenset())  # whose card shows a photo

    @property
    def shown(self) -> int:
        return sum(len(group.names) for group in self.groups)

    @property
    def left_out(self) -> int:
        """Names that are not on this page."""
        return self.total - self.shown

    @property
    def answered_left_out(self) -> int:
        """Names that are done and not on this page."""
        return len(self.answered) - sum(name.id in self.answered for group in self.groups for name in group.names)

    @property
    def choices(self) -> tuple[SelectChoice, ...]:
        return CHOICES

    def last_time(self, name: Name) -> LazyString:
        """What was answered about one of ``previous``, in words."""
        return LAST_TIME[self.previous[name.id]]

    def can_carry(self, group: Group) -> bool:
        """Whether "de rest is nog zoals vorige keer" says anything about this group."""
        return group.closable and any(name.id in self.previous for name in group.names)


def occasion_of(person: Person, now: dt.datetime) -> Occasion:
    """What ``person`` can be asked now."""
    wave = measuring.find_wave_for(person)
    return Occasion(person, wave, own.last_attended(meetings.invitations_of(person), now), now)


def check_occasion(occasion: Occasion, key: str) -> None:
    """Raise ``WaveClosed`` or ``AskedAnew`` when a page comes back that was made for something else."""
    if key and key != occasion.key:
        raise WaveClosed() if key.startswith("meting-") else AskedAnew()


def said_before(occasion: Occasion, now: dt.datetime, upto: int | None = None) -> dict[int, Said]:
    """What the person said earlier on this occasion (``upto``: until the statement with this id)."""
    where = {"wave": occasion.wave, "meeting_id": occasion.pulse_of}
    return ties.said_before(occasion.person, now, upto=upto, **where)


def answered(names: Iterable[Name], said: Mapping[int, Said]) -> set[int]:
    """Ids of the names that are done."""
    return {name.id for name in names if name.id in said and said[name.id].is_answer}


def is_finished(occasion: Occasion) -> bool:
    """Whether the person said that they are done with the measurement."""
    entry = ties.find_entry(occasion.person, occasion.wave) if occasion.wave else None
    return entry is not None and entry.finished_at is not None


def make_sheet(occasion: Occasion, before: Mapping[int, Said], seen: int = 0) -> Sheet:
    """The page that is asked for: everybody, those who were searched for (``?zoek=``), or the first part of many.

    ``before``: what the person said up to the statement ``seen``. A form that comes back keeps what was typed.
    """
    search = " ".join(request.args.get("zoek", "")[:100].split())
    only = matching(occasion.names, search) if search else None
    query = {"zoek": search} if search else {"alles": 1} if "alles" in request.args else {}
    most = None if query else LONGEST_LIST
    listed, done = {name.id: name.block for name in occasion.names}, answered(occasion.names, before)
    open_blocks = {name.block for name in occasion.names if name.id not in done}
    closed, carried = closed_blocks(before, listed) - open_blocks, carried_blocks(before, listed)
    chosen = {person: _choice(said.strength) for person, said in before.items() if said.is_own}
    returned = request.form if request.method == "POST" else None
    return Sheet(
        form=type("LinesForm", (FlaskForm,), {"Meta": type("Meta", (), {"csrf": False})})(),
        groups=arrange(occasion.names, name_of(occasion.person), occasion.met, only=only, most=most),
        chosen=chosen if returned is None else chosen | _typed(returned),
        closed=closed if returned is None else _blocks(returned, "dicht"),
        closed_before=closed,
        carried=carried if returned is None else _blocks(returned, "zo"),
        carried_before=carried,
        previous=ties.said_in_previous(occasion.person, occasion.wave) if occasion.wave else {},
        answered=done,
        total=len(occasion.names),
        seen=seen,
        search=search,
        query=query,
    )


def read_answers(sent: MultiDict) -> Answers:
    """What came back, also about people who are no longer on the page: the verb says what becomes of those."""
    strengths = {person: _STRENGTHS.get(value, _NOT_A_STRENGTH) for person, value in _typed(sent).items()}
    closed, were_closed = _blocks(sent, "dicht"), _blocks(sent, "was_dicht")
    carried, were_carried = _blocks(sent, "zo"), _blocks(sent, "was_zo")
    seen = sent.get("gezien", "")
    return Answers(
        strengths,
        closed=frozenset(closed - were_closed),
        reopened=frozenset(were_closed - closed),
        carried=frozenset(carried - were_carried),
        dropped=frozenset(were_carried - carried),
        seen=int(seen) if re.fullmatch(r"\d{1,18}", seen, re.ASCII) else None,
    )


def read_taps(text: str) -> tuple[str, Answers]:
    """What ``static/js/lines.js`` sends: the occasion, and what was touched since the last time.

    ``{"bij": "meting-3", "gezien": 17, "kent": {"5": "2"}, "dicht": {"10": true}, "zo": {"10": false}}``
    Raises ``TapsUnreadable``.
    """
    try:
        sent = json.loads(text)
        kent, dicht, zo = sent["kent"], sent["dicht"], sent["zo"]
        if len(kent) + len(dicht) + len(zo) > MOST_TAPS or type(sent["gezien"]) is not int:
            raise ValueError
        strengths = {_id(person): _STRENGTHS.get(_text(value), _NOT_A_STRENGTH) for person, value in kent.items()}
        closed, reopened = _ticked(dicht)
        carried, dropped = _ticked(zo)
        return _text(sent["bij"]), Answers(strengths, closed, reopened, carried, dropped, sent["gezien"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise TapsUnreadable() from None


def taps_told(sheet: Sheet, told: Iterable[int]) -> dict[str, Any]:
    """How these people, and every block, stand now: what the script shows of answers given on another screen."""
    return {
        "elders": {person: sheet.chosen.get(person, "") for person in told},
        "dicht": sorted(sheet.closed_before),
        "zo": sorted(sheet.carried_before),
    }


def _typed(sent: MultiDict) -> dict[int, str]:
    return {
        int(found[1]): value
        for name, value in sent.items()
        if (found := re.fullmatch(r"kent_(\d{1,9})", name, re.ASCII))
    }


def _blocks(sent: MultiDict, name: str) -> set[int]:
    return {int(value) for value in sent.getlist(name) if _ID.fullmatch(value)}


def _ticked(boxes: Mapping[str, Any]) -> tuple[frozenset[int], frozenset[int]]:
    if not all(type(ticked) is bool for ticked in boxes.values()):
        raise TypeError
    on = frozenset(_id(block) for block, ticked in boxes.items() if ticked)
    return on, frozenset(map(_id, boxes)) - on


def _id(text: str) -> int:
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _choice(strength: int | None) -> str:
    return UNKNOWN if strength is None else str(strength)


def _met(person: Person, meeting: Meeting) -> dict[int, bool]:
    mates = attendance.tablemates(meeting, person.id)
    return {
        guest.person_id: guest.person_id in mates
        for guest in meetings.list_guests(meeting)
        if guest.attendance == Attendance.PRESENT and guest.person_id != person.id
    }
