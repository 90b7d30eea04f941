"""What Kapstok writes to guests about their place: on the waitlist, come free, gone. Plain values in, letters out."""

from __future__ import annotations

from kapstok.mail.letter import Button, Choices, Facts, Letter, Paragraph, Sender, Translate, addressed
from kapstok.meetings.messages import MeetingInWords, when_and_where


def waitlisted(_: Translate, guest: str, sender: Sender, meeting: MeetingInWords, answer_url: str) -> Letter:
    """The guest said yes and the meeting is full."""
    return addressed(
        _,
        guest,
        sender,
        _("U staat op de wachtlijst: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(
            _("U wilt komen, maar de bijeenkomst “%(title)s” is vol. U staat op de wachtlijst.", title=meeting.title)
        ),
        Facts(when_and_where(_, meeting)),
        Paragraph(_("Komt er een plaats vrij voor u? Dan sturen wij u een mail. U hoeft nu niets te doen.")),
        Paragraph(_("Wilt u niet langer wachten? Wijzig dan uw antwoord.")),
        Button(_("Bekijk of wijzig uw antwoord"), answer_url),
    )


def promoted(
    _: Translate, guest: str, sender: Sender, meeting: MeetingInWords, answer_url: str, confirm_by: str
) -> Letter:
    """A place came free for this guest. ``confirm_by``: until when it is held for them; empty: it is simply theirs."""
    if not confirm_by:
        return _placed(_, guest, sender, meeting, answer_url)
    return addressed(
        _,
        guest,
        sender,
        _("Er is een plaats voor u vrij: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(
            _(
                "Er is een plaats vrij bij de bijeenkomst “%(title)s”. Wij houden die voor u vast tot %(moment)s.",
                title=meeting.title,
                moment=confirm_by,
            )
        ),
        Facts(when_and_where(_, meeting)),
        Paragraph(_("Komt u? Bevestig het dan voor die tijd. Daarna kan de plaats naar iemand anders gaan.")),
        Choices(
            (
                Button(_("Ja, ik kom"), f"{answer_url}?antwoord=ja"),
                Button(_("Nee, ik kan niet"), f"{answer_url}?antwoord=nee"),
            )
        ),
    )


def lapsed(_: Translate, guest: str, sender: Sender, meeting: MeetingInWords, answer_url: str) -> Letter:
    """The place that was held went to who waited next."""
    return addressed(
        _,
        guest,
        sender,
        _("Uw plaats ging naar iemand anders: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(
            _(
                "Wij hielden een plaats voor u vast bij de bijeenkomst “%(title)s”. Wij hoorden niet op tijd of u "
                "komt, en er wachtten nog anderen. Daarom ging uw plaats naar iemand anders.",
                title=meeting.title,
            )
        ),
        Facts(when_and_where(_, meeting)),
        Paragraph(_("Wilt u toch komen? Antwoord dan opnieuw. Is er geen plaats, dan komt u weer op de wachtlijst.")),
        Button(_("Antwoord opnieuw"), answer_url),
    )


def _placed(_: Translate, guest: str, sender: Sender, meeting: MeetingInWords, answer_url: str) -> Letter:
    return addressed(
        _,
        guest,
        sender,
        _("U kunt komen: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(
            _("Er is een plaats vrij bij de bijeenkomst “%(title)s”. Die is voor u: u kunt komen.", title=meeting.title)
        ),
        Facts(when_and_where(_, meeting)),
        Paragraph(_("Kunt u toch niet? Laat het weten met de knop. Dan kan iemand anders komen.")),
        Button(_("Bekijk of wijzig uw antwoord"), answer_url),
    )
