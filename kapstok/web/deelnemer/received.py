"""What became of referrals, as counts: how many arrived at one's organisation in a month, and how they ended."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.referrals import service
from kapstok.referrals.rules import OUTCOMES, CountOutOfRange, Kind, MoreThanArrived, Of, check_ended, last_before
from kapstok.referrals.service import Counter
from kapstok.register.models import Organisation, Person
from kapstok.register.reporters import counts_for
from kapstok.web import filters
from kapstok.web.counting import (
    Key,
    NumberField,
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
from kapstok.web.tallies import KIND_NAMES, chosen_month, neighbours, read_month

KEY = "recv_"
BY_RECEIVER = (Kind.ARRIVED, *OUTCOMES)


@dataclass(frozen=True)
class Arrivals:
    """One service (or an organisation as such), and all that is asked about it."""

    place: Place
    arrived: NumberField
    outcomes: list[NumberField]
    senders: str  # what those who sent them counted; "" until the receiver has answered

    @property
    def fields(self) -> list[NumberField]:
        return [self.arrived, *self.outcomes]

    @property
    def tells_outcomes(self) -> bool:
        return any(each.text.strip() for each in self.outcomes)


@dataclass(frozen=True)
class Sheet:
    """All that is on the form."""

    month: dt.date
    offers: list[Arrivals]

    @property
    def fields(self) -> list[NumberField]:
        return [each for offer in self.offers for each in offer.fields]


@blueprint.get("/d/<token>/aangekomen")
def received(token: str):
    person, now = read_person(token), clock.now()
    month = chosen_month(request.args.get("maand"), now)
    return _page(_sheet(person, month), token)


@blueprint.post("/d/<token>/aangekomen")
def received_post(token: str):
    person, now = read_person(token), clock.now()
    try:
        keep_section(person, request.form, now)
    except SectionRefused as refusal:
        sheet = _sheet(person, _month(request.form, now), request.form)
        return _page(sheet, token, refusal.errors), refusal.status
    db.session.commit()
    month = _month(request.form, now)
    return redirect(url_for("deelnemer.received", token=token, maand=f"{month:%Y-%m}", bewaard=1))


def find_section(person: Person, now: dt.datetime, sent: Mapping[str, str] | None = None) -> Section | None:
    """What this person is asked about what arrived; None when they count for nobody that offers something."""
    offering = [each for each in counts_for(person) if _offers(each)]
    if not offering:
        return None
    if sent is not None and any(name.startswith(KEY) for name in sent):
        return _section(_sheet(person, _month(sent, now), sent), done=False)
    month = clock.month_before(clock.local_date(now))
    return _section(_sheet(person, month), done=_is_done(offering, month))


def keep_section(person: Person, sent: Mapping[str, str], now: dt.datetime) -> None:
    """Keep what was filled in, for the whole organisation; what was left as it stood says nothing.

    Raises ``SectionRefused``, or ``Overtaken`` when a colleague counted after the form was opened.
    """
    sheet = _sheet(person, _month(sent, now), sent)
    if not any(each.is_touched for each in sheet.fields):
        return
    check_asked_month(sheet.month, now)
    errors = check_fields(sheet.fields, is_shared=True)
    errors |= {name: sentence for offer in sheet.offers for name, sentence in _too_many(offer) if name not in errors}
    if errors:
        raise SectionRefused(errors)
    with db.session.begin_nested():
        keep_fields(g.project, sheet.fields, Counter(is_whole=True, person_id=person.id), now)
        for offer in sheet.offers:
            _check_kept(offer)


def received_cards(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """For the personal page: title, sentence, label, address, done; nothing for who offers nothing."""
    offering = [each for each in counts_for(person) if _offers(each)]
    if not offering:
        return []
    month = clock.month_before(clock.local_date(now))
    done = _is_done(offering, month)
    if done:
        sentence = _("Wat er in %(month)s bij u aankwam, is geteld.", month=filters.month(month))
    else:
        sentence = _(
            "Hoeveel mantelzorgers kwamen er in %(month)s bij u aan? Alleen het aantal.", month=filters.month(month)
        )
    label = _("Bekijken of wijzigen") if done else _("Tellen")
    return [(_title(month), sentence, label, url_for("deelnemer.received", token=token), done)]


def _offers(organisation: Organisation) -> bool:
    return any(each.archived_at is None for each in organisation.services)


def _is_done(offering: Iterable[Organisation], month: dt.date) -> bool:
    ids = {each.id for each in offering}
    said = service.said(g.project, months=[month], receivers=ids, kinds=BY_RECEIVER)
    return ids == {each.of.receiver for each in said}


def _month(sent: Mapping[str, str], now: dt.datetime) -> dt.date:
    return read_month(sent.get("recv_month")) or clock.month_before(clock.local_date(now))


def _sheet(person: Person, month: dt.date, sent: Mapping[str, str] | None = None) -> Sheet:
    """Raises ``NotFound`` for who counts for no organisation, or for one to which nobody refers."""
    organisations = counts_for(person)
    ids = [each.id for each in organisations]
    tallies = service.list_tallies(g.project, month, receivers=ids) if ids else []
    known = {key: place for key, place in places(organisations, month).items() if key[1] is not None}
    for tally in tallies:  # also what was sent to the organisation as such
        known.setdefault((tally.to_organisation_id, tally.to_service_id), place_of(tally))
    for key in _posted(sent):
        if key[0] in ids:
            known.setdefault(key, Place(_("Iets dat niet meer in de lijst staat"), ""))
    if not known:
        raise NotFound()
    said = newest(each for each in tallies if each.from_organisation_id is None)
    earlier = service.said(g.project, receivers=ids, kinds=BY_RECEIVER)
    before = last_before(earlier, month)
    sent_here: dict[Key, int] = {}
    for of, count in service.counts(g.project, month).items():
        if of.kind == Kind.SENT:
            sent_here[of.receiver, of.service] = sent_here.get((of.receiver, of.service), 0) + count
    offers = []
    for key, place in known.items():
        fields = {}
        for kind in BY_RECEIVER:
            of = Of(month, kind, None, *key)
            tally = said.get(of)
            hint = said_by(tally, person) if tally is not None else ""
            stands = Standing(tally.count if tally is not None else None, before.get(of), hint)
            name = f"{KEY}{kind}_{key[0]}_{key[1] or 0}"
            fields[kind] = field(name, f"{place.name}: {KIND_NAMES[kind]}", of, stands, _zeros(name, kind, sent))
        senders = "" if fields[Kind.ARRIVED].stands.count is None else _senders(sent_here.get(key))
        offers.append(Arrivals(place, fields[Kind.ARRIVED], [fields[kind] for kind in OUTCOMES], senders))
    return Sheet(month, offers)


def _posted(sent: Mapping[str, str] | None) -> list[Key]:
    """What a form was about, older ones too: what has gone from the list since is refused, not lost in silence."""
    found = [re.fullmatch("recv_[a-z_]+_([0-9]{1,9})_([0-9]{1,9})", name) for name in sent or ()]
    return [(int(name[1]), int(name[2]) or None) for name in found if name and sent and sent[name[0]]]


def _zeros(name: str, kind: Kind, sent: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """One tap says that nobody arrived anywhere; what was said to have ended did not, either."""
    if sent is None or "recv_none" not in sent or (kind != Kind.ARRIVED and not sent.get(name)):
        return sent
    return {**sent, name: "0"}


def _senders(count: int | None) -> str:
    if count is None:
        return _("Verwijzers telden hier niets.")
    return ngettext("Verwijzers telden er één.", "Verwijzers telden er %(num)d.", count)


def _too_many(offer: Arrivals) -> Iterable[tuple[str, str]]:
    """More outcomes than arrived, when any of them was typed."""
    if not any(each.is_touched for each in offer.fields):
        return
    try:
        check_ended(offer.arrived.count, [each.count or 0 for each in offer.outcomes])
    except MoreThanArrived as refusal:
        yield offer.arrived.name, refusal.text(_)
    except CountOutOfRange:
        return  # said at the field itself


def _check_kept(offer: Arrivals) -> None:
    """Once more, now that nobody else can count meanwhile. Raises ``SectionRefused``."""
    if not any(each.is_touched for each in offer.fields):
        return
    of = offer.arrived.of
    try:
        service.check_arrived(g.project, of.month, of.receiver, of.service)
    except MoreThanArrived as refusal:
        raise SectionRefused({offer.arrived.name: refusal.text(_)}) from None


def _title(month: dt.date) -> str:
    return _("Aangekomen in %(month)s", month=filters.month(month))


def _section(sheet: Sheet, *, done: bool) -> Section:
    values = {"sheet": sheet, "kinds": KIND_NAMES}
    return Section(KEY, _title(sheet.month), "deelnemer/_received_section.html", done, values)


def _page(sheet: Sheet, token: str, errors: Mapping[str, str] | None = None) -> str:
    earlier, later = neighbours(sheet.month, clock.now())
    return render_template(
        "deelnemer/received.html",
        sheet=sheet,
        part=draw(_section(sheet, done=False), token, errors),
        errors=errors or {},
        earlier=earlier,
        later=later,
        token=token,
    )
