"""The one mail of a month. Plain values and the translate function in, a ``Letter`` out. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from kapstok.mail.letter import Button, Letter, Paragraph, Sender, Translate, addressed
from kapstok.progress.minute.rules import Asked, Part

Written = Callable[[dt.date], str]


def minute(
    _: Translate,
    name: str,
    sender: Sender,
    asked: Collection[Asked],
    page_url: str,
    days: int,
    *,
    month: Written,
    day: Written,
) -> Letter:
    """Ask one person everything at once. ``days``: how long the link works; ``month``, ``day``: write one."""
    lines = "\n".join(f"– {in_words(_, each, month=month, day=day)}" for each in sorted(asked, key=_place))
    return addressed(
        _,
        name,
        sender,
        _("Uw Kapstok-minuut voor %(project)s", project=sender.project),
        Paragraph(
            _(
                "%(contact)s van %(project)s vraagt u één keer per maand een minuut. Dit vragen wij nu:",
                contact=sender.contact_name,
                project=sender.project,
            )
        ),
        Paragraph(lines),
        Button(_("Open uw Kapstok-minuut"), page_url),
        Paragraph(
            _(
                "Alleen aantallen en tikken: geen namen van cliënten, geen account. Meedoen is vrijwillig, en wat u "
                "openlaat, blijft open. Ook nul is een antwoord."
            )
        ),
        Paragraph(
            _("De link werkt %(days)s dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.", days=days)
        ),
    )


def in_words(_: Translate, asked: Asked, *, month: Written, day: Written) -> str:
    """One thing that is asked, as a line of a list."""
    match asked.part:
        case Part.SENT:
            return _("verwijzingen van %(month)s", month=month(asked.day))
        case Part.ARRIVED:
            return _("wat er in %(month)s bij u aankwam", month=month(asked.day))
        case Part.COUNTS:
            return _("%(indicator)s op %(day)s", indicator=asked.name, day=day(asked.day))
        case Part.STEPS:
            return _("hoe ver uw organisatie is met het stappenplan")
        case Part.QUESTIONS:
            return _("een paar korte uitspraken")
        case Part.CARD:
            return _("of uw gegevens nog kloppen")
    return _("wie u in het netwerk kent")


def _place(asked: Asked) -> tuple[int, dt.date, str]:
    return list(Part).index(asked.part), asked.day, asked.name
