"""What Kapstok writes about somebody's own card. Plain values and the translate function in, a letter out. Pure."""

from __future__ import annotations

from kapstok.mail.letter import Button, Facts, Letter, Paragraph, Sender, Translate, addressed


def ask_for_card(_: Translate, name: str, sender: Sender, card_url: str, days: int, *, reminder: bool) -> Letter:
    """Ask one person whether the network may see their card. ``reminder``: they were asked this before."""
    subject = _("Wie is wie in %(project)s: mag uw kaart erbij?", project=sender.project)
    if reminder:
        subject = _("Herinnering: mag uw kaart in wie is wie van %(project)s?", project=sender.project)
    return addressed(
        _,
        name,
        sender,
        subject,
        Paragraph(
            _(
                "In wie is wie van %(project)s vinden mensen uit het netwerk elkaar: met functie, organisatie en "
                "waarvoor zij elkaar bellen. %(contact)s vraagt of uw kaart erbij mag.",
                project=sender.project,
                contact=sender.contact_name,
            )
        ),
        Paragraph(_("U kiest zelf ja of nee, en wat er op uw kaart staat. U hebt geen account nodig.")),
        Button(_("Kies wat anderen zien"), card_url),
        Paragraph(_("Zegt u nee, dan vragen wij het niet nog eens. Later van mening veranderen kan altijd.")),
        Paragraph(
            _("De link werkt %(days)s dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.", days=days)
        ),
    )


def ask_to_check(_: Translate, name: str, sender: Sender, card_url: str, days: int) -> Letter:
    """Ask one person to look whether what is kept about them is still right."""
    return addressed(
        _,
        name,
        sender,
        _("Kloppen uw gegevens nog voor %(project)s?", project=sender.project),
        Paragraph(
            _(
                "%(contact)s van %(project)s vraagt u om uw gegevens even na te kijken. Dan bereiken anderen u goed.",
                project=sender.project,
                contact=sender.contact_name,
            )
        ),
        Paragraph(_("Klopt alles nog? Dan is één keer drukken genoeg. U hebt geen account nodig.")),
        Button(_("Kijk uw gegevens na"), card_url),
        Paragraph(
            _("De link werkt %(days)s dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.", days=days)
        ),
    )


def confirm_address(_: Translate, name: str, sender: Sender, confirm_url: str, days: int) -> Letter:
    """To a new address: only who reads this can make it count."""
    return addressed(
        _,
        name,
        sender,
        _("Bevestig uw nieuwe mailadres voor %(project)s", project=sender.project),
        Paragraph(_("U vroeg ons om u voortaan op dit adres te mailen. Klopt dat, bevestig het dan.")),
        Button(_("Bevestig dit adres"), confirm_url),
        Paragraph(_("De link werkt %(days)s dagen. Tot u bevestigt, mailen wij naar uw oude adres.", days=days)),
        Paragraph(_("Vroeg u hier niet om? Dan hoeft u niets te doen.")),
    )


def another_address_asked(_: Translate, name: str, sender: Sender) -> Letter:
    """To the address that still counts: who did not ask for this can say so in time."""
    return addressed(
        _,
        name,
        sender,
        _("Uw mailadres voor %(project)s verandert", project=sender.project),
        Paragraph(
            _(
                "Op uw eigen pagina van %(project)s is een ander mailadres ingevuld. Zodra dat adres is bevestigd, "
                "mailen wij u daar en niet meer hier.",
                project=sender.project,
            )
        ),
        Paragraph(_("Deed u dit niet zelf? Beantwoord dan deze mail, dan zetten wij het terug.")),
    )


def works_elsewhere(_: Translate, sender: Sender, name: str, known: str, says: str, person_url: str) -> Letter:
    """To the projectleider: somebody says that the organisation on their card is wrong."""
    return Letter(
        _("%(name)s: mijn organisatie klopt niet", name=name),
        (
            Paragraph(_("%(name)s laat via de eigen pagina weten dat de organisatie niet klopt.", name=name)),
            Facts(((_("Nu bewaard"), known or "–"), (_("Volgens %(name)s", name=name), says))),
            Button(_("Gegevens bewerken"), person_url),
            Paragraph(sender.project),
        ),
    )
