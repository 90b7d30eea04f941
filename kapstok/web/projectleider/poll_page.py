"""What the tabs of one datumprikker share: where it is as a line of steps, and the one next action."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from kapstok import clock
from kapstok.meetings.inviting import MailState
from kapstok.meetings.models import DatePoll, PollGuest
from kapstok.meetings.polls import asking as poll_asking
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls.rules import PollState
from kapstok.web.history import readable
from kapstok.web.projectleider.sending import mail_waits

STEPS = (_l("Data bedenken"), _l("Mensen vragen"), _l("Antwoorden"), _l("Datum kiezen"))


@dataclass(frozen=True)
class PollOverview:
    """One poll with whom it asks, as every tab needs it."""

    poll: DatePoll
    guests: list[PollGuest]
    mails: dict[int, MailState]
    state: PollState

    @property
    def is_open(self) -> bool:
        return self.state not in (PollState.CHOSEN, PollState.OFF)

    @property
    def answered(self) -> list[PollGuest]:
        return [guest for guest in self.guests if guest.answered_at is not None]

    @property
    def unsent(self) -> list[PollGuest]:
        return poll_asking.unsent(self.guests, self.mails)


def overview(poll: DatePoll) -> PollOverview:
    guests = poll_guests.list_guests(poll)
    asked = any(guest.sent_at is not None or guest.answered_at is not None for guest in guests)
    return PollOverview(poll, guests, poll_asking.mail_states(guests), poll_rules.state(poll, clock.now(), asked=asked))


def page(template: str, seen: PollOverview, **values) -> str:
    """A tab of the poll's page."""
    return render_template(
        f"projectleider/polls/{template}",
        seen=seen,
        PollState=PollState,
        mail_waits=mail_waits(),
        steps_taken=_steps(seen.state),
        next_action=_next_action(seen),
        changes=readable(seen.poll.project, seen.poll),
        **values,
    )


def _steps(state: PollState) -> list[tuple[str, str]]:
    if state is PollState.OFF:
        return []
    current = {PollState.DRAFT: 1, PollState.OPEN: 2, PollState.OVER: 3, PollState.CHOSEN: 4}[state]
    states = ["done" if place < current else "current" if place == current else "todo" for place in range(len(STEPS))]
    return [(str(label), state) for label, state in zip(STEPS, states, strict=True)]


def _next_action(seen: PollOverview) -> tuple[str, str] | None:
    """(label, address) of the one filled button; None when it is time to wait or to choose."""
    if seen.state not in (PollState.DRAFT, PollState.OPEN):
        return None
    if not seen.guests:
        return _("Mensen kiezen"), url_for("projectleider.choose_poll_guests", poll_id=seen.poll.id)
    if seen.unsent:
        label = ngettext("Eén persoon mailen", "%(num)d mensen mailen", len(seen.unsent))
        return label, url_for("projectleider.ask_for_dates", poll_id=seen.poll.id)
    return None
