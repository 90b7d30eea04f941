"""What stands around the bijeenkomsten: programme, host, handouts, agreements, opinions, and a poll for a next one."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from kapstok import clock
from kapstok.demo.agenda import is_meeting_day
from kapstok.demo.meetings import moment
from kapstok.demo.shapes import Agreed, Around, Guest, Handout, Meeting, Opinion, Person, Poll
from kapstok.meetings.rules import AgreementKind, Choice, MaterialKind, Shown

_DAY = dt.timedelta(days=1)
_POLLED_IN = 130  # days from today at which the dates of the poll begin
_SILENT = 0.35  # share of the asked who have not answered the poll yet
_GIVE_AN_OPINION = 0.55

_ROUTES = {
    "De Leemhoeve": (
        "Bus 21, halte Leemhoeve. Gratis parkeren achter het gebouw.",
        "Rolstoeltoegankelijk; ringleiding.",
    ),
    "Gezondheidscentrum": ("Vijf minuten lopen van het busstation.", "Lift naar de eerste verdieping."),
    "Gemeentehuis": ("Parkeren op het marktplein, met blauwe schijf.", "Lift, ringleiding en aangepast toilet."),
    "Dorpshuis": ("Bus 24, halte Kerk. Parkeren voor de deur.", "Alles is gelijkvloers."),
    "Woonzorgcentrum": ("Bus 24, halte Braamhof. Meld u bij de receptie.", "Rolstoeltoegankelijk."),
}

# Per meeting: werkvorm, where the host works, what happens when, places held, what was noted.
_HOW = (
    ("kennismaking", "steunpunt", ("Kennismaken aan gemengde tafels", "Twee mantelzorgers vertellen")),
    ("training", "gc-stuifhorst", ("Zo legt een praktijk mantelzorg vast", "Oefenen met signalen")),
    ("training", "wmo", ("Een meetinstrument kiezen", "Gesprekken in drietallen")),
    ("markt", "dorpsdienst", ("Rondgang langs de tafels", "Wat ontbreekt er op de sociale kaart?")),
    ("casuistiek", "steunpunt", ("Drie situaties, drie routes", "Afspraken over terugkoppeling")),
    ("casuistiek", "thuishulp", ("Wat kan er als iemand even vrij wil?", "Wanneer begint u erover?")),
    ("overleg", "wmo", ("Voorbeelden uit drie praktijken", "Wie houdt wat bij?")),
    ("overleg", "steunpunt", ("Wat is er bereikt", "Wie houdt het levend?")),
)
_NOTES = "Er was een goede opkomst uit alle sectoren. Aan de tafels kwam vooral naar voren dat men elkaar te laat belt."
_DECIDED = "Wie verwijst, hoort binnen twee weken of het gelukt is."
_TAKEN_ON = ("De verwijsroute op één kaartje zetten", "Nieuwe folders naar de praktijken brengen")
_QUESTIONS = "Wie belt u nu als het te veel wordt? Wie zou u willen kunnen bellen?"
_FILM = "https://leemvoort.example.org/film"
_HANDOUTS = (
    Handout(MaterialKind.FILE, Shown.BEFORE, "Vragen om vooraf over na te denken", text=_QUESTIONS),
    Handout(MaterialKind.LINK, Shown.AFTER, "Film: een dag uit het leven van een mantelzorger", _FILM),
    Handout(MaterialKind.PRODUCT, Shown.AFTER, "Toolkit mantelzorg voor de praktijk"),
)
_REMARKS = (
    "Meer tijd aan de tafels graag.",
    "Fijn om gezichten bij de namen te hebben.",
    "Volgende keer een casus erbij.",
)


def around(meetings: Sequence[Meeting], people: tuple[Person, ...], today: dt.date) -> tuple[Around, ...]:
    """How every meeting is held; what was noted and agreed only of those that are over."""
    return tuple(_around(number, meeting, people, today) for number, meeting in enumerate(meetings))


def opinions(held: Sequence[Meeting], present: Mapping[str, Sequence[Guest]], seed: str) -> tuple[Opinion, ...]:
    """What those who were there thought of it, as far as they said so; a little better every time."""
    rng = random.Random(f"{seed}/opinions")
    told = []
    for number, meeting in enumerate(held):
        for guest in present[meeting.key]:
            if rng.random() > _GIVE_AN_OPINION:
                continue
            useful, able = (min(5, max(1, round(rng.gauss(3.5 + shift + 0.08 * number, 0.8)))) for shift in (0.3, 0))
            remark = rng.choice(_REMARKS) if rng.random() < 0.15 else ""
            at = meeting.ends_at + dt.timedelta(hours=rng.randint(20, 90))
            told.append(Opinion(meeting.key, guest.person, at, useful, able if rng.random() < 0.95 else None, remark))
    return tuple(told)


def poll(people: tuple[Person, ...], today: dt.date, seed: str) -> Poll:
    """Three dates for a meeting after those that are planned, put to everybody who is there and has mail."""
    rng = random.Random(f"{seed}/poll")
    days = [day for day in (today + n * _DAY for n in range(_POLLED_IN, _POLLED_IN + 120)) if is_meeting_day(day)][:9:4]
    asked = tuple(p.number for p in people if p.mail and p.active(today))
    chances = (0.62, 0.5, 0.35)
    answers = {n: tuple(_choice(chance, rng) for chance in chances) for n in asked if rng.random() > _SILENT}
    return Poll(
        title="Vervolg: een jaar later",
        words="Wij willen een jaar na de start van de werkafspraken weer bij elkaar komen. Wanneer kunt u?",
        place="Ontmoetingscentrum De Leemhoeve, Elzerveen",
        dates=tuple((moment(day, 14), moment(day, 16)) for day in days),
        asked_at=moment(today - 6 * _DAY, 10),
        answer_by=moment(today + 8 * _DAY, 23, 59),
        asked=asked,
        answers=answers,
    )


def _around(number: int, meeting: Meeting, people: tuple[Person, ...], today: dt.date) -> Around:
    method, house, (first, second) = _HOW[number]
    day, here = clock.local_date(meeting.starts_at), [p for p in people if p.mail and p.active(today)]
    host = next(p for p in here if p.organisation == house)
    route, accessibility = next(how for place, how in _ROUTES.items() if place in meeting.place)
    over = day < today
    return Around(
        meeting=meeting.key,
        method=method,
        host=host.number,
        route=route,
        accessibility=accessibility,
        items=((0, "Inloop met koffie", ""), (15, first, host.name), (70, second, ""), (110, "Afsluiting", "")),
        answer_by=day - 7 * _DAY,
        words="" if over else "Fijn als u er weer bij bent. Wij sluiten af met soep en brood.",
        reserved=() if over else (("mantelzorgers", 4),),
        notes=_NOTES if over else "",
        agreed=_agreed(number, day, here, today) if over else (),
        handouts=_HANDOUTS if over else _HANDOUTS[:1],
    )


def _agreed(number: int, day: dt.date, here: Sequence[Person], today: dt.date) -> tuple[Agreed, ...]:
    due = day + 28 * _DAY
    owner = here[(number * 7) % len(here)]
    text = _TAKEN_ON[number % len(_TAKEN_ON)]
    done = due - 3 * _DAY if due + 30 * _DAY < today else None
    return (Agreed(AgreementKind.DECISION, _DECIDED), Agreed(AgreementKind.ACTION, text, owner.number, due, done))


def _choice(chance: float, rng: random.Random) -> Choice:
    draw = rng.random()
    if draw < chance:
        return Choice.YES
    return Choice.IF_NEED_BE if draw < chance + 0.2 else Choice.NO
