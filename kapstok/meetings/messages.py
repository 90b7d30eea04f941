"""What Kapstok writes to guests. Plain values and the translate function in, a ``Letter`` out.

Moments come in as people read them ("dinsdag 3 maart 2026, 14.00–16.00 uur").
"""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.mail.letter import (
    Block,
    Button,
    Choices,
    Facts,
    Letter,
    Link,
    Paragraph,
    Sender,
    Translate,
    addressed,
    paragraphs,
)
from kapstok.meetings.rules import IN_LINKS, Partstat

# Pages behind a personal link that somebody who has it not at hand can ask for by name.
ERRANDS = ("wie-bel-ik", "wie-is-wie", "wie-kent-u")


@dataclass(frozen=True)
class MeetingInWords:
    """A meeting as a mail tells it."""

    title: str
    when: str
    where: str = ""
    route: str = ""
    accessibility: str = ""
    online_url: str = ""
    themes: tuple[str, ...] = ()
    programme: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that is different now. ``before`` may be empty: it was not known."""

    label: str
    before: str
    after: str


def invitation(
    _: Translate,
    guest: str,
    sender: Sender,
    meeting: MeetingInWords,
    answer_url: str,
    *,
    own_words: str = "",
    answer_by: str = "",
    reads_replies: bool = False,
    lottery_url: str = "",
) -> Letter:
    """The first mail about a meeting.

    ``own_words``: the projectleider's, in blocks with a blank line between them; they stand in nobody's calendar.
    ``reads_replies``: answers given inside a calendar reach us too. ``lottery_url``: where a guest says no to the draw
    of the tables, when there is one.
    """
    return addressed(
        _,
        guest,
        sender,
        _("Uitnodiging: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        *paragraphs(own_words),
        Paragraph(_asks(_, sender, meeting)),
        _facts(_, meeting),
        Paragraph(_ask(_, answer_by)),
        _answers(_, answer_url),
        Paragraph(_ways_to_answer(_, reads_replies)),
        Paragraph(_("De afspraak zit bij deze mail. Staat zij niet vanzelf in uw agenda? Open dan de bijlage.")),
        *_lottery(_, lottery_url),
        Paragraph(_("U krijgt deze uitnodiging omdat u meedoet aan %(project)s.", project=sender.project)),
    )


def update(
    _: Translate,
    guest: str,
    sender: Sender,
    meeting: MeetingInWords,
    answer_url: str,
    changes: tuple[Change, ...],
    *,
    answer: str = "",
    reads_replies: bool = False,
) -> Letter:
    """Something about the meeting changed. ``answer``: what this guest said so far, in words; empty when nothing."""
    ask = _("Wij weten nog niet of u komt. Kies uw antwoord en bevestig het op de pagina die opent.")
    if answer:
        ask = _(
            "Uw antwoord was: %(answer)s. Klopt dat niet meer? "
            "Kies dan een ander antwoord en bevestig het op de pagina die opent.",
            answer=answer,
        )
    return addressed(
        _,
        guest,
        sender,
        _("Gewijzigd: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(_("De bijeenkomst “%(title)s” is gewijzigd. Dit is er anders:", title=meeting.title)),
        Facts(tuple((change.label, _changed(_, change)) for change in changes)),
        Paragraph(_("De bijeenkomst is nu zo:")),
        _facts(_, meeting),
        Paragraph(ask),
        _answers(_, answer_url),
        Paragraph(_ways_to_answer(_, reads_replies)),
    )


def reminder(
    _: Translate,
    guest: str,
    sender: Sender,
    meeting: MeetingInWords,
    answer_url: str,
    stop_url: str,
    *,
    answer_by: str = "",
    reads_replies: bool = False,
) -> Letter:
    """To who was invited and said nothing yet: the facts of now, and a way to hear no more of it."""
    return addressed(
        _,
        guest,
        sender,
        _("Komt u? %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(
            _(
                "U bent uitgenodigd voor de bijeenkomst “%(title)s”. Wij weten nog niet of u komt.",
                title=meeting.title,
            )
        ),
        _facts(_, meeting),
        Paragraph(_ask(_, answer_by)),
        _answers(_, answer_url),
        Paragraph(_ways_to_answer(_, reads_replies)),
        Paragraph(_("Wilt u over deze bijeenkomst geen herinnering meer? U zegt daarmee geen ja en geen nee.")),
        Link(_("Geen herinnering meer"), stop_url),
    )


def withdrawal(_: Translate, guest: str, sender: Sender, meeting: MeetingInWords) -> Letter:
    """One guest is no longer invited; the meeting itself goes on, which is nothing to tell them."""
    return addressed(
        _,
        guest,
        sender,
        _("Uitnodiging ingetrokken: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(
            _(
                "%(contact)s heeft uw uitnodiging voor de bijeenkomst “%(title)s” ingetrokken.",
                contact=sender.contact_name,
                title=meeting.title,
            )
        ),
        Facts(when_and_where(_, meeting)),
        Paragraph(_("U hoeft niets te doen. Blijft de afspraak in uw agenda staan? Verwijder hem dan zelf.")),
    )


def cancellation(_: Translate, guest: str, sender: Sender, meeting: MeetingInWords, reason: str = "") -> Letter:
    """The meeting is off."""
    return addressed(
        _,
        guest,
        sender,
        _("Gaat niet door: %(title)s, %(when)s", title=meeting.title, when=meeting.when),
        Paragraph(_("De bijeenkomst “%(title)s” gaat niet door.", title=meeting.title)),
        Paragraph(reason),
        Facts(when_and_where(_, meeting)),
        Paragraph(_("U hoeft niets te doen. Blijft de afspraak in uw agenda staan? Verwijder hem dan zelf.")),
    )


def personal_link(_: Translate, name: str, sender: Sender, personal_url: str, days: int, errand: str = "") -> Letter:
    """A new link to one's own page, for who asked for it. ``days``: how long it works; ``errand``: of ``ERRANDS``."""
    labels = {
        "wie-bel-ik": _("Zoek wie u kunt bellen"),
        "wie-is-wie": _("Open wie is wie"),
        "wie-kent-u": _("Vul in wie u kent"),
        "gegevens/alles": _("Bekijk al uw gegevens"),
    }
    return addressed(
        _,
        name,
        sender,
        _("Uw link voor %(project)s", project=sender.project),
        Paragraph(_("U vroeg om een nieuwe link naar uw eigen pagina van %(project)s.", project=sender.project)),
        Button(labels.get(errand, _("Open uw pagina")), personal_url),
        Paragraph(
            _("De link werkt %(days)s dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.", days=days)
        ),
        Paragraph(_("Vroeg u hier niet om? Dan hoeft u niets te doen.")),
    )


def calendar_lines(_: Translate, sender: Sender, meeting: MeetingInWords) -> tuple[str, ...]:
    """The description inside the calendar; the builder of the calendar puts the link to answer under it."""
    return (_asks(_, sender, meeting), *fact_lines(_, meeting), _("Laat weten of u komt:"))


def fact_lines(_: Translate, meeting: MeetingInWords) -> tuple[str, ...]:
    """What a meeting is about, a line each; time and place have fields of their own in a calendar.

    So has the online link, but few calendars show that field.
    """
    online = ((_("Online"), meeting.online_url),) if meeting.online_url else ()
    return tuple(f"{label}: {value}" for label, value in (*online, *_about(_, meeting)))


def _asks(_: Translate, sender: Sender, meeting: MeetingInWords) -> str:
    return _(
        "%(contact)s nodigt u namens %(project)s uit voor de bijeenkomst “%(title)s”.",
        contact=sender.contact_name,
        project=sender.project,
        title=meeting.title,
    )


def _ask(_: Translate, answer_by: str) -> str:
    if answer_by:
        return _(
            "Komt u? Kies uiterlijk %(date)s uw antwoord en bevestig het op de pagina die opent. "
            "U hebt geen account nodig.",
            date=answer_by,
        )
    return _("Komt u? Kies uw antwoord en bevestig het op de pagina die opent. U hebt geen account nodig.")


def _lottery(_: Translate, url: str) -> tuple[Block, ...]:
    """That tables are drawn, what is asked of it later, and that one may say no."""
    if not url:
        return ()
    told = _(
        "Bij deze bijeenkomst loten wij een deel van de tafelplaatsen, en na acht weken vragen wij u één keer of u een "
        "aantal gasten kent. Zo leren wij wat samen aan tafel zitten doet. Wilt u niet meedoen aan de loting? "
        "Dan komt u gewoon en vragen wij u niets."
    )
    return Paragraph(told), Link(_("Niet meedoen aan de loting"), url)


def _answers(_: Translate, answer_url: str) -> Choices:
    """Two taps: the link shows the page with this answer chosen, and writes nothing; the button there sends it."""
    labels = {
        Partstat.ACCEPTED: _("Ja, ik kom"),
        Partstat.TENTATIVE: _("Misschien"),
        Partstat.DECLINED: _("Nee, ik kan niet"),
    }
    return Choices(tuple(Button(labels[said], f"{answer_url}?antwoord={word}") for word, said in IN_LINKS.items()))


def _ways_to_answer(_: Translate, reads_replies: bool) -> str:
    if reads_replies:
        return _("U kunt ook antwoorden in uw agenda. De knoppen zijn alleen voor u: stuur deze mail niet door.")
    return _(
        "Antwoord met een van de knoppen: een antwoord dat u in uw agenda geeft, bereikt ons niet. "
        "De knoppen zijn alleen voor u: stuur deze mail niet door."
    )


def _facts(_: Translate, meeting: MeetingInWords) -> Facts:
    return Facts(when_and_where(_, meeting) + _about(_, meeting))


def when_and_where(_: Translate, meeting: MeetingInWords) -> tuple[tuple[str, str], ...]:
    """The facts that every mail about a meeting repeats."""
    rows = ((_("Wanneer"), meeting.when), (_("Waar"), meeting.where), (_("Online"), meeting.online_url))
    return tuple(row for row in rows if row[1])


def _about(_: Translate, meeting: MeetingInWords) -> tuple[tuple[str, str], ...]:
    rows = (
        (_("Thema’s"), ", ".join(meeting.themes)),
        (_("Programma"), meeting.programme),
        (_("Route en parkeren"), meeting.route),
        (_("Toegankelijkheid"), meeting.accessibility),
    )
    return tuple(row for row in rows if row[1])


def _changed(_: Translate, change: Change) -> str:
    if not change.before:
        return change.after
    return _("%(after)s (was: %(before)s)", after=change.after or "–", before=change.before)
