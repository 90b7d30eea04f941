"""Deze maand: what came in, who has not answered, what stands out, and where each of it is mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.progress import indicators
from kapstok.progress.minute import month as months
from kapstok.progress.minute import service as rounds
from kapstok.progress.minute.month import Month
from kapstok.progress.minute.rules import is_time_to_nudge
from kapstok.progress.models import Indicator
from kapstok.progress.products import handouts
from kapstok.progress.rules import reference_dates
from kapstok.progress.steps import service as steps
from kapstok.projects.models import Project
from kapstok.referrals.rules import Kind
from kapstok.register.models import Organisation
from kapstok.web import filters
from kapstok.web.projectleider import blueprint
from kapstok.web.tallies import chosen_month, neighbours

MOST_SHOWN = 20


class ToMend(NamedTuple):
    """One thing that stands out, and where to mend it."""

    sentence: str
    label: str
    url: str


class Missing(NamedTuple):
    """The organisations that have not reported an indicator on its latest reference date."""

    indicator: Indicator
    day: dt.date
    organisations: list[Organisation]


@blueprint.get("/maand")
def month():
    now = clock.now()
    last = clock.month_before(clock.local_date(now))
    shown = months.look_at(g.project, chosen_month(request.args.get("maand") or f"{last:%Y-%m}", now), now)
    earlier, later = neighbours(shown.month, now)
    sent = rounds.find_last_round(g.project)
    return render_template(
        "projectleider/counting/month.html",
        shown=shown,
        earlier=earlier,
        later=later,
        sent=shown.total(Kind.SENT),
        arrived=shown.total(Kind.ARRIVED),
        helped=shown.total(Kind.HELPED),
        missing=_missing(g.project, now),
        to_mend=list(_to_mend(g.project, shown, now)),
        most=MOST_SHOWN,
        last_round=sent,
        last_sender=rounds.sender_name(sent) if sent else "",
    )


def month_cards(project: Project, now: dt.datetime) -> Iterator[tuple[str, str, str]]:
    """(sentence, button, address) for the start page: while a round of this month may still bring something in."""
    today, began = clock.local_date(now), project.starts_on or clock.local_date(project.created_at)
    this_month = clock.month_of(today)
    if began >= this_month or not is_time_to_nudge(today) or rounds.find_round(project, this_month) is not None:
        return
    last = months.look_at(project, clock.month_before(today), now)
    if silent := [each for each in last.asked if not each.sent]:
        sentence = _(
            "In %(month)s telden %(count)s van de %(total)s organisaties hun verwijzingen.",
            month=filters.month(last.month),
            count=filters.number(len(last.asked) - len(silent)),
            total=filters.number(len(last.asked)),
        )
        yield sentence, _("Stuur de Kapstok-minuut"), url_for("projectleider.minute")


def _missing(project: Project, now: dt.datetime) -> list[Missing]:
    today, found = clock.local_date(now), []
    for indicator in indicators.list_indicators(project):
        day = reference_dates(today, indicator.period)[0]
        if organisations := indicators.list_missing(indicator, day):
            found.append(Missing(indicator, day, organisations))
    return found


def _to_mend(project: Project, shown: Month, now: dt.datetime) -> Iterator[ToMend]:
    """What stands out, what may be a typing error first."""
    counts = url_for("projectleider.referrals", maand=f"{shown.month:%Y-%m}")
    for jump in shown.jumps:
        sentence = _(
            "Van %(sender)s naar %(receiver)s: %(now)s verwijzingen. De maand ervoor waren het er %(before)s.",
            sender=_sender(shown, jump.of.sender),
            receiver=shown.name((jump.of.receiver, jump.of.service)),
            now=filters.number(jump.now),
            before=filters.number(jump.before),
        )
        yield ToMend(sentence, _("Aantal nakijken"), counts)
    for twice in shown.two_numbers:
        sentence = _(
            "Voor %(place)s staan er twee aantallen: eerst %(earlier)s, later %(later)s. Het laatste telt.",
            place=shown.name((twice.of.receiver, twice.of.service)),
            earlier=filters.number(twice.earlier),
            later=filters.number(twice.later),
        )
        yield ToMend(sentence, _("Kies welk aantal klopt"), counts)
    for place, sides in shown.different.items():
        sentence = _(
            "Naar %(receiver)s telden verwijzers er %(sent)s. Er kwamen er %(arrived)s aan.",
            receiver=shown.name(place),
            sent=filters.number(sides.sent),
            arrived=filters.number(sides.arrived),
        )
        yield ToMend(sentence, _("Verschil bekijken"), counts)
    for place, sides in shown.unknown.items():
        sentence = ngettext(
            "Van één verwijzing naar %(receiver)s is niet bekend hoe die afliep.",
            "Van %(num)d verwijzingen naar %(receiver)s is niet bekend hoe die afliepen.",
            sides.unknown,
            receiver=shown.name(place),
        )
        yield ToMend(sentence, _("Uitkomst invullen"), counts)
    for service in shown.stopped:
        sentence = _(
            "“%(name)s” is gestopt op %(day)s en is in %(month)s nog geteld.",
            name=service.name,
            day=filters.day(service.archived_at),
            month=filters.month(shown.month),
        )
        yield ToMend(sentence, _("Aanbod bekijken"), url_for("projectleider.service", service_id=service.id))
    yield from _nudges(project, now)


def _nudges(project: Project, now: dt.datetime) -> Iterator[ToMend]:
    waiting = sum(1 for rows in handouts.uptake(project, now).values() for row in rows if row.nudge)
    if waiting:
        sentence = ngettext(
            "Eén organisatie kreeg een product en gebruikt het nog niet.",
            "%(num)d keer kreeg een organisatie een product dat zij nog niet gebruikt.",
            waiting,
        )
        yield ToMend(sentence, _("Bekijk wie een duwtje kan gebruiken"), url_for("projectleider.products"))
    still = sum(plan.needs_nudge for plan in steps.list_plans(project, now))
    if still:
        sentence = ngettext(
            "Bij één organisatie staat het stappenplan al drie maanden stil.",
            "Bij %(num)d organisaties staat het stappenplan al drie maanden stil.",
            still,
        )
        yield ToMend(sentence, _("Stappenplan bekijken"), url_for("projectleider.steps"))


def _sender(shown: Month, organisation_id: int | None) -> str:
    return shown.organisations[organisation_id].name if organisation_id is not None else _("allen")
