"""The projectleider's first page: what needs attention now, not a menu of tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from flask import g, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.evaluation.week import harvest
from kapstok.meetings import service as meetings
from kapstok.meetings.rules import State, Step
from kapstok.privacy import doubles
from kapstok.privacy.retention import outlook
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.ties import asking, measuring
from kapstok.ties.models import Wave
from kapstok.ties.suggestions import service as suggesting
from kapstok.web import filters
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.duplicates import WORDS
from kapstok.web.projectleider.meeting_page import Overview, overview
from kapstok.web.projectleider.month import month_cards
from kapstok.web.projectleider.polls_list import poll_cards, poll_rows
from kapstok.web.projectleider.replies import reply_cards
from kapstok.web.projectleider.sending import mail_waits
from kapstok.web.projectleider.upkeep import upkeep
from kapstok.web.projectleider.waves_page import is_past_last_day

MOST_CARDS = 5
LATELY = dt.timedelta(days=45)  # a meeting longer ago asks for nothing any more
WEEK = dt.timedelta(days=7)


class Card(NamedTuple):
    """One sentence and one button."""

    sentence: str
    label: str
    url: str


@blueprint.get("/")
def start():
    now = clock.now()
    people = register.list_people(g.project)
    all_meetings = meetings.list_meetings(g.project)
    recent = [meeting for meeting in all_meetings if meeting.ends_at > now - LATELY]
    seen = [overview(meeting) for meeting in recent]
    upcoming = next((each for each in seen if each.state in (State.DRAFT, State.INVITED, State.RUNNING)), None)
    ended, underway = g.project.anonymised_at is not None, people and (all_meetings or poll_rows(now))
    return render_template(
        "projectleider/start.html",
        first_steps=None if ended or underway else _first_steps(people, seen, all_meetings),
        cards=list(_cards(people, seen))[:MOST_CARDS],
        upcoming=upcoming,
        sectors=meetings.answers_by_sector(upcoming.guests) if upcoming else [],
        this_week=harvest(g.project, now - WEEK, now),
        last_week=harvest(g.project, now - 2 * WEEK, now - WEEK),
    )


def _cards(people: list[Person], seen: list[Overview]) -> Iterator[Card]:
    """What asks for attention, the most pressing first."""
    yield from _retention_card()
    yield from (Card(*each) for each in reply_cards())
    for each in seen:
        if (card := _meeting_card(each)) is not None:
            yield card
    yield from (Card(*each) for each in poll_cards(clock.now()))
    if mail_waits():
        yield Card(
            _("Er is nog geen mailserver ingesteld. Uitnodigingen en links wachten tot de beheerder dat regelt."),
            _("Bekijk wat er wacht"),
            url_for("projectleider.sent_mail"),
        )
    if refused := [person for person in people if person.address_refused_at is not None]:
        yield Card(
            ngettext(
                "Het mailadres van %(name)s werkt niet.",
                "%(num)d mailadressen werken niet, waaronder dat van %(name)s.",
                len(refused),
                name=refused[0].name,
            ),
            _("Adres verbeteren"),
            url_for("projectleider.person", person_id=refused[0].id),
        )
    yield from (Card(*each) for each in month_cards(g.project, clock.now()))
    yield from _wave_cards(people)
    yield from _double_card()
    yield from (Card(*each) for each in upkeep(g.project, clock.now()))


def _double_card() -> Iterator[Card]:
    for kind, count in doubles.count_pairs(g.project).items():
        if count:
            sentence = ngettext(
                "Eén keer lijkt er iets dubbel te staan.", "%(num)d keer lijkt er iets dubbel te staan.", count
            )
            page = url_for("projectleider.duplicates", kind=WORDS[kind])
            yield Card(sentence, _("Bekijk wat dubbel lijkt"), page)
            return


def _retention_card() -> Iterator[Card]:
    ahead = outlook(g.project)
    if ahead.announced and ahead.day is not None and ahead.done_at is None:
        sentence = _("Op %(day)s wist Kapstok wie de mensen in dit project waren.", day=filters.day(ahead.day))
        yield Card(sentence, _("Bekijk wat er gebeurt"), url_for("projectleider.retention_term"))


def _meeting_card(each: Overview) -> Card | None:
    meeting, words = each.meeting, {"title": each.meeting.title}
    here = {"meeting_id": meeting.id}
    match each.step:
        case Step.GUESTS:
            sentence = _("Voor “%(title)s” is nog niemand uitgenodigd.", **words)
            return Card(sentence, _("Gasten kiezen"), url_for("projectleider.choose_guests", **here))
        case Step.SEND:
            sentence = ngettext(
                "Voor “%(title)s” staat één uitnodiging klaar.",
                "Voor “%(title)s” staan %(num)d uitnodigingen klaar.",
                len(each.unsent),
                **words,
            )
            return Card(sentence, _("Nakijken en versturen"), url_for("projectleider.send_invitations", **here))
        case Step.ANSWERS if silent := meetings.counts(g.project)[meeting.id].silent:
            sentence = ngettext(
                "Eén genodigde voor “%(title)s” heeft nog niet geantwoord.",
                "%(num)d genodigden voor “%(title)s” hebben nog niet geantwoord.",
                silent,
                **words,
            )
            return Card(sentence, _("Antwoorden bekijken"), url_for("projectleider.answers", **here))
        case Step.DAY:
            sentence = _("Wie zijn er bij “%(title)s”? Vul de aanwezigheid in.", **words)
            if each.state is State.OVER:
                sentence = _("Wie waren er bij “%(title)s”? Vul de aanwezigheid in.", **words)
            return Card(sentence, _("Aanwezigheid invullen"), url_for("projectleider.attendance", **here))
        case Step.AFTER if each.asking.to_ask:
            sentence = _("“%(title)s” is geweest. Vraag de aanwezigen wie zij nu kennen.", **words)
            return Card(sentence, _("Bericht klaarzetten"), url_for("projectleider.after_meeting", **here))
    return None


def _wave_cards(people: list[Person]) -> Iterator[Card]:
    wave = measuring.find_open_wave(g.project)
    if wave is not None:
        yield from _open_wave_card(wave)
    elif len(people) > 1 and not measuring.list_waves(g.project):
        sentence = _("Er is nog geen nulmeting. Zonder nulmeting ziet u later niet wat er veranderde.")
        yield Card(sentence, _("Nulmeting openen"), url_for("projectleider.new_wave"))
    for wave_id, missed in suggesting.count_waiting(g.project).items():
        sentence = ngettext(
            "Een deelnemer mist iemand op de lijst van een meting.",
            "Deelnemers missen mensen op de lijst van een meting: %(num)d keer noemden zij een naam.",
            missed,
        )
        yield Card(sentence, _("Bekijk wie er gemist wordt"), url_for("projectleider.suggestions", wave_id=wave_id))


def _open_wave_card(wave: Wave) -> Iterator[Card]:
    """The one thing that a measurement asks for now."""
    now, asked, here = clock.now(), measuring.list_asked(wave), {"wave_id": wave.id}
    answered = sum(entry.answered_at is not None for entry in asked)
    if is_past_last_day(wave, now):
        sentence = _(
            "De laatste dag van %(name)s is geweest. Nieuwe antwoorden tellen mee tot u sluit.", name=wave.name
        )
        yield Card(sentence, _("Sluit de meting"), url_for("projectleider.close_wave", **here))
    elif asking.who_gets_mail(asked, now).to_ask and not asking.last_mailed(asked):
        sentence = _("%(name)s is open, maar nog niemand kreeg de vraag per mail.", name=wave.name)
        yield Card(sentence, _("Vraag het per mail"), url_for("projectleider.ask_by_mail", **here))
    elif answered < len(asked):
        counts = {"name": wave.name, "answered": answered, "asked": len(asked)}
        sentence = _("%(name)s loopt: %(answered)s van de %(asked)s mensen hebben geantwoord.", **counts)
        yield Card(sentence, _("Meting bekijken"), url_for("projectleider.wave", **here))


def _first_steps(people: list[Person], seen: list[Overview], all_meetings: list) -> list[tuple[str, str, str, str]]:
    """(label, explanation, address, done/current/todo): from an Excel list to the first invitation."""
    invited = any(guest.sent_sequence is not None for each in seen for guest in each.guests)
    done = [bool(people), bool(measuring.list_waves(g.project)), bool(all_meetings), invited]
    current = done.index(False) if False in done else len(done)
    rows = [
        (
            _("Zet uw lijst erin"),
            _("Lees een Excel- of CSV-lijst in met organisaties en mensen, of voeg ze één voor één toe."),
            url_for("projectleider.new_import"),
        ),
        (
            _("Open de nulmeting"),
            _("Leg vast wie elkaar nu kennen, vóór de eerste bijeenkomst. Dat kan ook later nog."),
            url_for("projectleider.new_wave"),
        ),
        (
            _("Plan een bijeenkomst"),
            _("Kies een dag, een plek en een thema."),
            url_for("projectleider.new_meeting"),
        ),
        (
            _("Verstuur de uitnodigingen"),
            _("Iedereen krijgt een eigen mail met een agenda-uitnodiging en een link om te antwoorden."),
            url_for("projectleider.meetings"),
        ),
    ]
    states = ["done" if ready else "current" if place == current else "todo" for place, ready in enumerate(done)]
    return [(*row, state) for row, state in zip(rows, states, strict=True)]
