"""What is written to who receives a referral that is followed: plain values in, a letter out. No client in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.mail.letter import Button, Facts, Letter, Paragraph, Sender, Translate, addressed


@dataclass(frozen=True)
class Told:
    """One referral as a mail names it; ``place``: the service or organisation it goes to, ``month`` in words."""

    reference: str
    place: str
    sender: str
    month: str
    url: str


def it_comes(_: Translate, name: str, sender: Sender, told: Told) -> Letter:
    """Tell the receiver that somebody was referred, and how to say what became of it."""
    return addressed(
        _,
        name,
        sender,
        _("Verwijzing %(reference)s van %(sender)s", reference=told.reference, sender=told.sender),
        Paragraph(
            _(
                "%(sender)s verwees iemand naar %(place)s, en wil graag weten wat ervan wordt. In deze mail staat niet "
                "om wie het gaat: dat hoort u van de verwijzer of van de mantelzorger, met dit kenmerk erbij.",
                sender=told.sender,
                place=told.place,
            )
        ),
        Facts(((_("Kenmerk"), told.reference), (_("Aanbod"), told.place), (_("Maand"), told.month))),
        Paragraph(_("Weet u wat ervan kwam? Twee tikken zijn genoeg. U hebt geen account nodig.")),
        Button(_("Zeg wat ervan werd"), told.url),
    )


def what_became_of_it(_: Translate, name: str, sender: Sender, told: tuple[Told, ...]) -> Letter:
    """Remind the receiver once, of everything that is open (at least one), the oldest first."""
    subject = _("Wat werd er van deze verwijzingen?") if len(told) > 1 else _("Wat werd er van deze verwijzing?")
    buttons = (
        Button(
            _("%(reference)s: %(place)s, %(month)s", reference=one.reference, place=one.place, month=one.month), one.url
        )
        for one in told
    )
    return addressed(
        _,
        name,
        sender,
        subject,
        Paragraph(_("Een tijdje geleden kwam er een verwijzing bij u. De verwijzer wil graag weten wat ervan werd.")),
        *buttons,
        Paragraph(
            _("Ook “niet bereikt” of “geen plek” helpt de verwijzer verder. Wij herinneren u hier niet nog eens aan.")
        ),
    )
