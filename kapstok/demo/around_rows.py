"""Write down what stands around the demo's bijeenkomsten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from kapstok.demo.meetings import moment
from kapstok.demo.shapes import Around, Handout, Opinion, Poll
from kapstok.meetings import models as meetings
from kapstok.meetings.rules import MaterialKind
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Person

_LATER = dt.timedelta(days=1)


class Surroundings:
    """Rows of one project. ``terms``: ids by vocabulary and key; ``people``: by number."""

    def __init__(self, project_id: int, terms: Mapping[tuple[str, str], int], people: list[Person]):
        self.here, self.terms, self.people = {"project_id": project_id}, terms, people

    def of_meeting(self, meeting: meetings.Meeting, told: Around) -> None:
        """What is said of one meeting, without what hangs on it apart (``agreed``, ``handouts``)."""
        meeting.method_id = self.terms[Vocabulary.METHOD, told.method]
        meeting.host = self.people[told.host]
        meeting.route, meeting.accessibility = told.route, told.accessibility
        meeting.words, meeting.notes = told.words, told.notes
        meeting.is_public, meeting.answer_by = True, told.answer_by
        meeting.items = [
            meetings.ProgrammeItem(**self.here, position=place, after=after, title=title, speaker=speaker)
            for place, (after, title, speaker) in enumerate(told.items)
        ]
        meeting.reserved = [
            meetings.SectorPlaces(**self.here, sector_id=self.terms[Vocabulary.SECTOR, sector], places=places)
            for sector, places in told.reserved
        ]

    def agreed(self, meeting: meetings.Meeting, told: Around) -> Iterator[meetings.Agreement]:
        for place, each in enumerate(told.agreed):
            yield meetings.Agreement(
                **self.here,
                meeting_id=meeting.id,
                position=place,
                kind=each.kind,
                text=each.text,
                owner=None if each.owner is None else self.people[each.owner],
                due_on=each.due,
                done_at=each.done and moment(each.done, 12),
            )

    def handouts(self, meeting: meetings.Meeting, told: Around) -> Iterator[tuple[meetings.Material, bytes]]:
        """Each material with the bytes of its file; none for what is no file."""
        for place, each in enumerate(told.handouts):
            yield self._material(meeting, place, each), each.text.encode()

    def opinion(self, meeting: meetings.Meeting, told: Opinion) -> dict:
        return {
            "meeting_id": meeting.id,
            "person_id": self.people[told.person].id,
            "useful": told.useful,
            "able": told.able,
            "remark": told.remark,
            "given_at": told.at,
        }

    def poll(self, told: Poll) -> meetings.DatePoll:
        """The poll with its dates; ``asked`` needs their keys."""
        moments = {"created_at": told.asked_at, "answer_by": told.answer_by}
        poll = meetings.DatePoll(**self.here, title=told.title, words=told.words, place=told.place, **moments)
        poll.options = [meetings.PollOption(**self.here, starts_at=start, ends_at=end) for start, end in told.dates]
        return poll

    def asked(self, poll: meetings.DatePoll, told: Poll) -> Iterator[meetings.PollGuest]:
        for number in told.asked:
            said = told.answers.get(number)
            yield meetings.PollGuest(
                **self.here,
                poll=poll,
                person=self.people[number],
                created_at=told.asked_at,
                sent_at=told.asked_at,
                answered_at=told.asked_at + _LATER if said else None,
                answers=[
                    meetings.PollAnswer(**self.here, option_id=option.id, choice=choice)
                    for option, choice in zip(poll.options, said or (), strict=bool(said))
                ],
            )

    def _material(self, meeting: meetings.Meeting, place: int, told: Handout) -> meetings.Material:
        material = meetings.Material(
            **self.here,
            meeting_id=meeting.id,
            position=place,
            kind=told.kind,
            shown=told.shown,
            title=told.title,
            url=told.url,
            added_at=meeting.created_at,
        )
        if told.kind is MaterialKind.FILE:
            material.file_name, material.content_type = f"{told.title}.txt", "text/plain"
            material.size = len(told.text.encode())
        return material
