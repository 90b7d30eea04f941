"""What Kapstok writes about picking a date. Plain values and the translate function in, a ``Letter`` out.

Moments come in as people read them ("dinsdag 3 maart 2026, 14.00–16.00 uur").
"""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.mail.letter import Button, Facts, Letter, Paragraph, Sender, Translate, addressed
from kapstok.meetings.rules import Choice


@dataclass(frozen=True)
class PollInWords:
    """A date poll as a mail tells it."""

    title: str
    dates: tuple[str, ...]
    answer_by: str  # a day
    place: str = ""
    words: str = ""  # the projectleider's own


def question(_: Translate, name: str, sender: Sender, poll: PollInWords, answer_url: str) -> Letter:
    """The first mail: which of these dates?"""
    return addressed(
        _,
        name,
        sender,
        _("Wanneer kunt u? %(title)s", title=poll.title),
        Paragraph(
            _(
                "%(contact)s zoekt namens %(project)s een datum voor de bijeenkomst “%(title)s”.",
                contact=sender.contact_name,
                project=sender.project,
                title=poll.title,
            )
        ),
        Paragraph(poll.words),
        _facts(_, poll),
        Paragraph(
            _(
                "Geef bij elke datum aan of u kunt. Dat kan tot en met %(date)s. U hebt geen account nodig.",
                date=poll.answer_by,
            )
        ),
        Button(_("Geef aan wanneer u kunt"), answer_url),
        Paragraph(_("U krijgt bericht zodra de datum gekozen is.")),
        Paragraph(_("De knop is alleen voor u: stuur deze mail niet door.")),
    )


def reminder(_: Translate, name: str, sender: Sender, poll: PollInWords, answer_url: str, stop_url: str) -> Letter:
    """For who has not answered yet. ``stop_url``: the page that ends reminders about this poll."""
    return addressed(
        _,
        name,
        sender,
        _("Herinnering: wanneer kunt u? %(title)s", title=poll.title),
        Paragraph(
            _(
                "Wij zoeken een datum voor de bijeenkomst “%(title)s”, en weten nog niet wanneer u kunt. "
                "Antwoorden kan tot en met %(date)s.",
                title=poll.title,
                date=poll.answer_by,
            )
        ),
        _facts(_, poll),
        Button(_("Geef aan wanneer u kunt"), answer_url),
        Paragraph(_("De knop is alleen voor u: stuur deze mail niet door.")),
        Button(_("Geen herinneringen meer over deze datum"), stop_url),
    )


def called_off(_: Translate, name: str, sender: Sender, poll: PollInWords, reason: str = "") -> Letter:
    """No date is being looked for any more."""
    return addressed(
        _,
        name,
        sender,
        _("Gaat niet door: datum zoeken voor %(title)s", title=poll.title),
        Paragraph(
            _("Wij vroegen u wanneer u kunt voor de bijeenkomst “%(title)s”. Er komt nu geen datum.", title=poll.title)
        ),
        Paragraph(reason),
        Paragraph(_("Houdt u nog dagen vrij? Dat hoeft niet meer. U hoeft niets te doen.")),
    )


def date_chosen(_: Translate, title: str, when: str, choice: Choice | None) -> str:
    """How the invitation to the chosen date begins for who was asked. ``choice``: what they said of it."""
    words = {"title": title, "when": when}
    match choice:
        case Choice.YES:
            return _(
                "De datum voor “%(title)s” is gekozen: %(when)s. U gaf aan dat u dan kunt. "
                "Bevestig met de knop dat u komt.",
                **words,
            )
        case Choice.IF_NEED_BE:
            return _(
                "De datum voor “%(title)s” is gekozen: %(when)s. U gaf aan dat u dan kunt als het moet. "
                "Laat met de knop weten of u komt.",
                **words,
            )
        case Choice.NO:
            return _(
                "De datum voor “%(title)s” is gekozen: %(when)s. U gaf aan dat u dan niet kunt. "
                "Is dat veranderd? Dan bent u welkom.",
                **words,
            )
    return _("De datum voor “%(title)s” is gekozen: %(when)s.", **words)


def _facts(_: Translate, poll: PollInWords) -> Facts:
    rows = ((_("Waar"), poll.place), (_("Mogelijke data"), "\n".join(poll.dates)))
    return Facts(tuple(row for row in rows if row[1]))
