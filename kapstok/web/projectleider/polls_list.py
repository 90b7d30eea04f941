"""Datumprikkers among the bijeenkomsten and on the first page: which are open, and which ask for a choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _

from kapstok.meetings.models import DatePoll
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls import service as polls
from kapstok.meetings.polls.rules import PollState
from kapstok.meetings.polls.service import PollCounts


@dataclass(frozen=True)
class PollRow:
    """One poll as lists show it."""

    poll: DatePoll
    counts: PollCounts
    state: PollState

    @property
    def is_open(self) -> bool:
        return self.state not in (PollState.CHOSEN, PollState.OFF)

    @property
    def asks_for_choice(self) -> bool:
        """Whether waiting brings no more answers."""
        complete = self.counts.begun and self.counts.answered == self.counts.asked
        return self.is_open and (self.state is PollState.OVER or complete)


def poll_rows(now: dt.datetime) -> list[PollRow]:
    """The polls of the project in the address, the newest first."""
    counts = polls.counts(g.project)
    rows = [(poll, counts.get(poll.id, PollCounts())) for poll in polls.list_polls(g.project)]
    return [PollRow(poll, count, poll_rules.state(poll, now, asked=count.begun)) for poll, count in rows]


def poll_cards(now: dt.datetime) -> Iterator[tuple[str, str, str]]:
    """(sentence, button, address) for each poll that waits for its projectleider."""
    for row in poll_rows(now):
        if row.asks_for_choice:
            sentence = _("Iedereen antwoordde voor “%(title)s”. Kies nu een datum.", title=row.poll.title)
            if row.state is PollState.OVER:
                sentence = _("Voor “%(title)s” kan niemand meer antwoorden. Kies nu een datum.", title=row.poll.title)
            yield sentence, _("Datum kiezen"), url_for("projectleider.poll", poll_id=row.poll.id)
