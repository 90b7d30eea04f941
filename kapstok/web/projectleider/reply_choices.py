"""What a projectleider sees of one mail that waits, and what can be done with it in one click."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from flask import current_app, g, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.mail import inbox
from kapstok.mail.incoming import Incoming
from kapstok.meetings.models import CalendarReply, Invitation
from kapstok.meetings.replies import deciding
from kapstok.meetings.replies import service as replies
from kapstok.meetings.replies.deciding import Letter
from kapstok.meetings.replies.rules import WhyHeld
from kapstok.meetings.rules import ANSWERS, Partstat, State, state
from kapstok.register.models import Person
from kapstok.web.projectleider.reply_words import said, what_became, why_it_waits


@dataclass(frozen=True)
class Choice:
    """One button; ``fields`` go along with it."""

    label: str
    url: str
    fields: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """One mail that waits."""

    letter: Letter
    guest: Invitation | None
    sender: str
    why: str
    text: str  # what stands in the mail, for people to read
    open: bool  # whether an answer can still count
    choices: list[Choice]
    elsewhere: list[Choice]  # pages where it can be settled


@dataclass(frozen=True)
class Settled:
    """One mail that is done with."""

    letter: Letter
    guest: Invitation | None
    became: str
    answer: str
    may_reopen: bool


def show(letters: list[Letter]) -> list[Shown]:
    """The mails that wait, with what can be done about each."""
    answering = [letter.reply for letter in letters if letter.reply is not None]
    known = deciding.find_by_address(
        g.project, [address for reply in answering for address in (reply.attendee, reply.delegated_to)]
    )
    return [_shown(letter, known) for letter in letters]


def show_settled(letters: Iterable[Letter]) -> list[Settled]:
    """The mails that are done with, in words."""
    return [
        Settled(
            letter=letter,
            guest=letter.reply.invitation if letter.reply else None,
            became=what_became(letter),
            answer=said(letter.reply.partstat) if letter.reply else "",
            may_reopen=deciding.may_reopen(letter),
        )
        for letter in letters
    ]


def _shown(letter: Letter, known: dict[str, Person]) -> Shown:
    config, reply = current_app.config, letter.reply
    mail = inbox.open_again(letter.message, config["REPLY_DOMAIN"])
    guest = reply.invitation if reply else replies.invitation_of(mail, g.project, config["SECRET_KEY"])
    open_ = guest is not None and state(guest.meeting, clock.now(), invited=True) is State.INVITED
    choices = list(_answers(letter, reply, guest, known)) if reply and guest and open_ else []
    aside = Choice(_("Niets mee doen") if reply else _("Gelezen"), _url("dismiss_reply", letter))
    return Shown(
        letter=letter,
        guest=guest,
        sender=_sender(mail),
        why=_why(letter, mail, known),
        text=mail.text,
        open=open_,
        choices=[*choices, aside],
        elsewhere=list(_elsewhere(letter, mail, guest, known)) if guest and open_ else [],
    )


def _why(letter: Letter, mail: Incoming, known: dict[str, Person]) -> str:
    reply = letter.reply
    if reply is None:
        return why_it_waits(letter, sender=mail.from_address, known=False, stand_in="")
    other, stand_in = known.get(reply.attendee), known.get(reply.delegated_to)
    return why_it_waits(
        letter,
        sender=other.name if other else reply.attendee or mail.from_address,
        known=other is not None,
        stand_in=stand_in.name if stand_in else reply.delegated_to,
    )


def _elsewhere(letter: Letter, mail: Incoming, guest: Invitation, known: dict[str, Person]) -> Iterator[Choice]:
    """Pages, and the reader's own mail program, where it can be settled."""
    reply = letter.reply
    if reply is None:
        page = url_for("projectleider.phone_answer", meeting_id=guest.meeting_id, invitation_id=guest.id)
        yield Choice(_("Antwoord van %(name)s noteren", name=guest.person.name), page)
        if mail.from_address:
            yield Choice(_("Mail terugschrijven"), f"mailto:{quote(mail.from_address, safe='@')}")
    elif reply.reason == WhyHeld.COUNTER:
        page = url_for("projectleider.edit_meeting", meeting_id=guest.meeting_id)
        yield Choice(_("Bijeenkomst verzetten"), page)
    elif reply.reason == WhyHeld.DELEGATED:
        if reply.delegated_to and reply.delegated_to not in known:
            page = url_for("projectleider.new_person")
            yield Choice(_("%(address)s eerst in het netwerk zetten", address=reply.delegated_to), page)
    else:
        yield Choice(_("Het is van iemand anders"), _url("whose_reply", letter))


def _answers(letter: Letter, reply: CalendarReply, guest: Invitation, known: dict[str, Person]) -> Iterator[Choice]:
    """What the answer may come down to, the likeliest first."""
    if reply.reason == WhyHeld.DELEGATED:
        yield from _instead(letter, reply, guest, known)
    elif reply.reason == WhyHeld.COUNTER:
        yield _note(letter, guest, Partstat.TENTATIVE)
    elif reply.partstat not in ANSWERS:
        yield from (_note(letter, guest, answer) for answer in ANSWERS)
    else:
        yield from _somebody(letter, reply, guest, known)


def _instead(letter: Letter, reply: CalendarReply, guest: Invitation, known: dict[str, Person]) -> Iterator[Choice]:
    stand_in = known.get(reply.delegated_to)
    listed = deciding.find_guest(guest.meeting, stand_in) if stand_in else None
    if listed is not None and reply.attendee == reply.delegated_to and reply.partstat in ANSWERS:
        yield _note(letter, listed, Partstat(reply.partstat))
    elif stand_in is not None and listed is None:
        yield Choice(
            _("Nodig %(other)s uit en noteer nee voor %(guest)s", other=stand_in.name, guest=guest.person.name),
            _url("send_instead", letter),
            {"person": stand_in.id},
        )
    yield _note(letter, guest, Partstat.DECLINED)


def _somebody(letter: Letter, reply: CalendarReply, guest: Invitation, known: dict[str, Person]) -> Iterator[Choice]:
    answer, other = Partstat(reply.partstat), known.get(reply.attendee)
    if other is not None and other.id != guest.person_id:
        listed = deciding.find_guest(guest.meeting, other)
        yield (
            _note(letter, listed, answer)
            if listed
            else Choice(
                _("Zet %(name)s op de lijst met antwoord: %(answer)s", name=other.name, answer=said(answer)),
                _url("accept_newcomer", letter),
                {"person": other.id, "answer": answer.value},
            )
        )
    yield _note(letter, guest, answer)
    if other is None and reply.attendee and reply.reason == WhyHeld.NOT_THE_GUEST:
        plain = _note(letter, guest, answer)
        label = _("Noteer %(answer)s, en mail %(name)s voortaan op dit adres", **_words(guest, answer))
        yield Choice(label, plain.url, plain.fields | {"address": "1"})


def _note(letter: Letter, guest: Invitation, answer: Partstat) -> Choice:
    label = _("Noteer %(answer)s voor %(name)s", **_words(guest, answer))
    return Choice(label, _url("accept_reply", letter), {"guest": guest.id, "answer": answer.value})


def _words(guest: Invitation, answer: Partstat) -> dict[str, str]:
    return {"name": guest.person.name, "answer": said(answer)}


def _sender(mail: Incoming) -> str:
    if mail.from_name not in ("", mail.from_address) and mail.from_address:
        return f"{mail.from_name} ({mail.from_address})"
    return mail.from_address or mail.from_name or _("onbekend")


def _url(endpoint: str, letter: Letter) -> str:
    return url_for(f"projectleider.{endpoint}", message_id=letter.message.id)
