"""The four other ways to look at a change, in sentences: what was seen, of how many, and what it does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from kapstok.web.filters import number
from kapstok.web.headline_words import signed

if TYPE_CHECKING:
    from kapstok.evaluation.inference.certainty import Certainty
    from kapstok.evaluation.inference.did import Attendance, Compared
    from kapstok.evaluation.inference.labels import Seen
    from kapstok.evaluation.inference.together import Together

LIKELY_CHANCE = 0.05
HARDLY_EVER = 0.001


@dataclass(frozen=True)
class Told:
    """One thing that was looked at: paragraphs on what was found, or why there is nothing; ``n``: on what it rests;
    ``caution``: what may not be read in it. ``sectors``: whether the table of sectors belongs to it."""

    title: str
    found: tuple[str, ...]
    n: str = ""
    caution: str = ""
    sectors: bool = False


def explored(found: Certainty) -> tuple[Told, ...]:
    """Sign-flip, shuffled sectors, being together, attendance."""
    return _gained(found), _across(found), _together(found), _attendance(found)


def _gained(found: Certainty) -> Told:
    title = _("Noemen mensen zelf meer lijnen?")
    gained = found.gained
    if gained is None:
        return Told(title, (_("Hierover is niets bekend."),))
    size = number(abs(gained.mean), 1)
    sentences = [
        _("Wie beide keren antwoordde, noemt nu gemiddeld %(aantal)s lijnen meer dan eerst.", aantal=size)
        if gained.mean >= 0
        else _("Wie beide keren antwoordde, noemt nu gemiddeld %(aantal)s lijnen minder dan eerst.", aantal=size)
    ]
    if None not in (gained.more, gained.fewer, gained.same):
        sentences.append(
            _(
                "Aantal mensen dat er meer noemt: %(meer)s. Minder: %(minder)s. Evenveel: %(gelijk)s.",
                meer=number(gained.more),
                minder=number(gained.fewer),
                gelijk=number(gained.same),
            )
        )
    return Told(
        title,
        (" ".join([*sentences, *_chance(gained.p, found)]),),
        n=_("n = %(count)s", count=found.people),
        caution=_(
            "Deze toets doet alsof mensen niets met elkaar te maken hebben. Maar wie bekend wordt, krijgt van velen "
            "tegelijk een lijn. Daarom is dit alleen een verkenning."
        ),
    )


def _across(found: Certainty) -> Told:
    title = _("Maken sectoren verschil?")
    if found.e_i is None:
        return Told(title, _reason(found.no_mixing))
    index = found.e_i
    sentences = [
        _(
            "De E-I-index was %(toen)s en is nu %(nu)s. Als sectoren niets uitmaakten, zou hij nu rond %(verwacht)s "
            "liggen.",
            toen=signed(index.first.value, 2),
            nu=signed(index.last.value, 2),
            verwacht=signed(index.last.expected, 2),
        )
    ]
    if index.last.p is not None:
        sentences.append(_apart(index.last))
    if index.change.p is not None:
        sentences.append(
            _("De verandering zelf kan toeval zijn.")
            if index.change.p >= LIKELY_CHANCE
            else _("De verandering zelf is meer dan toeval alleen meestal geeft.")
        )
    return Told(
        title,
        (" ".join(sentences),),
        sectors=True,
        n=_("n = %(count)s", count=found.people),
        caution=_(
            "De index loopt van −1 (alle lijnen binnen de eigen sector) tot +1 (alle lijnen ertussen). Hij kan dalen "
            "terwijl er tussen sectoren lijnen bij komen. Kijk dus ook naar de aantallen."
        ),
    )


def _apart(seen: Seen) -> str:
    if seen.p is not None and seen.p >= LIKELY_CHANCE:
        return _("Dat wijkt niet meer af dan toeval geeft.")
    if seen.value < seen.expected:
        return _("Mensen hebben dus vaker een lijn binnen de eigen sector dan toeval geeft.")
    return _("Mensen hebben dus vaker een lijn met een andere sector dan toeval geeft.")


def _together(found: Certainty) -> Told:
    together = found.together
    if together is None:
        return Told(_("Samen op een bijeenkomst, en dan een lijn?"), _reason(found.no_together))
    sentences = [*_shares(together)]
    if together.more is not None:
        sentences.append(
            _(
                "Met dezelfde lijnen vooraf en dezelfde sectoren is het verschil %(verschil)s op elke 100.",
                verschil=signed(100 * together.more, 1),
            )
        )
    return Told(
        _("Samen aan tafel, en dan een lijn?") if together.seated else _("Samen op een bijeenkomst, en dan een lijn?"),
        (" ".join([*sentences, *_chance(together.p, found)]),),
        n=_(
            "%(paren)s keer kon iemand die samen was een nieuwe lijn noemen, %(andere)s keer iemand die dat niet was",
            paren=number(together.pairs),
            andere=number(together.others),
        ),
        caution=_(
            "Dit ging samen. Het zegt niet dat het ene door het andere kwam: wie bij elkaar zat, had misschien toch al "
            "met elkaar te maken gekregen."
        ),
    )


def _shares(together: Together) -> list[str]:
    if together.share is None or together.share_of_others is None:
        return [_("Hoe vaak dat was, staat hier niet: het zou over herkenbare mensen gaan.")]
    said = {"samen": number(100 * together.share, 0), "anders": number(100 * together.share_of_others, 0)}
    if together.seated:
        return [
            _(
                "Van elke 100 keer dat iemand eerst geen lijn had met wie hij aan tafel kwam te zitten, is er nu "
                "%(samen)s keer een lijn. Met anderen is dat %(anders)s keer.",
                **said,
            )
        ]
    return [
        _(
            "Van elke 100 keer dat iemand eerst geen lijn had met wie op dezelfde bijeenkomst kwam, is er nu "
            "%(samen)s keer een lijn. Met anderen is dat %(anders)s keer.",
            **said,
        )
    ]


def _attendance(found: Certainty) -> Told:
    title = _("Wie kwam naast wie niet kwam")
    meeting = found.attendance
    if meeting is None:
        return Told(title, _reason(found.no_attendance))
    before = _(
        "Bij de eerste meting noemde wie later kwam gemiddeld %(kwam)s lijnen, en wie niet kwam %(niet)s.",
        kwam=number(meeting.attended_before, 1),
        niet=number(meeting.absent_before, 1),
    )
    stated = _(
        "Verandering in het aantal lijnen dat iemand noemt: gemiddeld %(kwam)s voor wie op een bijeenkomst was, "
        "%(niet)s voor wie niet kwam.",
        **_both(meeting.stated),
    )
    received = _(
        "Verandering in hoe vaak anderen iemand noemen: gemiddeld %(kwam)s voor wie op een bijeenkomst was, "
        "%(niet)s voor wie niet kwam.",
        **_both(meeting.received),
    )
    return Told(
        title,
        (before, " ".join([stated, *_gap(meeting.stated)]), " ".join([received, *_gap(meeting.received)])),
        n=_groups(meeting),
        caution=_(
            "Wie komt, verschilt vaak al van wie niet komt. En wie eerst veel lijnen noemt, noemt er later vaak "
            "vanzelf minder, en omgekeerd. Dit bewijst dus niet dat de bijeenkomst verschil maakte."
        ),
    )


def _both(compared: Compared) -> dict[str, str]:
    return {"kwam": signed(compared.attended, 1), "niet": signed(compared.absent, 1)}


def _gap(compared: Compared) -> tuple[str, ...]:
    if compared.interval is None:
        return ()
    low, high = compared.interval
    said = {
        "verschil": signed(compared.difference, 1),
        "laag": signed(low, 1),
        "hoog": signed(high, 1),
    }
    if low <= 0 <= high:
        return (_("Verschil %(verschil)s (95 %%-interval van %(laag)s tot %(hoog)s): dit kan toeval zijn.", **said),)
    return (
        _(
            "Verschil %(verschil)s (95 %%-interval van %(laag)s tot %(hoog)s): meer dan toeval alleen meestal geeft.",
            **said,
        ),
    )


def _groups(meeting: Attendance) -> str:
    return _("n = %(kwam)s die kwamen en %(niet)s die niet kwamen", kwam=meeting.attended, niet=meeting.absent)


def _chance(p: float | None, found: Certainty) -> tuple[str, ...]:
    """How often chance alone would give as much; nothing where nothing is tested."""
    if found.described or p is None:
        return ()
    if p < HARDLY_EVER:
        return (_("Bij toeval alleen is een verschil als dit er minder dan 1 op de 1.000 keer."),)
    times = number(max(1, round(1000 * p)))
    if p < LIKELY_CHANCE:
        return (_("Bij toeval alleen is een verschil als dit er %(keer)s van de 1.000 keer.", keer=times),)
    return (
        _("Bij toeval alleen is een verschil als dit er %(keer)s van de 1.000 keer: dit kan toeval zijn.", keer=times),
    )


def _reason(msgid: str | None) -> tuple[str, ...]:
    """Why a part is not there, as its only sentence."""
    return (_(msgid),) if msgid else ()
