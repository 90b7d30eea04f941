"""What Kapstok writes when somebody leaves. Plain values and the translate function in, a letter out."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.mail.letter import Button, Facts, Letter, Paragraph, Sender, Translate, addressed


@dataclass(frozen=True)
class Leaving:
    """Who leaves, what their last day is in words, whether that day is past, and who takes over."""

    leaver: str
    last_day: str
    is_over: bool
    successor: str


@dataclass(frozen=True)
class Introduced:
    """Somebody whom the leaver introduces, as they show themselves; what they keep to themselves is ""."""

    name: str
    function: str = ""
    organisation: str = ""
    call_me_for: str = ""
    phone: str = ""
    email: str = ""
    reachable: str = ""


def please_hand_over(
    _: Translate, sender: Sender, leaving: Leaving, lines: int, hand_over_url: str, days: int
) -> Letter:
    """Ask the leaver which of their ``lines`` may go to the successor. ``days``: how long the link works after it."""
    return addressed(
        _,
        leaving.leaver,
        sender,
        _("Wie geeft u door aan %(successor)s?", successor=leaving.successor),
        Paragraph(
            _("Uw laatste dag in %(project)s is %(day)s.", project=sender.project, day=leaving.last_day)
            + " "
            + _("%(successor)s neemt het van u over.", successor=leaving.successor)
            + " "
            + _("Dank u wel voor wat u hebt opgebouwd.")
        ),
        Paragraph(
            _(
                "U kent %(count)s mensen in het netwerk goed. Kies wie van hen u doorgeeft. Wij sturen "
                "%(successor)s dan één mail met hun naam, functie en organisatie, en met wat zij zelf op hun kaart "
                "laten zien. Wat u over uw contact hebt ingevuld, staat daar niet in.",
                count=lines,
                successor=leaving.successor,
            )
        ),
        Button(_("Kies wie u doorgeeft"), hand_over_url),
        Paragraph(
            _(
                "Dit kan tot %(days)s dagen na uw laatste dag. Stuur deze mail niet door: de knop opent uw eigen "
                "pagina. Hierna vragen wij u niets meer.",
                days=days,
            )
        ),
        Paragraph(_("Gaat u niet weg? Beantwoord dan deze mail.")),
    )


def introduction(
    _: Translate, sender: Sender, leaving: Leaving, people: tuple[Introduced, ...], whom_url: str
) -> Letter:
    """Introduce the successor to the people whom the leaver chose."""
    return addressed(
        _,
        leaving.successor,
        sender,
        _("%(leaver)s geeft u de korte lijnen door", leaver=leaving.leaver),
        Paragraph(_farewell(_, sender, leaving)),
        Paragraph(
            _(
                "Er zijn mensen in het netwerk voor wie %(leaver)s het gezicht was. U bent dat nu. "
                "%(leaver)s kent hen en geeft hen graag aan u door:",
                leaver=leaving.leaver,
            )
        ),
        Facts(tuple((person.name, about(_, person)) for person in people)),
        Paragraph(
            _(
                "Bel of mail hen deze week even om kennis te maken. U mag zeggen dat %(leaver)s u aan hen voorstelt.",
                leaver=leaving.leaver,
            )
        ),
        Button(_("Zoek wie u nog meer kunt bellen"), whom_url),
        Paragraph(_("Deze gegevens zijn voor u. Stuur deze mail niet door.")),
    )


def plain_introduction(_: Translate, sender: Sender, leaving: Leaving, organisation: str, who_url: str) -> Letter:
    """Introduce the successor without a name from the leaver's lines. ``organisation`` may be empty."""
    task = _("U bent nu het gezicht in het netwerk.")
    if organisation:
        task = _("U bent nu het gezicht van %(organisation)s in het netwerk.", organisation=organisation)
    return addressed(
        _,
        leaving.successor,
        sender,
        _("U neemt het over van %(leaver)s", leaver=leaving.leaver),
        Paragraph(_farewell(_, sender, leaving) + " " + task),
        Paragraph(
            _(
                "In wie is wie ziet u wie er in het netwerk zitten en waarvoor u hen belt. "
                "Begin met de mensen van wie u nu al weet dat u hen nodig hebt."
            )
        ),
        Button(_("Open wie is wie"), who_url),
        Paragraph(_("Stuur deze mail niet door: de knop opent uw eigen pagina.")),
    )


def _farewell(_: Translate, sender: Sender, leaving: Leaving) -> str:
    told = {"leaver": leaving.leaver, "project": sender.project, "day": leaving.last_day}
    if leaving.is_over:
        return _("%(leaver)s doet niet meer mee aan %(project)s. De laatste dag was %(day)s.", **told)
    return _("%(leaver)s gaat weg bij %(project)s. De laatste dag is %(day)s.", **told)


def about(_: Translate, person: Introduced) -> str:
    """What stands beside the name of somebody who is introduced, in lines."""
    does = ", ".join(part for part in (person.function, person.organisation) if part)
    for_what = person.call_me_for and _("Voor: %(what)s", what=person.call_me_for)
    shown = [line for line in (does, for_what, person.phone, person.email, person.reachable) if line]
    return "\n".join(shown) if person.phone or person.email else "\n".join([*shown, _("Contactgegevens: nog vragen")])
