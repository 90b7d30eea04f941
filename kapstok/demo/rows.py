"""Write a story down as rows of one project. Nothing is committed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import insert

from kapstok import clock
from kapstok.accounts.models import User
from kapstok.demo import draws_rows, region
from kapstok.demo.around_rows import Surroundings
from kapstok.demo.counts import AFTER_MEETING, PROFESSIONALS
from kapstok.demo.doings_rows import Doings
from kapstok.demo.growth import acting_leader
from kapstok.demo.kaart_rows import Kaart, show_card
from kapstok.demo.lines_rows import Lines
from kapstok.demo.shapes import Guest, Meeting, Sheet, Story
from kapstok.directory import models as directory
from kapstok.directory import situations
from kapstok.evaluation.models import ReportText
from kapstok.evaluation.report.rules import Chapter
from kapstok.extensions import db
from kapstok.meetings import models as meetings
from kapstok.meetings.opinion_rules import OPEN_AFTER_MEETING
from kapstok.meetings.rules import Via
from kapstok.planner.models import LotteryPair
from kapstok.progress import indicators
from kapstok.progress import models as progress
from kapstok.progress.service import ensure_defaults
from kapstok.progress.surveys import service as surveys
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.referrals.models import ReferralTally
from kapstok.register import models as register
from kapstok.ties import models as ties
from kapstok.ties.plans.rules import Headline, Test
from kapstok.ties.rules import SHORT_LINE, Source

BOUNDARY = (
    "Iedereen die in Leemvoort als beroepskracht of vrijwilliger met mantelzorgers werkt en bij het project is "
    "aangesloten, en mantelzorgers die zelf op de lijst wilden. Wie alleen af en toe meekijkt, staat er niet op."
)
_DAY = dt.timedelta(days=1)
_OWN = ("wmo", "welzijn", "dementie", "transfer")  # organisations of which one person counts their own referrals
_AS_ONE = ("hap-elzerveen", "hap-noord", "fysio")  # and those of which one person counts for all


_OWN_TEXTS = {
    Chapter.PROJECT: "Het begon met een simpele vraag: wie bel ik als een mantelzorger het niet meer redt? Bijna "
    "niemand had daar één antwoord op. Daarom brachten wij iedereen bij elkaar die het zou kunnen weten.",
    Chapter.HANDOVER: "Het steunpunt blijft twee keer per jaar een bijeenkomst houden. De sociale kaart houdt elke "
    "organisatie zelf bij.",
}


class Rows:
    """One story in one project. ``write`` fills the tables in the order in which they refer to one another."""

    def __init__(self, story: Story, project: Project, leader: User, now: dt.datetime):
        self.story, self.project, self.leader, self.now = story, project, leader, now
        self.terms: dict[tuple[str, str], int] = {}
        self.organisations: dict[str, register.Organisation] = {}
        self.services: dict[str, directory.Service] = {}
        self.people: list[register.Person] = []
        self.meetings: dict[str, meetings.Meeting] = {}
        self.waves: dict[str, ties.Wave] = {}

    def write(self) -> None:
        self._vocabulary()
        self._register()
        self._kaart()
        self._meetings()
        self._around()
        self._guests()
        self._waves()
        self._pulses()
        self._draws()
        self._lines()
        self._referrals()
        self._in_view()
        self._done()
        self._survey()
        self._own_texts()

    def _vocabulary(self) -> None:
        for _, name in region.EXTRA_FUNCTIONS:
            projects.add_term(self.project, Vocabulary.FUNCTION, name)
        situations.fill(self.project)
        for kind in Vocabulary:
            self.terms |= {(kind, term.key): term.id for term in projects.terms(self.project, kind)}

    def _register(self) -> None:
        for told in self.story.organisations:
            sector = self.terms[Vocabulary.SECTOR, told.sector]
            self.organisations[told.key] = register.Organisation(
                project_id=self.project.id, name=told.name, sector_id=sector, area=told.area
            )
        self._add(self.organisations.values())
        leads = acting_leader(self.story.people)
        for person in self.story.people:
            organisation = self.organisations[person.organisation] if person.organisation else None
            self.people.append(
                register.Person(
                    project_id=self.project.id,
                    name=person.name,
                    function_id=self.terms[Vocabulary.FUNCTION, person.function],
                    organisation_id=organisation.id if organisation else None,
                    sector_id=None if organisation else self.terms[Vocabulary.SECTOR, person.sector],
                    email=self.leader.email if person == leads else person.mail,
                    phone=person.phone or "",
                    area=person.area,
                    joined_on=person.joined,
                    left_on=person.left,
                    on_map=person.on_map,
                    on_rosters=person.on_rosters,
                )
            )
        self._add(self.people)
        for card in self.story.cards:
            db.session.add_all(show_card(self.people[card.person], card))

    def _kaart(self) -> None:
        support = {term.key: term for term in projects.terms(self.project, Vocabulary.SUPPORT)}
        kaart = Kaart(self.project, self.organisations, support)
        for offer in self.story.offers:
            self.services[offer.key] = kaart.service(offer, self._keeper(offer.organisation))
        self._add(self.services.values())

    def _keeper(self, organisation: str) -> register.Person | None:
        """Who keeps an organisation's offers right: its first person with a mail address who is still there."""
        staff = (person for person in self.story.people if person.organisation == organisation)
        return next((self.people[person.number] for person in staff if person.mail and not person.left), None)

    def _meetings(self) -> None:
        themes = {term.key: term for term in projects.terms(self.project, Vocabulary.THEME)}
        for told in self.story.meetings:
            self.meetings[told.key] = meetings.Meeting(
                project_id=self.project.id,
                title=told.title,
                starts_at=told.starts_at,
                ends_at=told.ends_at,
                place=told.place,
                programme=told.programme,
                capacity=told.capacity,
                created_at=(told.invited_at or self.now) - 3 * _DAY,
                revised_at=(told.invited_at or self.now) - 3 * _DAY,
                themes=[themes[key] for key in told.themes],
            )
        self._add(self.meetings.values())

    def _guests(self) -> None:
        """Who was asked, answered and came. Guests of the meeting ahead are only listed: ``post`` invites them."""
        told = {meeting.key: meeting for meeting in self.story.meetings}
        self._insert(
            meetings.Invitation,
            (
                self._listed(guest, told[guest.meeting]) | (self._answered(guest) if guest.attendance else {})
                for guest in self.story.guests
            ),
        )
        self._insert(
            meetings.Seat,
            (
                {"meeting_id": self.meetings[g.meeting].id, "person_id": self.people[g.person].id, "table": g.table}
                for g in self.story.guests
                if g.table is not None
            ),
        )

    def _around(self) -> None:
        write = Surroundings(self.project.id, self.terms, self.people)
        for told in self.story.around:
            meeting = self.meetings[told.meeting]
            write.of_meeting(meeting, told)
            self._add(write.agreed(meeting, told))
            for material, content in write.handouts(meeting, told):
                self._add([material])
                if content:
                    self._insert(meetings.MaterialFile, [{"material_id": material.id, "content": content}])
        self._insert(
            meetings.MeetingOpinion,
            (write.opinion(self.meetings[told.meeting], told) for told in self.story.opinions),
        )
        poll = write.poll(self.story.poll)
        self._add([poll])
        self._add(write.asked(poll, self.story.poll))

    def _listed(self, guest: Guest, meeting: Meeting) -> dict:
        return {
            "meeting_id": self.meetings[guest.meeting].id,
            "person_id": self.people[guest.person].id,
            "created_at": meeting.starts_at if guest.walk_in else meeting.invited_at,
        }

    def _answered(self, guest: Guest) -> dict:
        mailed = self.people[guest.person].email is not None and not guest.walk_in
        return answer(guest) | {
            "sent_sequence": 0 if mailed else None,
            "attendance": guest.attendance,
            "walk_in": guest.walk_in,
        }

    def _waves(self) -> None:
        for number, told in enumerate((*self.story.waves, self.story.running)):
            wave = ties.Wave(
                project_id=self.project.id,
                number=number,
                name=told.title,
                opened_at=told.opens_at,
                closed_at=told.closes_at,
                closes_on=told.last_day,
                boundary=BOUNDARY,
            )
            self._add([wave])
            self.waves[told.key] = wave
            answered = {sheet.respondent: sheet.at for sheet in told.sheets}
            listed = set(told.listed)
            self._insert(
                ties.RosterEntry,
                (
                    self._on_roster(wave, n, n in listed, answered.get(n))
                    | {"finished_at": None if n in told.begun else answered.get(n)}
                    for n in told.asked
                ),
            )
            where = {"source": Source.WAVE, "wave_id": wave.id, "meeting_id": None}
            self._insert(
                ties.Tie,
                (
                    where | row | {"entered_by_id": self.leader.id if sheet.respondent in told.on_paper else None}
                    for sheet in told.sheets
                    for row in self._statements(sheet)
                ),
            )

    def _on_roster(self, wave: ties.Wave, number: int, named: bool, answered_at: dt.datetime | None) -> dict:
        told, person = self.story.people[number], self.people[number]
        return {
            "wave_id": wave.id,
            "person_id": person.id,
            "named": named,
            "sector_id": self.terms[Vocabulary.SECTOR, told.sector],
            "function_id": person.function_id,
            "organisation_id": person.organisation_id,
            "answered_at": answered_at,
        }

    def _lines(self) -> None:
        """The plan that was locked when T1 opened, and what ``lines`` tells."""
        baseline, second = self.story.waves[:2]
        plan = ties.MeasurementPlan(project_id=self.project.id, boundary=BOUNDARY, made_at=baseline.opens_at - 5 * _DAY)
        plan.headline, plan.threshold, plan.test = Headline.DENSITY, SHORT_LINE, Test.INTERVAL
        plan.locked_at, plan.draws = min(second.opens_at, self.story.draws[0].drawn_at), True
        self._add([plan])
        write = Lines(self.leader, self.people, self.waves[self.story.running.key])
        for told in self.story.lines.read_in:
            file = write.file(told)
            self._add([file])
            self._insert(ties.Tie, write.read_in(file, told))
        for model, rows in write.rows(self.story.lines).items():
            self._insert(model, rows)

    def _pulses(self) -> None:
        for told in self.story.pulses:
            where = {"source": Source.PULSE, "wave_id": None, "meeting_id": self.meetings[told.meeting].id}
            self._insert(ties.Tie, (where | row for sheet in told.sheets for row in self._statements(sheet)))

    def _draws(self) -> None:
        """What coins decided, and what both sides said eight weeks later."""
        for told in self.story.draws:
            meeting = self.meetings[told.meeting]
            lottery = draws_rows.lottery(told, meeting, self.people)
            self._add([lottery])
            self._insert(LotteryPair, draws_rows.pairs(told, lottery, self.people))
            where = {"source": Source.PULSE, "wave_id": None, "meeting_id": meeting.id}
            said = [where | row for sheet in told.sheets for row in self._statements(sheet)]
            if said:
                self._insert(ties.Tie, said)

    def _statements(self, sheet: Sheet) -> Iterator[dict]:
        said = [(other, strength, False) for other, strength in sheet.named.items()]
        said += [(other, 0, True) for other in sheet.closed]
        for other, strength, by_block in said:
            yield {
                "respondent_id": self.people[sheet.respondent].id,
                "named_id": self.people[other].id,
                "strength": strength,
                "by_block": by_block,
                "stated_at": sheet.at,
            }

    def _referrals(self) -> None:
        receivers = {service.key: service.organisation for service in self.story.services}
        self._insert(
            ReferralTally,
            (
                {
                    "month": tally.month,
                    "kind": tally.kind,
                    "from_organisation_id": self.organisations[tally.sender].id if tally.sender else None,
                    "to_organisation_id": self.organisations[receivers[tally.service]].id,
                    "to_service_id": self.services[tally.service].id,
                    "count": tally.count,
                    "counted_at": min(self.now, clock.from_local(tally.month + 34 * _DAY, dt.time(12))),
                    **self._counter(tally.sender),
                }
                for tally in self.story.tallies
            ),
        )

    def _counter(self, sender: str) -> dict:
        """Some count what they sent themselves, some practices count as one; the projectleider asks the others."""
        if sender in _OWN or sender in _AS_ONE:
            staff = self._staff(sender)[0].id
            return {"is_whole": sender in _AS_ONE, "counted_by_person_id": staff, "counted_by_user_id": None}
        return {"is_whole": True, "counted_by_person_id": None, "counted_by_user_id": self.leader.id}

    def _in_view(self) -> None:
        ensure_defaults(self.project)
        indicator = indicators.list_indicators(self.project)[0]
        self._insert(
            progress.Observation,
            (
                {
                    "indicator_id": indicator.id,
                    "organisation_id": self.organisations[seen.organisation].id,
                    "on_date": seen.on,
                    "value": seen.count,
                    "denominator": seen.served,
                    "reported_at": clock.from_local(seen.on + 16 * _DAY, dt.time(12)),
                }
                for seen in self.story.in_view
            ),
        )

    def _done(self) -> None:
        told, meetings = self.story.done, [self.meetings[each.key] for each in self.story.meetings]
        doings = Doings(self.project, self.organisations, self.services, meetings, self._staff, self.now)
        self._add(doings.products(told))
        self._add(doings.steps(told))
        self._add(doings.measured(told.measured))
        self._add(doings.reporters(["hap-centrum", "hap-noord", "thuiszorg", "steunpunt", "ontmoeting"]))
        self._add(doings.followed(told, self.terms))
        self._add(doings.cases(told))
        self._add([self._last_round()])

    def _last_round(self) -> progress.MinuteRound:
        """The Kapstok-minuut of last month."""
        month = clock.month_before(clock.local_date(self.now))
        sent_at = min(self.now, clock.from_local(month + 8 * _DAY, dt.time(9, 30)))
        here = {"project_id": self.project.id, "month": month, "sent_by_id": self.leader.id}
        return progress.MinuteRound(**here, sent_at=sent_at, mailed=84)

    def _own_texts(self) -> None:
        """What the projectleider adds to two chapters of the eindverslag."""
        self._add(
            ReportText(project_id=self.project.id, chapter=chapter, text=text) for chapter, text in _OWN_TEXTS.items()
        )

    def _staff(self, organisation: str) -> list[register.Person]:
        """Who works at an organisation now; its first person when all of them left."""
        everybody = [person for person in self.story.people if person.organisation == organisation]
        there = [person for person in everybody if not person.left] or everybody[:1]
        return [self.people[person.number] for person in there]

    def _survey(self) -> None:
        items = {item.text: item.id for item in surveys.list_items(self.project)}
        self._insert(
            progress.SurveyAnswer,
            (
                {
                    "item_id": items[answer.item],
                    "wave_id": self.waves[answer.wave].id,
                    "person_id": self.people[answer.person].id,
                    "value": answer.value,
                    "answered_at": answer.at,
                }
                for answer in self.story.item_answers
            ),
        )
        self._asked_after_meeting(items)

    def _asked_after_meeting(self, items: dict[str, int]) -> None:
        """Two statements after the last meeting of which the answers are in, answered by most who were there."""
        held = [each for each in self.story.meetings if each.ends_at + OPEN_AFTER_MEETING <= self.now][-1]
        meeting, asked = self.meetings[held.key], [items[text] for text in AFTER_MEETING]
        self._add(progress.AskedItem(project_id=self.project.id, item_id=item, meeting_id=meeting.id) for item in asked)
        self._insert(
            progress.SurveyAnswer,
            (
                {
                    "item_id": item,
                    "meeting_id": meeting.id,
                    "person_id": self.people[opinion.person].id,
                    "value": opinion.able if number else opinion.useful,
                    "answered_at": opinion.at,
                }
                for opinion in self.story.opinions
                if opinion.meeting == held.key and not self.story.people[opinion.person].left
                for number, item in enumerate(asked)
                if self.story.people[opinion.person].sector in PROFESSIONALS
            ),
        )

    def _add(self, rows) -> None:
        db.session.add_all(rows)
        db.session.flush()

    def _insert(self, model, rows) -> None:
        """Many rows at once, past the unit of work: they are referred to by nothing that is written here."""
        db.session.execute(insert(model), [{"project_id": self.project.id} | row for row in rows])


def answer(guest: Guest) -> dict:
    """The columns of an invitation that hold the guest's answer."""
    answered_via = Via.PHONE if guest.by_phone else Via.LINK
    return {
        "partstat": guest.partstat,
        "comment": guest.comment,
        "answered_at": guest.answered_at,
        "answered_via": answered_via if guest.answered_at else None,
    }
