"""The mail that follows a meeting. Plain values and the translate function in, a ``Letter`` out. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.mail.letter import Block, Button, Letter, Paragraph, Sender, Translate, addressed, paragraphs

LONGEST_NOTES = 1500  # characters of the minutes in a mail; all of it stands on the reader's own page


@dataclass(frozen=True)
class Agreed:
    """One decision or agreement. ``who`` and ``until`` (a day in words) may be empty."""

    what: str
    who: str = ""
    until: str = ""
    is_decision: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a meeting: its minutes, what was agreed, and what goes with it, by title."""

    notes: str = ""
    agreed: tuple[Agreed, ...] = ()
    materials: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notes or self.agreed or self.materials)


def thanks(
    _: Translate, name: str, sender: Sender, title: str, outcome: Outcome, pulse_url: str, meeting_url: str
) -> Letter:
    """To who was there: thanks, the question whom they know now, and what came of the meeting."""
    return addressed(
        _,
        name,
        sender,
        _("Wie kent u nu? Na de bijeenkomst “%(title)s”", title=title),
        Paragraph(_("Dank dat u er was bij de bijeenkomst “%(title)s”.", title=title)),
        Paragraph(
            _(
                "Wij willen weten wie elkaar nu kennen, en wat u van de bijeenkomst vond. Wilt u dat invullen? "
                "Het kost ongeveer een minuut."
            )
        ),
        Button(_("Vul in wie u kent"), pulse_url),
        Paragraph(
            _(
                "Zo zien wij of mensen in %(project)s elkaar beter weten te vinden. Meedoen is vrijwillig. "
                "Op de pagina staat wie uw antwoorden ziet.",
                project=sender.project,
            )
        ),
        *_what_came_of_it(_, outcome, meeting_url),
        Paragraph(
            _("De knoppen openen uw eigen pagina. Stuur deze mail dus niet door.")
            if outcome
            else _("De knop opent uw eigen pagina. Stuur deze mail dus niet door.")
        ),
    )


def news(_: Translate, name: str, sender: Sender, title: str, outcome: Outcome, meeting_url: str) -> Letter:
    """To who could not be there: what came of the meeting."""
    return addressed(
        _,
        name,
        sender,
        _("Wat u miste: verslag en materiaal van “%(title)s”", title=title),
        Paragraph(_("U kon niet bij de bijeenkomst “%(title)s” zijn. Dit kwam eruit.", title=title)),
        *_what_came_of_it(_, outcome, meeting_url),
        Paragraph(_("De knop opent uw eigen pagina. Stuur deze mail dus niet door.")),
    )


def shortened(text: str, most: int = LONGEST_NOTES) -> str:
    """``text``, cut at a space and marked so when it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    cut = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most))
    return f"{text[: cut if cut > 0 else most - 1].rstrip()}…"


def _what_came_of_it(_: Translate, outcome: Outcome, meeting_url: str) -> tuple[Block, ...]:
    if not outcome:
        return ()
    blocks: list[Block] = []
    if outcome.agreed:
        blocks.append(_listed(_("Dit spraken wij af:"), [_in_a_line(_, each) for each in outcome.agreed]))
    if outcome.materials:
        blocks.append(_listed(_("Dit materiaal hoort erbij:"), outcome.materials))
    if outcome.notes:
        blocks += [Paragraph(_("Uit het verslag:")), *paragraphs(shortened(outcome.notes))]
    return (*blocks, Button(_("Open verslag en materiaal"), meeting_url))


def _listed(heading: str, lines: list[str] | tuple[str, ...]) -> Paragraph:
    return Paragraph("\n".join([heading, *(f"– {line}" for line in lines)]))


def _in_a_line(_: Translate, agreed: Agreed) -> str:
    if agreed.is_decision:
        return _("Besluit: %(what)s", what=agreed.what)
    if agreed.who and agreed.until:
        return _("%(what)s (%(who)s, uiterlijk %(day)s)", what=agreed.what, who=agreed.who, day=agreed.until)
    if agreed.until:
        return _("%(what)s (uiterlijk %(day)s)", what=agreed.what, day=agreed.until)
    return _("%(what)s (%(who)s)", what=agreed.what, who=agreed.who) if agreed.who else agreed.what
