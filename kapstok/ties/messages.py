"""What Kapstok writes to who is asked in a measurement. Plain values and the translate function in, a letter out."""

from __future__ import annotations

from kapstok.mail.letter import Button, Letter, Paragraph, Sender, Translate, addressed


def question(
    _: Translate,
    name: str,
    sender: Sender,
    personal_url: str,
    days: int,
    *,
    minutes: int,
    last_day: str = "",
    reminder: bool = False,
) -> Letter:
    """Ask one person whom they know. ``days``: how long the link works; ``reminder``: they were mailed this before.

    ``minutes``: how long it takes; ``last_day``: until when they can answer, in words, or "" when nothing is told.
    """
    subject = _("Wie kent u in %(project)s?", project=sender.project)
    asks = _(
        "%(contact)s vraagt u namens %(project)s wie u in het netwerk kent.",
        contact=sender.contact_name,
        project=sender.project,
    )
    if reminder:
        subject = _("Herinnering: wie kent u in %(project)s?", project=sender.project)
        asks = _(
            "Eerder vroegen wij u wie u kent in het netwerk van %(project)s. U hebt nog niet geantwoord. Dat kan nog.",
            project=sender.project,
        )
    until = _(
        "Meedoen is vrijwillig en u mag namen overslaan. Zolang de vragen open zijn, kunt u antwoorden en uw "
        "antwoorden wijzigen."
    )
    if last_day:
        until = _(
            "Meedoen is vrijwillig en u mag namen overslaan. U kunt antwoorden, en uw antwoorden wijzigen, tot en met "
            "%(day)s.",
            day=last_day,
        )
    return addressed(
        _,
        name,
        sender,
        subject,
        Paragraph(asks),
        Paragraph(
            _(
                "Met uw antwoorden zien wij of mensen in het netwerk elkaar sneller weten te vinden, en waar nog "
                "lijnen missen. Invullen kost ongeveer %(minutes)s minuten. U hebt geen account nodig.",
                minutes=minutes,
            )
        ),
        Button(_("Vul in wie u kent"), personal_url),
        Paragraph(
            _(
                "De projectleider ziet dát u hebt geantwoord, en totalen. Evaluatoren zien codes in plaats van namen. "
                "Wat u over iemand zegt, ziet niemand anders, tenzij u en die persoon dat allebei goedvinden."
            )
        ),
        Paragraph(until),
        Paragraph(
            _("De link werkt %(days)s dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.", days=days)
        ),
    )
