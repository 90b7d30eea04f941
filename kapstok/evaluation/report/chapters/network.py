"""The network then and now: on who answered each time, with what the response allows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapstok.disclosure import SMALL_PUBLISHED
from kapstok.errors import N_
from kapstok.evaluation.headlines import Figures, Headlines
from kapstok.evaluation.report.claims import Claim, Need, Unit, Value, count, people, text
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Facts
from kapstok.evaluation.report.pen import NOT_SHOWN, Pen
from kapstok.evaluation.report.rules import Chapter
from kapstok.ties.plans.rules import FEWEST_FOR_INTERVAL, OF_PATHS, Headline

UNITS = {
    Headline.DENSITY: (Unit.SHARE, 1),
    Headline.DEGREE: (Unit.NUMBER, 1),
    Headline.SHORT_LINES: (Unit.SHARE, 0),
    Headline.DISTANCE: (Unit.NUMBER, 2),
    Headline.CROSS_SECTOR: (Unit.SHARE, 0),
}
TWICE = 2


def claims(facts: Facts) -> Iterator[Claim]:
    """One claim for each thing that two measurements can tell, the plan's own figure first."""
    found = facts.headlines
    order = sorted(Headline, key=lambda key: key != facts.plan.headline)
    yield from _stated(facts)
    for key in order:
        yield _level(facts, found, key)
        if key not in OF_PATHS:
            yield from _difference(facts, found, key)
        if key is Headline.DISTANCE and found is not None:
            yield _reachable(found)
    yield from _turnover(found)


def _stated(facts: Facts) -> Iterator[Claim]:
    found = facts.headlines
    latest = found.stated[-1] if found else None
    yield Claim(
        "network.stated.now",
        Chapter.NETWORK,
        about=N_("Hoeveel lijnen er zijn genoemd"),
        sentence=N_("Bij %(meting)s noemden %(mensen)s mensen samen %(lijnen)s lijnen."),
        values={
            "meting": text(found.waves[-1].name) if found else text(""),
            "mensen": people(latest.people if latest else None),
            "lijnen": count(latest.lines if latest else None),
        },
        needs=(_measured(facts),),
    )


def _level(facts: Facts, found: Headlines | None, key: Headline) -> Claim:
    """The figure in one wave, or in two."""
    needs = (_measured(facts), *_response(found, paths=key in OF_PATHS))
    shown = shown_values(found, found.panel, key) if found else [None]
    names = tuple(wave.name for wave in found.waves) if found else ()
    values = {
        "cijfer": Value(Unit.FIGURE, key),
        "nu": _value(found, key, shown[-1]),
        "mensen": people(found.panel[-1].people if found else None, waves=names),
        "respons": Value(Unit.SHARE, found.panel_response.value if found else None),
    }
    twice = len(shown) == TWICE
    if twice:
        values["toen"] = _value(found, key, shown[0])
    else:
        values["meting"] = text(names[-1] if names else "")
    return Claim(
        f"network.{key}.level",
        Chapter.NETWORK,
        about=N_("%(cijfer)s"),
        sentence=N_("%(cijfer)s: eerst %(toen)s, nu %(nu)s (n = %(mensen)s, respons %(respons)s).")
        if twice
        else N_("%(cijfer)s bij %(meting)s: %(nu)s (n = %(mensen)s, respons %(respons)s)."),
        values=values,
        needs=needs,
        in_summary=key == facts.plan.headline,
    )


def _reachable(found: Headlines) -> Claim:
    """A mean over who can be reached says little where few can."""
    return Claim(
        f"network.{Headline.DISTANCE}.reach",
        Chapter.NETWORK,
        about=N_("Welk deel van de paren elkaar bereikt"),
        sentence=N_("Dat gaat over de paren die elkaar bereiken: nu %(deel)s."),
        values={"deel": Value(Unit.SHARE, found.panel[-1].distances.reachable.value)},
        needs=(
            *_response(found, paths=True),
            Need(
                all(figures.distances.average is not None for figures in found.panel),
                N_("Bij ten minste één van de metingen bereikte niemand een ander via lijnen."),
            ),
        ),
    )


def shown_values(found: Headlines, sets: Sequence[Figures], key: Headline) -> list[float | None]:
    """The figure in each of these sets."""
    return [figures.shown(found.allowed)[key] for figures in sets]


def _value(found: Headlines | None, key: Headline, amount: float | None) -> Value:
    unit, decimals = UNITS[key]
    if found is None:
        return Value(unit, amount, decimals)
    return Value(
        unit,
        amount,
        decimals,
        people=found.panel[-1].people,
        response=found.panel_response,
        interval=found.intervals[key],
        waves=tuple(wave.name for wave in found.waves),
    )


def _difference(facts: Facts, found: Headlines | None, key: Headline) -> Iterator[Claim]:
    """The change with its interval, and what chance has to say of it."""
    unit, decimals = UNITS[key]
    is_share, decimals = unit is Unit.SHARE, max(decimals, 1)
    change_unit = Unit.POINTS if is_share else Unit.DIFFERENCE
    interval = found.intervals[key] if found else None
    shown = shown_values(found, found.panel, key) if found else []
    needs = (
        _measured(facts),
        _twice(facts),
        *_response(found),
        Need(
            found is None or found.panel[-1].people >= FEWEST_FOR_INTERVAL,
            N_("Minder dan veertig mensen antwoordden beide keren. Toeval en verandering zijn dan niet te scheiden."),
        ),
        Need(not facts.plan.describes, N_("Het meetplan koos vooraf om alleen te beschrijven.")),
    )
    first, last = (shown[0], shown[-1]) if len(shown) == TWICE else (None, None)
    change = None if first is None or last is None else last - first
    low, high = interval or (None, None)
    yield Claim(
        f"network.{key}.difference",
        Chapter.NETWORK,
        about=N_("De verandering met een interval: %(cijfer)s"),
        sentence=N_("Verschil: %(verschil)s procentpunt (interval van %(zekerheid)s: %(laag)s tot %(hoog)s).")
        if is_share
        else N_("Verschil: %(verschil)s (interval van %(zekerheid)s: %(laag)s tot %(hoog)s)."),
        values={
            "cijfer": Value(Unit.FIGURE, key),
            "verschil": Value(change_unit, change, decimals, interval=interval),
            "zekerheid": Value(Unit.SHARE, 0.95),
            "laag": Value(change_unit, low, decimals),
            "hoog": Value(change_unit, high, decimals),
        },
        needs=needs,
        in_summary=key == facts.plan.headline,
    )
    if interval is None:
        return
    by_chance = interval[0] <= 0 <= interval[1]
    yield Claim(
        f"network.{key}.chance",
        Chapter.NETWORK,
        about=N_("Of toeval de verandering verklaart: %(cijfer)s"),
        sentence=N_("Toeval alleen kan dit verschil verklaren.")
        if by_chance
        else N_("Zo’n verschil is groter dan toeval alleen meestal geeft. Waardoor het komt, is hiermee niet bekend."),
        values={"cijfer": Value(Unit.FIGURE, key)},
        needs=needs,
        in_summary=key == facts.plan.headline,
    )


def _turnover(found: Headlines | None) -> Iterator[Claim]:
    """What became of lines, and who came and went; nothing to say of it before there are two measurements."""
    if found is None or found.stability is None:
        return
    yield Claim(
        "network.lines.fate",
        Chapter.NETWORK,
        about=N_("Wat er van lijnen is geworden"),
        sentence=N_(
            "Van wat beide keren bekend is, bleven %(gebleven)s lijnen, kwamen er %(nieuw)s bij en zijn er %(weg)s "
            "niet meer genoemd."
        ),
        values={
            "gebleven": count(found.stability.kept),
            "nieuw": count(found.stability.formed),
            "weg": count(found.stability.lost),
        },
        needs=_response(found),
    )
    if found.newcomers:
        yield Claim(
            "network.roster.newcomers",
            Chapter.NETWORK,
            about=N_("Hoeveel mensen er tussen de metingen bij kwamen"),
            sentence=N_("%(mensen)s mensen kwamen er na de eerste meting bij. Zij tellen niet mee in de vergelijking."),
            values={"mensen": people(found.newcomers)},
        )
    if found.leavers:
        yield Claim(
            "network.roster.leavers",
            Chapter.NETWORK,
            about=N_("Hoeveel mensen er tussen de metingen weggingen"),
            sentence=N_("%(mensen)s mensen van de eerste meting deden aan de laatste niet meer mee."),
            values={"mensen": people(found.leavers)},
        )


# What the data must be


def _measured(facts: Facts) -> Need:
    return Need(facts.headlines is not None, N_("Er is nog geen gesloten meting."))


def _twice(facts: Facts) -> Need:
    return Need(len(facts.waves) >= TWICE, N_("Er is maar één gesloten meting. Een verschil vraagt er twee."))


def _response(found: Headlines | None, *, paths: bool = False) -> tuple[Need, ...]:
    """Ten people at least, half of who was asked, and seven of ten for distances; none is looked at before a wave."""
    if found is None:
        return ()
    answered = N_("Minder dan tien mensen antwoordden elke keer die wij vergelijken.")
    return (
        Need(found.panel[-1].people >= SMALL_PUBLISHED, answered),
        Need(found.allowed.structure, N_("Minder dan de helft van de mensen antwoordde.")),
        Need(found.allowed.paths or not paths, N_("Minder dan zeven van de tien mensen antwoordden.")),
    )


def is_carried(found: Headlines) -> bool:
    """Whether anything of the network's structure may be told."""
    return all(need.met for need in _response(found))


# Tables


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    found = facts.headlines
    if found is None or not is_carried(found):
        return
    yield Chapter.NETWORK, _figures(found, pen, sorted(Headline, key=lambda key: key != facts.plan.headline))
    if facts.sectors is not None:
        yield Chapter.NETWORK, _between_sectors(facts, found, pen)


def _figures(found: Headlines, pen: Pen, order: list[Headline]) -> Grid:
    """On the fixed group, and with everybody where those make a group of their own."""
    _ = pen.translate
    names = [wave.name for wave in found.waves]
    sets, heads = list(found.panel), list(names)
    if len(names) == TWICE:
        heads = [_("%(meting)s, vaste groep", meting=name) for name in names]
        extra = [all_of_them.people - found.panel[-1].people for all_of_them in found.everybody]
        if not any(0 < more < SMALL_PUBLISHED for more in extra):
            sets += found.everybody
            heads += [_("%(meting)s, iedereen", meting=name) for name in names]
    people_row = (_("Mensen die antwoordden"), *(pen.number(figures.people) for figures in sets))
    rows = [
        (pen.figures[key], *(_written(pen, key, value) for value in shown_values(found, sets, key))) for key in order
    ]
    return Grid(
        _("Het netwerk in vijf cijfers"),
        (_("Cijfer"), *heads),
        (people_row, *rows),
        numeric=tuple(range(1, len(heads) + 1)),
    )


def _written(pen: Pen, key: Headline, value: float | None) -> str:
    unit, decimals = UNITS[key]
    return pen.write(unit, value, decimals)


def _between_sectors(facts: Facts, found: Headlines, pen: Pen) -> Grid:
    """Each cell: of the pairs observed, which share has a line; then and now."""
    _ = pen.translate
    assert facts.sectors is not None
    names, shares = facts.sectors.names, [matrix.share for matrix in facts.sectors.then_and_now]

    def cell(i: int, j: int) -> str:
        told = [float(share[i, j]) for share in shares]
        written = [NOT_SHOWN if share != share else pen.percent(share) for share in told]  # NaN: nothing observed
        return " → ".join(written)

    rows = tuple((name, *(cell(i, j) for j in range(len(names)))) for i, name in enumerate(names))
    caption = _("Lijnen van sector (rij) naar sector (kolom): welk deel van de paren een lijn heeft")
    return Grid(caption, (_("Sector"), *names), rows, numeric=tuple(range(1, len(names) + 1)))
