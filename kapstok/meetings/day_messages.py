"""What Kapstok writes to who stands at the door. Plain values and the translate function in, a ``Letter`` out."""

from __future__ import annotations

from kapstok.mail.letter import Button, Facts, Letter, Paragraph, Sender, Translate, addressed


def host_list(
    _: Translate, host: str, sender: Sender, title: str, when: str, where: str, list_url: str, last_day: str
) -> Letter:
    """The link to the list of the day, for its host. ``last_day``: until when it works, in words."""
    return addressed(
        _,
        host,
        sender,
        _("Uw gastenlijst: %(title)s, %(when)s", title=title, when=when),
        Paragraph(_("U ontvangt de gasten van de bijeenkomst “%(title)s”.", title=title)),
        Facts(tuple(row for row in ((_("Wanneer"), when), (_("Waar"), where)) if row[1])),
        Paragraph(
            _(
                "Op deze lijst tikt u aan wie er is. Open de lijst op uw telefoon voordat de gasten komen. "
                "Valt het internet weg, dan tikt u gewoon door: uw telefoon verstuurt het later."
            )
        ),
        Button(_("Open de gastenlijst"), list_url),
        Paragraph(
            _(
                "De lijst werkt tot en met %(day)s. Er staan namen van mensen op. "
                "Stuur deze mail dus alleen door aan iemand die u helpt bij de deur.",
                day=last_day,
            )
        ),
    )
