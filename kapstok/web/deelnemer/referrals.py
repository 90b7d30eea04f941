"""Count referrals in ten seconds: how many, to whom, in the last full month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.referrals import service
from kapstok.referrals.rules import Kind
from kapstok.referrals.service import Counter
from kapstok.register.models import Person
from kapstok.register.reporters import counts_for, reporters
from kapstok.web import filters
from kapstok.web.counting import check_asked_month, check_fields, keep_fields
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.deelnemer.sent_sheet import Sheet, Way, make_sheet
from kapstok.web.sections import Section, SectionRefused, draw
from kapstok.web.tallies import chosen_month, neighbours, read_month

KEY = "sent_"


@blueprint.get("/d/<token>/verwijzingen")
def referrals(token: str):
    person, now = _sender(token), clock.now()
    way = _way(person, request.args["voor"]) if "voor" in request.args else _first_way(person, now)
    return _page(make_sheet(person, way, chosen_month(request.args.get("maand"), now)), token)


@blueprint.post("/d/<token>/verwijzingen")
def referrals_post(token: str):
    person, now = _sender(token), clock.now()
    try:
        keep_section(person, request.form, now)
    except SectionRefused as refusal:
        sheet = _sent_sheet(person, request.form, now)
        return _page(sheet, token, refusal.errors), refusal.status
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
    return _section(make_sheet(person, (open_ or asked)[0], month), done=not open_)


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
    return make_sheet(person, _way(person, sent.get("sent_for", "")), month, sent)


def _wrong_extras(sheet: Sheet) -> dict[str, str]:
    """Half a line: a number without a place, or a place without a number; and a place on two lines."""
    errors, chosen = {}, set()
    listed = {each.name for each in sheet.fields}
    for extra in sheet.extras:
        if extra.chosen and f"{KEY}{extra.chosen}" in listed:  # since the form was opened
            errors[extra.name] = _("Deze staat er al. Kies een andere.")
        elif extra.is_filled and extra.field is None:
            errors[extra.name] = _("Kies naar wie er is verwezen.")
        elif extra.field is not None and not extra.text.strip():
            errors[f"{extra.name}_count"] = _("Vul een aantal in, of kies niets.")
        elif extra.field is not None and extra.chosen in chosen:
            errors[extra.name] = _("Deze staat er al. Kies een andere.")
        chosen.add(extra.chosen)
    return errors


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
