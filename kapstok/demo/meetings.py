"""The eight bijeenkomsten: what they are about, who said they would come, who came, and who sat with whom."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace

from kapstok import clock
from kapstok.demo.agenda import HELD, Agenda
from kapstok.demo.shapes import Guest, Meeting, Person
from kapstok.meetings.rules import Attendance, Partstat

TABLE_SIZE = 7

# title, themes, programme, place, capacity
_PROGRAMMES = (
    ("Wat is mantelzorg?", ("wat-is-mantelzorg",),
     "Kennismaken aan gemengde tafels. Twee mantelzorgers vertellen. Wie doet wat in Leemvoort?",
     "Ontmoetingscentrum De Leemhoeve, Elzerveen", 70),
    ("Mantelzorgers opsporen", ("opsporen",),
     "Mantelzorg in het dossier coderen: hoe doet u dat? Een praktijk laat het zien. Daarna oefenen met signalen.",
     "Gezondheidscentrum Stuifhorst", 70),
    ("Draaglast en draagkracht", ("draaglast",),
     "Een meetinstrument kiezen en bespreken. Wat zegt u als het te veel wordt? Gesprekken in drietallen.",
     "Gemeentehuis Leemvoort, raadzaal", 80),
    ("Wat doen anderen?", ("wat-doen-anderen",),
     "Markt van organisaties: elke tafel stelt haar aanbod voor. We vullen samen de sociale kaart aan.",
     "Dorpshuis Braamdijk", 70),
    ("Naar elkaar verwijzen", ("verwijzen",),
     "Van wie naar wie verwijzen we, en wat gaat er mis? Afspraken over terugkoppeling.",
     "Ontmoetingscentrum De Leemhoeve, Elzerveen", 70),
    ("Respijtzorg: even vrij", ("wat-doen-anderen", "verwijzen"),
     "Vrijwilligers, nachtzorg en dagopvang laten zien wat kan. Wanneer begint u erover?",
     "Woonzorgcentrum Braamhof, Braamdijk", 70),
    ("Mantelzorgers in beeld houden", ("opsporen", "draaglast"),
     "Hoe houdt uw organisatie mantelzorgers in beeld? Voorbeelden uit drie praktijken. Daarna drie rondes aan tafel.",
     "Gemeentehuis Leemvoort, raadzaal en hal", 120),
    ("Zo gaan we door", ("verwijzen", "wat-doen-anderen"),
     "Wat is er bereikt, wat blijft, en wie houdt het levend na het project?",
     "Ontmoetingscentrum De Leemhoeve, Elzerveen", 80),
)  # fmt: skip

# The chance that somebody of this function comes when asked; huisartsen have the least time.
_KEENNESS = {
    "huisarts": 0.34, "apotheker": 0.3, "fysiotherapeut": 0.34, "praktijkassistent": 0.42, "poh": 0.66,
    "verzorgende": 0.42, "wijkverpleegkundige": 0.52, "casemanager": 0.56, "sociaal-werker": 0.58,
    "mantelzorgconsulent": 0.9, "wmo-consulent": 0.5, "beleidsmedewerker": 0.6, "coordinator": 0.62,
    "vrijwilliger": 0.42, "mantelzorger": 0.55, "anders": 0.32,
}  # fmt: skip

_COMMENTS = {
    Partstat.ACCEPTED: ("Ik kom een kwartier later.", "Fijn dat dit er weer is.", "Ik neem onze nieuwe folder mee."),
    Partstat.TENTATIVE: ("Hangt af van de avonddienst.", "Ik laat het uiterlijk maandag weten."),
    Partstat.DECLINED: ("Dan ben ik al bezet.", "Volgende keer graag.", "Mijn collega komt."),
}
_FORGOTTEN = 5  # people per meeting whom the list of guests overlooked; some come along with a colleague


def programme(agenda: Agenda, today: dt.date) -> tuple[Meeting, ...]:
    """The meetings in order. The last one is planned but its invitations have not been sent."""
    meetings = []
    for number, (day, (title, themes, text, place, capacity)) in enumerate(
        zip(agenda.meetings, _PROGRAMMES, strict=True)
    ):
        start, end = ((14, 0), (16, 0)) if number % 2 == 0 else ((9, 30), (11, 30))
        sent = min(day - dt.timedelta(days=33), today - dt.timedelta(days=11))
        meetings.append(
            Meeting(
                key=f"b{number + 1}",
                title=title,
                themes=themes,
                programme=text,
                place=place,
                starts_at=moment(day, *start),
                ends_at=moment(day, *end),
                capacity=capacity,
                invited_at=moment(sent, 10) if number <= len(HELD) else None,
            )
        )
    return tuple(meetings)


def guests(meetings: Iterable[Meeting], people: tuple[Person, ...], today: dt.date, seed: str) -> tuple[Guest, ...]:
    """Everybody's answer to every invitation that was sent, and for held meetings who was there and at which table."""
    rng = random.Random(f"{seed}/guests")
    keenness = {p.number: _keenness(p, rng) for p in people}
    told: list[Guest] = []
    for meeting in meetings:
        if meeting.invited_at is None:
            continue
        active = [p for p in people if p.active(clock.local_date(meeting.starts_at))]
        overlooked = {p.number for p in rng.sample(active, _FORGOTTEN)}
        invited_on = clock.local_date(meeting.invited_at)
        invited = [p for p in active if p.number not in overlooked]
        answers = [_answer(meeting, invited_on, p, keenness[p.number], today, rng) for p in invited]
        if clock.local_date(meeting.starts_at) < today:
            answers = [_came(guest, rng) for guest in answers]
            answers += [_walk_in(meeting, number) for number in sorted(overlooked) if rng.random() < keenness[number]]
            answers = _seat(answers, people, rng)
        told += answers
    return tuple(told)


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A wall-clock time in Leemvoort, in UTC."""
    return clock.from_local(day, dt.time(hour, minute))


def moment_between(first: dt.date, last: dt.date, rng: random.Random) -> dt.datetime:
    """Somewhere in the waking hours of the days from ``first`` to ``last``, mostly early in that time."""
    days = max(0, (last - first).days)
    return moment(first + dt.timedelta(days=int(days * rng.random() ** 2)), rng.randint(10, 20), rng.randint(0, 59))


def _keenness(person: Person, rng: random.Random) -> float:
    return min(0.95, max(0.05, _KEENNESS[person.function] + rng.gauss(0, 0.12)))


def _answer(
    meeting: Meeting, sent: dt.date, person: Person, keenness: float, today: dt.date, rng: random.Random
) -> Guest:
    draw, talkative = rng.random(), rng.random() < 0.12
    day = clock.local_date(meeting.starts_at)
    at = moment_between(sent + dt.timedelta(days=1), min(day, sent + dt.timedelta(days=25)) - dt.timedelta(days=1), rng)
    if draw < keenness:
        partstat = Partstat.ACCEPTED
    elif draw < keenness + 0.07:
        partstat = Partstat.TENTATIVE
    elif draw < keenness + 0.07 + 0.6 * (0.93 - keenness):
        partstat = Partstat.DECLINED
    else:
        partstat = Partstat.NEEDS_ACTION
    if partstat is Partstat.NEEDS_ACTION or clock.local_date(at) >= today:
        return Guest(meeting.key, person.number, Partstat.NEEDS_ACTION)
    comment = rng.choice(_COMMENTS[partstat]) if talkative else ""
    return Guest(meeting.key, person.number, partstat, at, by_phone=person.mail is None, comment=comment)


def _came(guest: Guest, rng: random.Random) -> Guest:
    """No-shows among those who said yes, and a few who had not answered and came."""
    chance = {Partstat.ACCEPTED: 0.9, Partstat.TENTATIVE: 0.5, Partstat.DECLINED: 0.0, Partstat.NEEDS_ACTION: 0.05}
    if rng.random() < chance[guest.partstat]:
        attendance = Attendance.PRESENT
    else:
        attendance = Attendance.EXCUSED if guest.partstat is Partstat.DECLINED else Attendance.ABSENT
    return replace(guest, attendance=attendance)


def _walk_in(meeting: Meeting, number: int) -> Guest:
    return Guest(meeting.key, number, Partstat.NEEDS_ACTION, attendance=Attendance.PRESENT, walk_in=True)


def _seat(guests: list[Guest], people: tuple[Person, ...], rng: random.Random) -> list[Guest]:
    """Deal the guests over the tables like cards, sector by sector, so that every table is mixed."""
    there = [g for g in guests if g.attendance is Attendance.PRESENT]
    rng.shuffle(there)
    there.sort(key=lambda guest: (people[guest.person].sector, people[guest.person].organisation or ""))
    tables = max(1, round(len(there) / TABLE_SIZE))
    table_of = {guest.person: position % tables + 1 for position, guest in enumerate(there)}
    return [replace(guest, table=table_of.get(guest.person)) for guest in guests]
