"""The form with which somebody counts what they, or their whole organisation, referred in a month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok.referrals import service
from kapstok.referrals.rules import Kind, Of, Said, counted, last_before, lately
from kapstok.register.models import Organisation, Person
from kapstok.web import filters
from kapstok.web.counting import Key, NumberField, Place, Standing, field, newest, place_of, places, said_by
from kapstok.web.tallies import months_before

LISTED, MORE = 6, 3
FALLBACK = 3  # months: who has not counted yet is shown where others referred to lately


@dataclass(frozen=True)
class Way:
    """For whom is counted: somebody's own referrals, or those of a whole organisation."""

    organisation: Organisation
    is_whole: bool

    @property
    def key(self) -> str:
        return str(self.organisation.id) if self.is_whole else ""


@dataclass(frozen=True)
class Extra:
    """A line on which a place is chosen that is not listed. ``field``: None until one is chosen."""

    name: str
    chosen: str
    text: str
    field: NumberField | None

    @property
    def is_filled(self) -> bool:
        return bool(self.chosen or self.text.strip())


@dataclass(frozen=True)
class Sheet:
    """All that is on the form: whose month it is, the fields, and what can be added."""

    person: Person
    way: Way
    month: dt.date
    fields: list[NumberField]
    extras: list[Extra]
    choices: list[tuple[str, str]]  # value and name of every place that is not listed
    together: str  # what colleagues counted, in one line

    @property
    def numbers(self) -> list[NumberField]:
        return self.fields + [extra.field for extra in self.extras if extra.field is not None]


def make_sheet(person: Person, way: Way, month: dt.date, sent: Mapping[str, str] | None = None) -> Sheet:
    """``sent``: what came back of an earlier one."""
    known = places(service.list_places(g.project, month), month)
    known.pop((way.organisation.id, None), None)  # nobody refers to themselves
    standing = _Known(person, way, month)
    shown = {key: place_of(tally) for key, tally in standing.tallies.items()}
    listed = list(dict.fromkeys([*standing.lately(known), *shown]))
    added = sent
    if sent is not None and "sent_none" in sent:  # nowhere at all: also not where a line was begun
        sent, added = {**sent, **{_name(key): "0" for key in listed}}, None
    fields = []
    for key in [*listed, *_posted(sent, listed)]:
        place = known.get(key) or shown.get(key) or Place(_("Iets dat niet meer in de lijst staat"), "")
        of = Of(month, Kind.SENT, way.organisation.id, *key)
        fields.append(field(_name(key), place.full_name, of, standing.at(of), sent))
    rest = {key: place for key, place in known.items() if key not in listed}
    if added is not None:
        kept = {each.name.removeprefix("sent_"): each.stands.count for each in fields}
        added = _without_what_was_kept(added, kept)
    extras = [_extra(number, rest, way, month, standing, added) for number in range(1, MORE + 1)]
    choices = [(_value(key), place.full_name) for key, place in rest.items()]
    return Sheet(person, way, month, fields, extras, choices, standing.together())


def _posted(sent: Mapping[str, str] | None, listed: list[Key]) -> list[Key]:
    """What was typed on an older page for what has gone from the list since: it is refused, and not lost in silence."""
    found = [re.fullmatch("sent_([0-9]{1,9})_([0-9]{1,9})", name) for name in sent or ()]
    keys = [(int(name[1]), int(name[2]) or None) for name in found if name]
    return [
        key for key in keys if key not in listed and sent and sent[_name(key)] != sent.get(f"{_name(key)}_seen", "")
    ]


def _without_what_was_kept(sent: Mapping[str, str], kept: Mapping[str, int | None]) -> Mapping[str, str]:
    """Who taps twice sends a form twice: what the first one added is listed by the time the second one comes."""
    blank = {}
    for name in (f"sent_more_{number}" for number in range(1, MORE + 1)):
        count = kept.get(sent.get(name, ""))
        if count is not None and sent.get(f"{name}_count", "").strip() == str(count):
            blank |= {name: "", f"{name}_count": ""}
    return {**sent, **blank}


class _Known:
    """What is known of one month and way: the numbers that stand, those of earlier months, and who said them."""

    def __init__(self, person: Person, way: Way, month: dt.date):
        self.person, self.way, self.month = person, way, month
        sender = way.organisation.id
        self.history = service.said(g.project, senders=[sender], kinds=[Kind.SENT])
        tallies = newest(
            each
            for each in service.list_tallies(g.project, month, senders=[sender])
            if each.is_whole == way.is_whole and (way.is_whole or each.counted_by_person_id == person.id)
        )
        self.tallies = {(of.receiver, of.service): tally for of, tally in tallies.items()}
        same = [each for each in self.history if self._is_ours(each.is_whole, each.person)]
        self.before = last_before(same, month)
        self.others = counted(
            each for each in self.history if each.of.month == month and not self._is_ours(each.is_whole, each.person)
        )

    def _is_ours(self, is_whole: bool, person_id: int | None) -> bool:
        return is_whole if self.way.is_whole else not is_whole and person_id == self.person.id

    def lately(self, known: Mapping[Key, Place]) -> list[Key]:
        """Where was referred to last, under who offers it now; in a first month, where the others referred to."""
        owner = {service_id: key[0] for key in known if (service_id := key[1]) is not None}
        for said in (self.history, self._others_lately()):
            found = [
                (owner.get(service_id, receiver) if service_id else receiver, service_id)
                for receiver, service_id in lately(said, self.person.id)
            ]
            found = [key for key in dict.fromkeys(found) if key in known][:LISTED]
            if found:
                return found
        return []

    def _others_lately(self) -> list[Said]:
        months = [months_before(self.month, back) for back in range(FALLBACK + 1)]
        return [] if self.history else service.said(g.project, months=months, kinds=[Kind.SENT])

    def at(self, of: Of) -> Standing:
        tally = self.tallies.get((of.receiver, of.service))
        hint = said_by(tally, self.person) if tally is not None and self.way.is_whole else ""
        if not hint and self.way.is_whole and of in self.others:
            hint = ngettext(
                "Collega’s telden er zelf samen één.", "Collega’s telden er zelf samen %(num)d.", self.others[of]
            )
        return Standing(tally.count if tally is not None else None, self.before.get(of), hint)

    def together(self) -> str:
        """What colleagues counted this month, of which the reader's own is no part."""
        total = 0 if self.way.is_whole else sum(self.others.values())
        if not total:
            return ""
        name, month = self.way.organisation.name, filters.month(self.month)
        if any(each.is_whole for each in self.history if each.of.month == self.month):
            return ngettext(
                "Voor heel %(organisation)s is in %(month)s één verwijzing geteld.",
                "Voor heel %(organisation)s zijn in %(month)s %(num)d verwijzingen geteld.",
                total,
                organisation=name,
                month=month,
            )
        return ngettext(
            "Collega’s van %(organisation)s telden in %(month)s één verwijzing.",
            "Collega’s van %(organisation)s telden in %(month)s samen %(num)d verwijzingen.",
            total,
            organisation=name,
            month=month,
        )


def _extra(
    number: int,
    rest: Mapping[Key, Place],
    way: Way,
    month: dt.date,
    standing: _Known,
    sent: Mapping[str, str] | None,
) -> Extra:
    name = f"sent_more_{number}"
    chosen, text = ("", "") if sent is None else (sent.get(name, ""), sent.get(f"{name}_count", ""))
    key = next((key for key in rest if _value(key) == chosen), None)
    made = None
    if key is not None:
        of = Of(month, Kind.SENT, way.organisation.id, *key)
        made = field(f"{name}_count", rest[key].full_name, of, standing.at(of), sent)
    return Extra(name, chosen, text, made)


def _name(key: Key) -> str:
    return f"sent_{_value(key)}"


def _value(key: Key) -> str:
    return f"{key[0]}_{key[1] or 0}"
