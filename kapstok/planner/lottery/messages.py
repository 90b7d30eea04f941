"""What Kapstok writes to who is on a list after a draw. Plain values and the translate function in, a letter out."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.mail.letter import Button, Letter, Link, Paragraph, Sender, Translate, addressed


@dataclass(frozen=True)
class Told:
    """What both mails tell: the meeting and its day, the list, how long it takes, until when, and where one says no."""

    title: str
    held_on: str
    url: str
    minutes: int
    last_day: str
    no_url: str


def question(_: Translate, name: str, sender: Sender, told: Told) -> Letter:
    """Eight weeks later: the one question."""
    opening = _(
        "Op %(dag)s was de bijeenkomst “%(titel)s”. Een deel van de tafelplaatsen werd toen geloot. "
        "Nu vragen wij u één keer of u een aantal gasten kent.",
        dag=told.held_on,
        titel=told.title,
    )
    return _letter(_, name, sender, _("Kent u deze mensen? Na “%(titel)s”", titel=told.title), opening, told)


def reminder(_: Translate, name: str, sender: Sender, told: Told) -> Letter:
    """To who did not answer: once, and no more."""
    opening = _(
        "Wij vroegen u of u een aantal gasten kent, na de bijeenkomst “%(titel)s” van %(dag)s. "
        "Uw antwoord hebben wij nog niet. Dit is onze enige herinnering.",
        dag=told.held_on,
        titel=told.title,
    )
    return _letter(
        _, name, sender, _("Herinnering: kent u deze mensen? Na “%(titel)s”", titel=told.title), opening, told
    )


def _letter(_: Translate, name: str, sender: Sender, subject: str, opening: str, told: Told) -> Letter:
    return addressed(
        _,
        name,
        sender,
        subject,
        Paragraph(opening),
        Paragraph(
            _(
                "Ook “ken ik niet” helpt ons: alleen zo zien wij wat samen aan tafel zitten doet. Het kost ongeveer "
                "%(minuten)s minuten en kan tot en met %(dag)s. Meedoen is vrijwillig.",
                minuten=told.minutes,
                dag=told.last_day,
            )
        ),
        Button(_("Zeg wie u kent"), told.url),
        Paragraph(_("De knop is alleen voor u: stuur deze mail niet door.")),
        Paragraph(_("Was u er niet? Dan helpt uw antwoord net zo goed.")),
        Link(_("Niet meedoen aan de loting"), told.no_url),
    )
