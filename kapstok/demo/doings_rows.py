"""Write down what organisations did with what the project offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from kapstok import clock
from kapstok.demo.shapes import Done, Measured
from kapstok.directory.models import Service
from kapstok.meetings.models import Meeting
from kapstok.progress import indicators
from kapstok.progress import models as progress
from kapstok.progress.products import service as products
from kapstok.progress.rules import SUGGESTIONS, Instrument
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.referrals.following.rules import PENDING_LASTS
from kapstok.referrals.models import CaseCard, CaseMember, Referral
from kapstok.register.models import Organisation, Person, Reporter

_NOON = dt.time(12)


class Doings:
    """Rows of one project. ``staff``: the people of an organisation by its key, those who are there now."""

    def __init__(
        self,
        project: Project,
        organisations: Mapping[str, Organisation],
        services: Mapping[str, Service],
        meetings: Sequence[Meeting],
        staff: Callable[[str], list[Person]],
        now: dt.datetime,
    ):
        self.project, self.organisations, self.services, self.meetings = project, organisations, services, meetings
        self.staff, self.now, self.here = staff, now, {"project_id": project.id}

    def products(self, done: Done) -> Iterator[object]:
        """The library, what was handed out, and how far organisations have come with it."""
        products.ensure_products(self.project)
        library = {row.key: row.id for row in products.list_products(self.project)}
        for told in done.handed:
            meeting = self.meetings[told.meeting]
            yield progress.Handout(
                **self.here,
                product_id=library[told.product],
                meeting_id=meeting.id,
                on_date=clock.local_date(meeting.starts_at),
                copies=told.copies,
                recorded_at=meeting.ends_at,
            )
        for told in done.adopted:
            yield progress.Adoption(
                **self.here,
                product_id=library[told.product],
                organisation_id=self.organisations[told.organisation].id,
                stage=told.stage,
                on_date=told.on,
                recorded_at=self._at(told.on),
            )

    def steps(self, done: Done) -> Iterator[progress.StepRecord]:
        for told in done.stepped:
            yield progress.StepRecord(
                **self.here,
                organisation_id=self.organisations[told.organisation].id,
                step=told.step,
                state=told.state,
                on_date=told.on,
                evidence=told.evidence,
                recorded_at=self._at(told.on),
            )

    def measured(self, told: Sequence[Measured]) -> Iterator[progress.Observation]:
        """Belastingmetingen, of an indicator that the project took over."""
        suggestion = next(each for each in SUGGESTIONS if each.instrument is Instrument.EDIZ_PLUS)
        indicator = indicators.take_over(self.project, suggestion, None)
        for each in told:
            yield progress.Observation(
                **self.here,
                indicator_id=indicator.id,
                organisation_id=self.organisations[each.organisation].id,
                on_date=each.on,
                value=each.above,
                denominator=each.taken,
                reported_at=self._at(each.on),
            )

    def reporters(self, keys: Sequence[str]) -> Iterator[Reporter]:
        """Of each of these organisations the practice nurse counts for it, or else its first person."""
        for key in keys:
            staff = [person for person in self.staff(key) if person.email]
            nurses = [person for person in staff if person.function is not None and person.function.key == "poh"]
            for person in (nurses or staff)[:1]:
                yield Reporter(**self.here, organisation_id=self.organisations[key].id, person_id=person.id)

    def followed(self, done: Done, terms: Mapping[tuple[str, str], int]) -> Iterator[Referral]:
        receivers = {key: service.organisation_id for key, service in self.services.items()}
        for number, told in enumerate(done.followed):
            made, is_over = self._at(told.made_on), self.now - self._at(told.made_on) > PENDING_LASTS
            senders = self.staff(told.sender)
            yield Referral(
                **self.here,
                reference=_reference(number),
                month=clock.month_of(told.made_on),
                made_on=None if told.duration or is_over else told.made_on,
                from_person_id=senders[number % len(senders)].id,
                from_organisation_id=self.organisations[told.sender].id,
                to_organisation_id=receivers[told.service],
                to_service_id=self.services[told.service].id,
                reason_id=terms[Vocabulary.REASON, told.reason],
                status=told.status,
                status_at=min(self.now, made + dt.timedelta(days=12)),
                closed_by="link" if told.duration else None,
                feedback=told.feedback,
                duration=told.duration,
                note=told.note,
            )

    def cases(self, done: Done) -> Iterator[CaseCard]:
        for told in done.cases:
            people = [(self.staff(key)[0], role) for key, role in told.roles]
            opened = self._at(told.opened)
            yield CaseCard(
                **self.here,
                name=told.name,
                lead=None if told.lead is None or told.closed else people[told.lead][0],
                next_at=self._at(told.next_on) if told.next_on else None,
                next_what=told.next_what,
                opened_at=opened,
                touched_at=self._at(told.closed) if told.closed else opened,
                closed_at=self._at(told.closed) if told.closed else None,
                members=[CaseMember(**self.here, person=person, role=role, added_at=opened) for person, role in people],
            )

    def _at(self, day: dt.date) -> dt.datetime:
        return min(self.now, clock.from_local(day, _NOON))


def _reference(number: int) -> str:
    """Six signs that look like drawn ones and are the same in every demo."""
    signs = "CDFGHJKMNPQRTVWX2346789"
    return "".join(signs[(number * 7 + place * place * 5 + place) % len(signs)] for place in range(6))
