"""How sure a change is, in sentences: what was seen, whether it can be chance, and how it may not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from kapstok.ties.plans.rules import Headline, Test
from kapstok.web.filters import number
from kapstok.web.headline_words import MEASURES, signed

if TYPE_CHECKING:
    from kapstok.evaluation.change import Change
    from kapstok.evaluation.inference.certainty import Certainty
    from kapstok.evaluation.inference.did import Attendance, Compared
    from kapstok.evaluation.inference.labels import Mixing, Seen
    from kapstok.evaluation.inference.together import Together
    from kapstok.ties.models import MeasurementPlan

LIKELY_CHANCE = 0.05
HARDLY_EVER = 0.001


@dataclass(frozen=True)
class Told:
    """One thing that was looked at: ``sentences`` of what was found, or why there is nothing; ``n`` on what it rests;
    ``caution``: what may not be read in it."""

    title: str
    sentences: tuple[str, ...]
    n: str = ""
    caution: str = ""


@dataclass(frozen=True)
class Words:
    """``tiles`` are what the macro ``stat`` takes; ``verdicts`` say of each interval whether chance can explain it."""

    finding: str
    tiles: tuple[dict, ...]
    verdicts: tuple[str, ...]
    explored: tuple[Told, ...]
    sectors: tuple[tuple[str, ...], ...]


def in_words(found: Certainty, sectors: tuple[str, ...], then: str) -> Words:
    """``sectors`` are the names of the project's; ``then``: what the first measurement is called."""
    figures = dict(found.figures)
    return Words(
        finding=_finding(figures.get(Headline.DENSITY.value), then),
        tiles=tuple(_tile(Headline(key), figure, found.people) for key, figure in found.figures),
        verdicts=tuple(_verdict(Headline(key), figure) for key, figure in found.figures if figure.interval),
        explored=(_gained(found), _across(found), _together(found), _attendance(found)),
        sectors=tuple(_row(each, sectors) for each in found.mixing),
    )


def told(
    found: Certainty, sectors: tuple[str, ...], then: str, threshold: int, plan: MeasurementPlan | None
) -> dict[str, object]:
    """What the part of the page on certainty shows; a plan that only describes leaves chance out."""
    from kapstok.evaluation.inference.certainty import only_described

    by_plan = plan is not None and plan.test == Test.DESCRIBE
    why = ""
    if found.described:
        why = _(
            "Minder dan 40 mensen antwoordden beide keren. Met zo weinig mensen is toeval niet goed te scheiden van "
            "verandering: daarom staat er geen interval bij."
        )
    elif by_plan:
        why = _(
            "Volgens het meetplan worden verschillen alleen beschreven. Daarom staat er geen interval bij: of het "
            "toeval kan zijn, zegt deze pagina niet."
        )
    return {
        "words": in_words(only_described(found) if by_plan else found, sectors, then),
        "basis": _basis(found, threshold),
        "why_described": why,
    }


def _basis(found: Certainty, threshold: int) -> str:
    return _(
        "Vergeleken zijn de %(mensen)s mensen die beide keren antwoordden (van de %(totaal)s), over wie beide keren op "
        "de lijst stond. Lijnen vanaf sterkte %(sterkte)s, zoals iedere persoon ze zelf noemt (met richting). Bron: "
        "alleen metingen.",
        mensen=number(found.people),
        totaal=number(found.roster),
        sterkte=threshold,
    )


def _finding(density: Change | None, then: str) -> str:
    if density is None or density.first is None or density.second is None:
        return ""
    said = {"nu": number(100 * density.second, 1), "toen": number(100 * density.first, 1), "meting": then}
    if density.interval is None:
        return _("Van elke 100 mogelijke lijnen zijn er nu %(nu)s. Bij %(meting)s waren het er %(toen)s.", **said)
    low, high = (signed(100 * end, 1) for end in density.interval)
    return _(
        "Van elke 100 mogelijke lijnen zijn er nu %(nu)s. Bij %(meting)s waren het er %(toen)s "
        "(verschil met 95 %% zekerheid tussen %(laag)s en %(hoog)s).",
        **said,
        laag=low,
        hoog=high,
    )


def _tile(key: Headline, figure: Change, people: int) -> dict:
    measure = MEASURES[key]
    note = None
    if figure.first is not None and figure.second is not None:
        note = measure.difference(figure.first, figure.second, figure.interval)
    return {
        "label": measure.label,
        "before": measure.write(figure.first),
        "value": measure.write(figure.second),
        "n": people,
        "note": note,
    }


def _verdict(key: Headline, figure: Change) -> str:
    name = MEASURES[key].label
    low, high = figure.interval or (0.0, 0.0)
    if low > 0:
        return _("%(cijfer)s: hoger dan eerst, en meer dan toeval alleen geeft.", cijfer=name)
    if high < 0:
        return _("%(cijfer)s: lager dan eerst, en meer dan toeval alleen geeft.", cijfer=name)
    return _("%(cijfer)s: dit verschil kan toeval zijn.", cijfer=name)


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
        (*sentences, *_chance(gained.p, found)),
        n=_("n = %(count)s", count=found.people),
        caution=_(
            "Deze toets doet alsof mensen niets met elkaar te maken hebben. Maar wie bekend wordt, krijgt van velen "
            "tegelijk een lijn. Daarom is dit alleen een verkenning."
        ),
    )


def _across(found: Certainty) -> Told:
    title = _("Maken sectoren verschil?")
    if found.e_i is None:
        return Told(title, (_(found.no_mixing or ""),))
    index = found.e_i
    sentences = [
        _(
            "De E-I-index was %(toen)s en is nu %(nu)s. Als sectoren niets uitmaakten, zou hij nu rond %(verwacht)s "
            "liggen.",
            toen=number(index.first.value, 2),
            nu=number(index.last.value, 2),
            verwacht=number(index.last.expected, 2),
        )
    ]
    if index.last.p is not None:
        sentences.append(_apart(index.last))
    if index.change.p is not None:
        sentences.append(
            _("De verandering zelf kan toeval zijn.")
            if index.change.p >= LIKELY_CHANCE
            else _("De verandering zelf is meer dan toeval alleen geeft.")
        )
    return Told(
        title,
        tuple(sentences),
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
        return Told(_("Samen op een bijeenkomst, en dan een lijn?"), (_(found.no_together or ""),))
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
        (*sentences, *_chance(together.p, found)),
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
        return Told(title, (_(found.no_attendance or ""),))
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
        (stated, *_gap(meeting.stated), received, *_gap(meeting.received)),
        n=_groups(meeting),
        caution=_(
            "Wie komt, verschilt vaak al van wie niet komt. Dit bewijst niet dat de bijeenkomst verschil maakte."
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
            "Verschil %(verschil)s (95 %%-interval van %(laag)s tot %(hoog)s): meer dan toeval alleen geeft.",
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


def _row(each: Mixing, names: tuple[str, ...]) -> tuple[str, ...]:
    """Two sectors, lines then and now each beside what shuffled sectors give, and what of it is more than chance."""
    cells = [
        text for seen in (each.lines.first, each.lines.last) for text in (number(seen.value), number(seen.expected))
    ]
    return (names[each.one], names[each.other], *cells, _than_expected(each.lines.last))


def _than_expected(seen: Seen) -> str:
    if seen.p is None:
        return "–"
    if seen.p >= LIKELY_CHANCE:
        return _("kan toeval zijn")
    return _("meer") if seen.value > seen.expected else _("minder")
