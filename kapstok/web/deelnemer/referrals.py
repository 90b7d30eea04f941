"""Count referrals in ten seconds: how many, to whom, in the last full month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.referrals import service
from kapstok.referrals.rules import Kind, Of, counted, last_before, lately
from kapstok.referrals.service import Counter
from kapstok.register.models import Organisation, Person
from kapstok.register.reporters import counts_for, reporters
from kapstok.web import filters
from kapstok.web.counting import (
    Key,
    NumberField,
    Overtaken,
    Place,
    Standing,
    check_asked_month,
    check_fields,
    field,
    keep_fields,
    newest,
    place_of,
    places,
    said_by,
)
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.sections import Section, SectionRefused, draw
from kapstok.web.tallies import chosen_month, months_before, neighbours, read_month

KEY = "sent_"
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


@blueprint.get("/d/<token>/verwijzingen")
def referrals(token: str):
    person, now = _sender(token), clock.now()
    asked = {"sent_month": request.args.get("maand", ""), "sent_for": request.args.get("voor", "")}
    way = _way(person, asked["sent_for"]) if "voor" in request.args else _first_way(person, now)
    return _page(_sheet(person, way, chosen_month(asked["sent_month"], now), now), token)


@blueprint.post("/d/<token>/verwijzingen")
def referrals_post(token: str):
    person, now = _sender(token), clock.now()
    try:
        keep_section(person, request.form, now)
    except SectionRefused as refusal:
        sheet = _sent_sheet(person, request.form, now)
        return _page(sheet, token, refusal.errors), 409 if isinstance(refusal, Overtaken) else 400
    db.session.commit()
    asked = {"maand": request.form.get("sent_month"), "voor": request.form.get("sent_for", "")}
    return redirect(url_for("deelnemer.referrals", token=token, bewaard=1, **asked))


def find_section(person: Person, now: dt.datetime, sent: Mapping[str, str] | None = None) -> Section | None:
    """What this person is asked to count; None when somebody else counts for their organisation, or they for nobody."""
    asked = _asked_ways(person)
    if not asked:
        return None
    month = clock.month_before(clock.local_date(now))
    if sent is not None and any(name.startswith(KEY) for name in sent):
        return _section(_sent_sheet(person, sent, now), done=False)
    open_ = [way for way in asked if not _is_done(person, way, month)]
    return _section(_sheet(person, (open_ or asked)[0], month, now), done=not open_)


def keep_section(person: Person, sent: Mapping[str, str], now: dt.datetime) -> None:
    """Keep what was filled in; what was left as it stood says nothing, and what was emptied is no answer any more.

    Raises ``SectionRefused``, or ``Overtaken`` when a colleague counted after the form was opened.
    """
    sheet = _sent_sheet(person, sent, now)
    if not any(each.is_touched for each in sheet.numbers) and not any(extra.is_filled for extra in sheet.extras):
        return
    check_asked_month(sheet.month, now)
    errors = check_fields(sheet.numbers, is_shared=sheet.way.is_whole) | _wrong_extras(sheet)
    if errors:
        raise SectionRefused(errors)
    keep_fields(g.project, sheet.numbers, Counter(is_whole=sheet.way.is_whole, person_id=person.id), now)


def referral_cards(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """For the personal page: title, sentence, label, address, done; nothing for who counts for nobody."""
    ways = _asked_ways(person)
    if not ways:
        return []
    month = clock.month_before(clock.local_date(now))
    done = all(_is_done(person, way, month) for way in ways)
    if done:
        sentence = _("De verwijzingen van %(month)s zijn geteld.", month=filters.month(month))
    else:
        sentence = _("Hoeveel mantelzorgers verwees u in %(month)s? Alleen het aantal.", month=filters.month(month))
    label = _("Bekijken of wijzigen") if done else _("Tellen")
    title = _("Verwijzingen in %(month)s", month=filters.month(month))
    return [(title, sentence, label, url_for("deelnemer.referrals", token=token), done)]


def _sender(token: str) -> Person:
    """The person of this link, when they count for an organisation."""
    person = read_person(token)
    if not _ways(person):
        raise NotFound()
    return person


def _ways(person: Person) -> list[Way]:
    """All that somebody may count. Nothing for mantelzorgers, nor for who works alone: organisations refer."""
    if person.is_mantelzorger:
        return []
    own = [Way(person.organisation, is_whole=False)] if person.organisation else []
    return own + [Way(organisation, is_whole=True) for organisation in counts_for(person)]


def _asked_ways(person: Person) -> list[Way]:
    """What somebody is asked: their own, or all of an organisation when they were named to count for it."""
    asked = counts_for(person)
    named = reporters(g.project) if asked else {}
    return [Way(each, is_whole=each.id in named) for each in asked]


def _first_way(person: Person, now: dt.datetime) -> Way:
    month = clock.month_before(clock.local_date(now))
    asked = _asked_ways(person) or _ways(person)
    return next((way for way in asked if not _is_done(person, way, month)), asked[0])


def _way(person: Person, key: str) -> Way:
    """Raises ``NotFound`` for what this person does not count."""
    for way in _ways(person):
        if way.key == key:
            return way
    raise NotFound()


def _is_done(person: Person, way: Way, month: dt.date) -> bool:
    """Whether something was counted for this month: of all of it, or by themselves."""
    said = service.said(g.project, months=[month], senders=[way.organisation.id], kinds=[Kind.SENT])
    return any(each.is_whole or each.person == person.id for each in said)


def _sent_sheet(person: Person, sent: Mapping[str, str], now: dt.datetime) -> Sheet:
    """The form that came back. A month that nobody can have been asked is the last full one."""
    month = read_month(sent.get("sent_month")) or clock.month_before(clock.local_date(now))
    return _sheet(person, _way(person, sent.get("sent_for", "")), month, now, sent)


def _sheet(person: Person, way: Way, month: dt.date, now: dt.datetime, sent: Mapping[str, str] | None = None) -> Sheet:
    known = places(service.list_places(g.project, month), month)
    known.pop((way.organisation.id, None), None)  # nobody refers to themselves
    standing = _Standing(person, way, month)
    shown = {key: place_of(tally) for key, tally in standing.tallies.items()}
    listed = list(dict.fromkeys([*standing.lately(known), *shown]))
    if sent is not None and "sent_none" in sent:
        sent = {**sent, **{_name(key): "0" for key in listed}}
    fields = []
    for key in [*listed, *_posted(sent, listed)]:
        place = known.get(key) or shown.get(key) or Place(_("Iets dat niet meer in de lijst staat"), "")
        of = Of(month, Kind.SENT, way.organisation.id, *key)
        fields.append(field(_name(key), place.full_name, of, standing.at(of), sent))
    rest = {key: place for key, place in known.items() if key not in listed}
    extras = [_extra(number, rest, way, month, standing, sent) for number in range(1, MORE + 1)]
    choices = [(_value(key), place.full_name) for key, place in rest.items()]
    return Sheet(person, way, month, fields, extras, choices, standing.together())


def _posted(sent: Mapping[str, str] | None, listed: list[Key]) -> list[Key]:
    """What was typed on an older page for what has gone from the list since: it is refused, and not lost in silence."""
    found = [re.fullmatch("sent_([0-9]{1,9})_([0-9]{1,9})", name) for name in sent or ()]
    keys = [(int(name[1]), int(name[2]) or None) for name in found if name]
    return [
        key for key in keys if key not in listed and sent and sent[_name(key)] != sent.get(f"{_name(key)}_seen", "")
    ]


class _Standing:
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

    def _others_lately(self):
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
    standing: _Standing,
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


def _wrong_extras(sheet: Sheet) -> dict[str, str]:
    """Half a line: a number without a place, or a place without a number; and a place on two lines."""
    errors, chosen = {}, set()
    for extra in sheet.extras:
        if extra.is_filled and extra.field is None:
            errors[extra.name] = _("Kies naar wie er is verwezen.")
        elif extra.field is not None and not extra.text.strip():
            errors[f"{extra.name}_count"] = _("Vul een aantal in, of kies niets.")
        elif extra.field is not None and extra.chosen in chosen:
            errors[extra.name] = _("Deze staat er al. Kies een andere.")
        chosen.add(extra.chosen)
    return errors


def _name(key: Key) -> str:
    return f"sent_{_value(key)}"


def _value(key: Key) -> str:
    return f"{key[0]}_{key[1] or 0}"


def _section(sheet: Sheet, *, done: bool) -> Section:
    title = _("Verwijzingen in %(month)s", month=filters.month(sheet.month))
    return Section(KEY, title, "deelnemer/_referrals_section.html", done, {"sheet": sheet})


def _page(sheet: Sheet, token: str, errors: Mapping[str, str] | None = None) -> str:
    earlier, later = neighbours(sheet.month, clock.now())
    return render_template(
        "deelnemer/referrals.html",
        sheet=sheet,
        part=draw(_section(sheet, done=False), token, errors),
        errors=errors or {},
        ways=_ways(sheet.person),
        earlier=earlier,
        later=later,
        token=token,
    )
