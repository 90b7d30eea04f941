"""The rows of what comes of lines: consents, suggestions, introductions and observations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kapstok import clock
from kapstok.accounts.models import User
from kapstok.demo.shapes import AroundLines, Observed, ReadIn
from kapstok.register.models import Consent, Person
from kapstok.ties import models as ties
from kapstok.ties.rules import Source

_EVENING = dt.time(20, 15)


class Lines:
    """Rows for the people of one project. ``wave`` is the measurement that runs."""

    def __init__(self, leader: User, people: list[Person], wave: ties.Wave):
        self.leader, self.people, self.wave = leader, people, wave

    def rows(self, told: AroundLines) -> dict[Any, list[dict]]:
        """By table, what is to be written."""
        return {
            Consent: [self._consent(number, day) for number, day in told.open_to_show],
            ties.RosterSuggestion: [
                {
                    "wave_id": self.wave.id,
                    "suggested_by_id": self.people[one.by].id,
                    "name": one.name,
                    "organisation": one.organisation,
                    "function": one.function,
                    "strength": one.strength,
                    "suggested_at": one.at,
                }
                for one in told.missed
            ],
            ties.Introduction: [
                {
                    "middle_id": self.people[one.middle].id,
                    "one_id": self.people[one.one].id,
                    "other_id": self.people[one.other].id,
                    "note": one.note,
                    "asked_at": one.asked_at,
                    "sent_at": one.sent_at,
                }
                for one in told.introduced
            ],
            ties.Tie: [row for one in told.observed for row in self._seen(one)],
        }

    def file(self, told: ReadIn) -> ties.TieImport:
        """The list itself; its statements refer to it."""
        return ties.TieImport(
            project_id=self.wave.project_id,
            file_name=told.file_name,
            said_on=told.on,
            made_at=told.at,
            made_by_id=self.leader.id,
            statements=len(told.said),
            withdrawn_at=told.withdrawn_at,
        )

    def read_in(self, file: ties.TieImport, told: ReadIn) -> list[dict]:
        """What stood on the list."""
        said = {"source": Source.IMPORT, "import_id": file.id, "stated_at": clock.from_local(told.on, dt.time(12))}
        return [
            said | {"respondent_id": self.people[one].id, "named_id": self.people[other].id, "strength": strength}
            for one, other, strength in told.said
        ]

    def _consent(self, number: int, day: dt.date) -> dict:
        person = self.people[number]
        return {
            "person_id": person.id,
            "purpose": "lines",
            "text_version": "1",
            "given": True,
            "said_at": clock.from_local(day, _EVENING),
            "recorded_by": f"person:{person.id}",
        }

    def _seen(self, one: Observed) -> list[dict]:
        first, second = self.people[one.one].id, self.people[one.other].id
        said = {"strength": one.strength, "source": Source.PROJECTLEIDER, "stated_at": one.at}
        said["entered_by_id"] = self.leader.id
        return [
            said | {"respondent_id": respondent, "named_id": named}
            for respondent, named in ((first, second), (second, first))
        ]
