"""What the tabs of one bijeenkomst share: its state as a line of steps, and the one next action."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from kapstok import clock
from kapstok.mail.rules import Status
from kapstok.meetings import afterwards, copying, inviting, rules, service
from kapstok.meetings.inviting import MailState
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Answer, Attendance, State, Step
from kapstok.web.history import readable
from kapstok.web.projectleider.sending import mail_waits

STEPS = {
    Step.GUESTS: _l("Gasten kiezen"),
    Step.SEND: _l("Uitnodigen"),
    Step.ANSWERS: _l("Antwoorden"),
    Step.DAY: _l("Op de dag"),
    Step.AFTER: _l("Daarna"),
}


# (how it is called, the page it opens): a page that is on no tab of its own names the tab it belongs to.
TABS = {
    "guests": (_l("Uitnodigen"), "projectleider.meeting"),
    "answers": (_l("Antwoorden"), "projectleider.answers"),
    "programme": (_l("Programma en materiaal"), "projectleider.meeting_programme"),
    "seating": (_l("Tafels"), "projectleider.seating"),
    "day": (_l("Op de dag"), "projectleider.attendance"),
    "minutes": (_l("Verslag"), "projectleider.minutes"),
    "after": (_l("Daarna"), "projectleider.after_meeting"),
}
OF_TAB = {"invite": "guests"}  # templates that are called otherwise than their tab


@dataclass(frozen=True)
class Overview:
    """One meeting with its guests, as every tab needs it."""

    meeting: Meeting
    guests: list[Invitation]
    mails: dict[int, MailState]
    asking: afterwards.Asking
    state: State
    step: Step | None

    @property
    def unsent(self) -> list[Invitation]:
        return inviting.unsent(self.guests, self.mails)

    @property
    def by_phone(self) -> list[Invitation]:
        """Guests who cannot be mailed and have not answered yet."""
        return [
            guest
            for guest in self.guests
            if not guest.person.email and not guest.walk_in and answer_of(guest) is Answer.SILENT
        ]


def overview(meeting: Meeting) -> Overview:
    now, guests = clock.now(), service.list_guests(meeting)
    mails = inviting.mail_states(guests)
    asking = afterwards.asking(guests, now)
    state = rules.state(meeting, now, invited=any(guest.sent_sequence is not None for guest in guests))
    step = rules.next_step(
        state,
        today=clock.local_date(now) == clock.local_date(meeting.starts_at),
        guests=len(guests),
        unsent=len(inviting.due_now(guests, mails)),
        recorded=any(guest.attendance is not None for guest in guests),
        asked=bool(asking.asked),
    )
    return Overview(meeting, guests, mails, asking, state, step)


def page(template: str, seen: Overview, tab: str | None = None, **values) -> str:
    """A tab of the meeting's page; ``tab`` of ``TABS`` when the template is not called like it.

    ``template``: of ``projectleider/meetings/``, or with the folder that it is in.
    """
    name = template.removesuffix(".html")
    return render_template(
        template if "/" in template else f"projectleider/meetings/{template}",
        meeting=seen.meeting,
        seen=seen,
        state=seen.state,
        State=State,
        Answer=Answer,
        Attendance=Attendance,
        answer_of=answer_of,
        mail_in_words=mail_in_words,
        steps_taken=_steps(seen),
        sisters=copying.sisters(seen.meeting),
        all_tabs=_tabs(seen, tab or OF_TAB.get(name, name)),
        next_action=_next_action(seen),
        mail_waits=mail_waits(),
        changes=readable(seen.meeting.project, seen.meeting),
        **values,
    )


def answer_of(guest: Invitation) -> Answer:
    return rules.answer_of(guest.partstat, guest.waitlisted_at)


def mail_in_words(mail: MailState) -> tuple[str, str]:
    """(words, kind of badge) for how a mail is doing."""
    match mail.status:
        case Status.SENT:
            return _("verstuurd"), "good"
        case Status.FAILED:
            return _("geweigerd"), "wrong"
        case Status.UNKNOWN:
            return _("misschien aangekomen, gaat opnieuw"), "careful"
        case Status.SUPERSEDED:
            return _("ingehaald door nieuwer bericht"), "neutral"
        case _ if mail_waits():
            return _("wacht op de mailserver"), "careful"
        case Status.PENDING if mail.error:
            return _("nog niet gelukt, gaat opnieuw"), "careful"
        case _:
            return _("gaat zo weg"), "neutral"


def _tabs(seen: Overview, current: str) -> list[tuple]:
    """(label, address, whether it is open), and of the first how many guests there are."""
    found = []
    for name, (label, endpoint) in TABS.items():
        tab = (str(label), url_for(endpoint, meeting_id=seen.meeting.id), name == current)
        found.append((*tab, len(seen.guests)) if name == "guests" else tab)
    return found


def _steps(seen: Overview) -> list[tuple[str, str]]:
    if seen.state is State.CANCELLED:
        return []
    order = list(Step)
    current = len(order) if seen.step is None else order.index(seen.step)
    states = ["done" if place < current else "current" if place == current else "todo" for place in range(len(order))]
    return [(str(STEPS[step]), state) for step, state in zip(order, states, strict=True)]


def _next_action(seen: Overview) -> tuple[str, str] | None:
    """(label, address) of the one filled button; None when there is nothing to do but wait."""
    here = {"meeting_id": seen.meeting.id}
    match seen.step:
        case Step.GUESTS:
            return _("Gasten kiezen"), url_for("projectleider.choose_guests", **here)
        case Step.SEND:
            count = len(inviting.due_now(seen.guests, seen.mails))
            label = ngettext("Eén uitnodiging versturen", "%(num)d uitnodigingen versturen", count)
            return label, url_for("projectleider.send_invitations", **here)
        case Step.DAY:
            return _("Aanwezigheid invullen"), url_for("projectleider.attendance", **here)
        case Step.AFTER if seen.asking.to_ask:
            return _("Bericht na afloop versturen"), url_for("projectleider.after_meeting", **here)
    return None
