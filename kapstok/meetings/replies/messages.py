"""What Kapstok writes back to somebody whose calendar answered. Plain values and the translate function in."""

from __future__ import annotations

from kapstok.mail.letter import Button, Facts, Letter, Paragraph, Sender, Translate, addressed
from kapstok.meetings.messages import MeetingInWords


def changed(_: Translate, guest: str, sender: Sender, meeting: MeetingInWords, answer: str, answer_url: str) -> Letter:
    """The calendar's answer took the place of another one: a slip of a finger should not go unseen."""
    return addressed(
        _,
        guest,
        sender,
        _("Uw antwoord is nu: %(answer)s (%(title)s, %(when)s)", answer=answer, title=meeting.title, when=meeting.when),
        Paragraph(
            _(
                "Uw agenda gaf een ander antwoord voor de bijeenkomst “%(title)s”. Uw antwoord is nu: %(answer)s.",
                title=meeting.title,
                answer=answer,
            )
        ),
        _when_and_where(_, meeting),
        Paragraph(_("Klopt dat? Dan hoeft u niets te doen.")),
        Button(_("Bekijk of wijzig uw antwoord"), answer_url),
    )


def asked_again(
    _: Translate, guest: str, sender: Sender, meeting: MeetingInWords, answer: str, answer_url: str
) -> Letter:
    """The calendar answered the meeting as it was. ``answer_url`` opens the page with that answer chosen."""
    return addressed(
        _,
        guest,
        sender,
        _("Klopt uw antwoord nog? %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(
            _(
                "Uw agenda antwoordde “%(answer)s” op de bijeenkomst “%(title)s”. "
                "Maar de bijeenkomst is intussen gewijzigd.",
                answer=answer,
                title=meeting.title,
            )
        ),
        Paragraph(_("De bijeenkomst is nu zo:")),
        _when_and_where(_, meeting),
        Paragraph(_("Klopt uw antwoord nog? Bevestig het op de pagina die opent, of kies een ander antwoord.")),
        Button(_("Bevestig of wijzig uw antwoord"), answer_url),
    )


def _when_and_where(_: Translate, meeting: MeetingInWords) -> Facts:
    rows = ((_("Wanneer"), meeting.when), (_("Waar"), meeting.where), (_("Online"), meeting.online_url))
    return Facts(tuple(row for row in rows if row[1]))
