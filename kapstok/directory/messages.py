"""What Kapstok writes to who keeps the sociale kaart right: plain values and a translate function in, a letter out."""

from __future__ import annotations

from kapstok.mail.letter import Button, Letter, Paragraph, Sender, Translate, addressed


def is_this_right(
    _: Translate, name: str, sender: Sender, services: tuple[str, ...], kept_url: str, days: int
) -> Letter:
    """Ask the keeper of ``services`` (at least one) to look at them. ``days``: how long the link works."""
    asks = _("U houdt dit aanbod bij op de sociale kaart van %(project)s:", project=sender.project)
    return addressed(
        _,
        name,
        sender,
        _("Klopt dit nog? Uw aanbod op de sociale kaart"),
        Paragraph("\n".join([asks, *(f"– {service}" for service in services)])),
        Paragraph(
            _(
                "Niemand heeft er het laatste half jaar naar gekeken. Anderen verwijzen mensen op wat er staat. "
                "Klopt het nog, dan is één klik genoeg. Klopt er iets niet, dan past u het zelf aan."
            )
        ),
        Button(_("Kijk uw aanbod na"), kept_url),
        Paragraph(
            _("De link werkt %(days)s dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.", days=days)
        ),
        Paragraph(_("Houdt iemand anders dit nu bij? Beantwoord dan deze mail.")),
    )
