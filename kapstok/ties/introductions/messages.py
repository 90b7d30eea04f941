"""What is written when people are brought together. Plain values and the translate function in, a letter out.

Somebody's own link never stands in an introduction: its answer goes to another participant, and quotes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.mail.letter import Button, Facts, Letter, Paragraph, Sender, Translate, addressed, paragraphs
from kapstok.ties.leaving.messages import Introduced, about


@dataclass(frozen=True)
class Asked:
    """Who wants to meet whom, and why in their own words."""

    one: str
    other: str
    why: str


@dataclass(frozen=True)
class Bringing:
    """What the middle person does: their name and words, and the name of who gets the answer to the mail."""

    middle: str
    words: str
    answers_to: str
    straight: bool  # the answer goes to the other one; else to somebody who passes it on


def plain_subject(_: Translate) -> str:
    """What lists say of these mails: nobody's name."""
    return _("Mensen aan elkaar voorstellen")


def request(_: Translate, name: str, sender: Sender, asked: Asked, introduce_url: str, days: int) -> Letter:
    """Ask the middle person. ``days``: how long the link works."""
    names = {"one": asked.one, "other": asked.other}
    return addressed(
        _,
        name,
        sender,
        _("Stelt u %(one)s en %(other)s aan elkaar voor?", **names),
        Paragraph(
            _(
                "%(one)s wil graag kennismaken met %(other)s, en denkt dat u hen aan elkaar kunt voorstellen. "
                "%(one)s schrijft:",
                **names,
            )
        ),
        *paragraphs(asked.why),
        Paragraph(
            _(
                "Met één klik gaat er een mail naar hen allebei. U ziet eerst wat erin staat. Liever niet? Dan hoeft u "
                "niets te doen. %(one)s hoort niet dat u nee zei.",
                **names,
            )
        ),
        Button(_("Bekijk de mail"), introduce_url),
        Paragraph(
            _("De link werkt %(days)s dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.", days=days)
        ),
    )


def introduction(_: Translate, name: str, sender: Sender, other: Introduced, bringing: Bringing) -> Letter:
    """Introduce ``other`` to the person with this name, on behalf of the middle person."""
    names = {"middle": bringing.middle, "other": other.name, "name": bringing.answers_to}
    if bringing.straight:
        next_step = _("Beantwoord deze mail om kennis te maken. Uw antwoord gaat naar %(name)s.", **names)
    else:
        next_step = _(
            "%(other)s laat geen mailadres zien. Beantwoord deze mail: uw antwoord gaat naar %(name)s, en komt via "
            "die persoon verder.",
            **names,
        )
    return Letter(
        _("%(middle)s stelt u voor aan %(other)s", **names),
        (
            Paragraph(_("Beste %(name)s,", name=name)),
            Paragraph(_("%(middle)s kent u en %(other)s allebei, en stelt u graag aan elkaar voor:", **names)),
            *paragraphs(bringing.words),
            Facts(((other.name, about(_, other)),)),
            Paragraph(next_step),
            Paragraph(
                _(
                    "%(other)s krijgt dezelfde mail over u, met wat u zelf op uw kaart laat zien. Deze gegevens zijn "
                    "voor u: stuur deze mail niet door.",
                    **names,
                )
            ),
            Paragraph(
                _(
                    "Dit kan omdat u het goedvindt dat iemand die u kent u voorstelt. Wilt u dat niet meer? Kies dat "
                    "op uw eigen pagina, of mail %(contact)s: %(address)s.",
                    contact=sender.contact_name,
                    address=sender.contact_email,
                )
            ),
            Paragraph(
                _("Met vriendelijke groet,") + f"\n{bringing.middle}\n" + _("via %(project)s", project=sender.project)
            ),
        ),
    )
