"""Which pictures stand in which chapter, drawn of the same facts as its sentences and tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kapstok.disclosure import share
from kapstok.evaluation.headlines import MODE, PATHS, Headlines
from kapstok.evaluation.referred import for_publication
from kapstok.evaluation.report import drawings
from kapstok.evaluation.report.chapters.network import UNITS, is_carried, shown_values
from kapstok.evaluation.report.chapters.reported import is_published
from kapstok.evaluation.report.document import Picture
from kapstok.evaluation.report.facts import Facts
from kapstok.evaluation.report.pen import Pen
from kapstok.evaluation.report.rules import Chapter
from kapstok.evaluation.scenes import Cast
from kapstok.network.drawing import Caption
from kapstok.network.graph import NA, Mode, lines
from kapstok.network.measured import Measurement
from kapstok.progress.products.rules import Stage
from kapstok.progress.steps.rules import Step
from kapstok.ties.plans.rules import OF_PATHS, Headline
from kapstok.ties.rules import Source

MOST_BARS = 14  # more are read in the table


@dataclass(frozen=True, eq=False)
class Drawn:
    """Who is drawn person by person, and of which measurements; only for who may see that."""

    cast: Cast
    waves: tuple[Measurement, ...]
    marks: tuple[int, ...]


def pictures(facts: Facts, pen: Pen, drawn: Drawn | None) -> dict[Chapter, list[Picture]]:
    """The pictures of each chapter. ``drawn``: None for what is published."""
    found: dict[Chapter, list[Picture]] = {}
    for chapter, picture in _pictures(facts, pen, drawn):
        found.setdefault(chapter, []).append(picture)
    return found


def _pictures(facts: Facts, pen: Pen, drawn: Drawn | None) -> Iterator[tuple[Chapter, Picture]]:
    if facts.headlines is not None and is_carried(facts.headlines):
        if drawn is not None and len(drawn.waves) > 1:
            yield Chapter.NETWORK, _people(facts, facts.headlines, drawn, pen)
        if _is_dated(facts, facts.headlines):
            yield Chapter.NETWORK, _timeline(facts, facts.headlines, pen)
        if facts.sectors is not None:
            yield Chapter.NETWORK, _sectors(facts, facts.headlines, pen)
    yield from _doings(facts, pen)
    yield from _opinions(facts, pen)


def _people(facts: Facts, found: Headlines, drawn: Drawn, pen: Pen) -> Picture:
    """Everybody in one place for good; lines that at least one of the two states."""
    first, last = drawn.waves[0], drawn.waves[-1]
    title = pen.translate("Het netwerk bij %(toen)s en bij %(nu)s", toen=first.name, nu=last.name)
    then, now = (_lines(wave, drawn.cast, facts.plan.threshold) for wave in (first, last))
    return drawings.network_picture(
        title,
        _caption(facts, found, PATHS, pen),
        drawn.cast.people,
        drawn.cast.positions,
        then,
        now,
        marks=drawn.marks,
        voice=pen.voice,
    )


def _lines(wave: Measurement, cast: Cast, threshold: int) -> drawings.Lines:
    start, end = np.array(lines(wave.state, threshold, PATHS).pairs(), dtype=np.int64).reshape(-1, 2).T
    one, other = cast.into[start], cast.into[end]
    seen = (one != NA) & (other != NA) & (one != other)
    ends = np.unique(np.sort(np.column_stack([one[seen], other[seen]]), axis=1), axis=0)
    return drawings.Lines(wave.name, ends[:, 0], ends[:, 1])


def _is_dated(facts: Facts, found: Headlines) -> bool:
    values = shown_values(found, found.panel, Headline(facts.plan.headline))
    return len(values) > 1 and None not in values


def _timeline(facts: Facts, found: Headlines, pen: Pen) -> Picture:
    """The plan's own figure then and now, with bijeenkomsten and products as marks."""
    _ = pen.translate
    key = Headline(facts.plan.headline)
    (unit, decimals), name = UNITS[key], pen.figures[key]
    first, last = shown_values(found, found.panel, key)
    interval = None if facts.plan.describes else found.intervals[key]
    ends = None if interval is None or first is None else (first + interval[0], first + interval[1])
    days = {wave.name: wave.closed for wave in facts.waves}
    points = (
        drawings.Point(days[found.waves[0].name], first),
        drawings.Point(days[found.waves[-1].name], last, ends),
    )
    used = {since for _name, _product, stage, since in facts.progress.users if stage is not Stage.INTRODUCED}
    happened = (
        (_("Bijeenkomsten"), {each.day for each in facts.together.held}),
        (_("Producten in gebruik"), used),
    )

    def write(value: float) -> str:
        return pen.write(unit, value, decimals)

    return drawings.over_time(
        _("%(cijfer)s: eerst %(toen)s, nu %(nu)s", cijfer=name, toen=write(first or 0.0), nu=write(last or 0.0)),
        _caption(facts, found, PATHS if key in OF_PATHS else MODE, pen),
        [drawings.Series(name, points)],
        [drawings.Happened(what, tuple(sorted(when))) for what, when in happened if when],
        write=write,
        month=pen.month,
        voice=pen.voice,
    )


def _sectors(facts: Facts, found: Headlines, pen: Pen) -> Picture:
    assert facts.sectors is not None
    _ = pen.translate
    across = [share(each.across.part, each.across.whole) for each in found.panel]
    said = {"toen": pen.percent(across[0]), "nu": pen.percent(across[-1])}
    panels = [
        drawings.Panel(wave.name, matrix.share.tolist())
        for wave, matrix in zip(found.waves, facts.sectors.then_and_now, strict=True)
    ]
    title = (
        _("Tussen sectoren: eerst had %(toen)s van de paren een lijn, nu %(nu)s", **said)
        if len(across) > 1
        else _("Tussen sectoren heeft %(nu)s van de paren een lijn", **said)
    )
    return drawings.matrix(title, _caption(facts, found, MODE, pen), facts.sectors.names, panels, voice=pen.voice)


def _caption(facts: Facts, found: Headlines, mode: Mode, pen: Pen) -> str:
    rests = Caption(found.panel[-1].people, found.panel_response, facts.plan.threshold, mode, (Source.WAVE,))
    return rests.text(pen.voice)


def _doings(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Picture]]:
    _ = pen.translate
    if facts.progress.plans:
        rows = [drawings.Bar(pen.steps[step], facts.progress.steps[step]) for step in Step]
        title = _("Met welke stappen organisaties klaar zijn")
        caption = _("Van %(aantal)s organisaties, zoals zij het zelf opgeven.", aantal=pen.number(facts.progress.asked))
        yield Chapter.PRODUCTS, drawings.bars(title, caption, rows, write=pen.number, voice=pen.voice)
    flows = for_publication(list(facts.referred.flows), _("overige stromen"))
    if flows:
        rows = [drawings.Bar(f"{sender} → {receiver}", count) for sender, receiver, count in flows[:MOST_BARS]]
        title = _("Van welke sector naar welke sector mensen zijn verwezen")
        caption = _("Bron: maandtellingen van verwijzers. Geteld is wat is opgeschreven, niet wat er is gebeurd.")
        yield Chapter.REFERRALS, drawings.bars(title, caption, rows, write=pen.number, voice=pen.voice)


def _opinions(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Picture]]:
    """Who agrees with each statement in the last measurement in which it was answered."""
    _ = pen.translate
    last = [(item.text, item.opinions[-1]) for item in facts.said if item.opinions]
    rows = [drawings.Bar(text, found.share, found.interval) for text, found in last if is_published(found)]
    if rows:
        title = _("Wie het eens is met elke uitspraak")
        caption = _(
            "De laatste meting waarin de uitspraak is beantwoord; de streep is het interval van %(deel)s.",
            deel=pen.percent(0.95),
        )
        picture = drawings.bars(title, caption, rows[:MOST_BARS], write=pen.percent, voice=pen.voice, top=1.0)
        yield Chapter.SURVEY, picture
