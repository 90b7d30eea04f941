"""Bijeenkomsten, and what went together with them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.disclosure import SMALL_PUBLISHED
from kapstok.errors import N_
from kapstok.evaluation.chain.beside import Beside, Side
from kapstok.evaluation.chain.telling import NOTHING, Steps
from kapstok.evaluation.report.chapters.reported import share_in_words
from kapstok.evaluation.report.claims import FEWEST_PAIRS, TOO_SMALL, Claim, Need, Unit, Value, count, day, pairs
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Facts, Together
from kapstok.evaluation.report.pen import NOT_SHOWN, Pen
from kapstok.evaluation.report.rules import Chapter

NONE_HELD = N_("Er was nog geen bijeenkomst.")


def claims(facts: Facts) -> Iterator[Claim]:
    together = facts.together
    days = [each.day for each in together.held]
    yield Claim(
        "meetings.held.count",
        Chapter.MEETINGS,
        about=N_("Hoeveel bijeenkomsten er waren"),
        sentence=N_("Er was één bijeenkomst, op %(eerste)s.")
        if len(days) == 1
        else N_("Er waren %(aantal)s bijeenkomsten, van %(eerste)s tot en met %(laatste)s."),
        values={
            "aantal": count(len(days) or None),
            "eerste": day(min(days, default=None)),
            "laatste": day(max(days, default=None)),
        },
        needs=(Need(bool(days), NONE_HELD),),
        in_summary=True,
    )
    if days:
        yield Claim(
            "meetings.held.pairs",
            Chapter.MEETINGS,
            about=N_("Hoeveel paren mensen samen op een bijeenkomst waren"),
            sentence=N_(
                "Daar waren %(paren)s verschillende paren mensen ten minste één keer samen. Samen aanwezig zijn is "
                "nog geen kennismaking."
            ),
            values={"paren": pairs(together.pairs or None)},
        )
        yield from _chain(together.steps or NOTHING, together.steps_of)
        yield from _beside(together.lines)


def _chain(steps: Steps, bijeenkomsten: int) -> Iterator[Claim]:
    """What went together with the bijeenkomsten that are six months ago, and never what they led to."""
    yield Claim(
        "meetings.chain.new",
        Chapter.MEETINGS,
        about=N_("Hoeveel paren zonder lijn voor het eerst samen op een bijeenkomst waren"),
        sentence=N_(
            "Aantal bijeenkomsten waarvan de zes maanden erna zijn geteld: %(bijeenkomsten)s. Daar waren %(paren)s "
            "paren die nog geen lijn noemden, voor het eerst samen op een bijeenkomst."
        ),
        values={"bijeenkomsten": count(bijeenkomsten), "paren": pairs(steps.new or None)},
    )
    yield Claim(
        "meetings.chain.line",
        Chapter.MEETINGS,
        about=N_("Hoeveel van die paren daarna een lijn noemden"),
        sentence=N_(
            "Van %(bekend)s daarvan is bekend hoe het verder ging: %(lijnen)s paren noemden binnen zes maanden een "
            "lijn. Dat ging samen met de bijeenkomst; of het daarvan komt, is niet bekend."
        ),
        values={
            "bekend": pairs(steps.known or None, steps.unknown or 0),
            "lijnen": pairs(steps.line, steps.none or 0),
        },
    )


def _beside(found: Beside | None) -> Iterator[Claim]:
    """Who was there together beside who was invited and was not."""
    met, missed, interval = (found.met, found.missed, found.interval) if found else (None, None, None)
    about = N_("Of wie er samen was, daarna vaker een lijn noemde dan wie er niet samen was")
    sides = [side for side in (met, missed) if side is not None]
    needs = (
        Need(
            len(sides) == 2,
            N_("Daarvoor zijn te weinig paren bekend van mensen die wel en mensen die niet samen kwamen."),
        ),
        Need(all(map(_is_large, sides)), TOO_SMALL),
    )
    yield Claim(
        "meetings.beside.lines",
        Chapter.MEETINGS,
        about=about,
        sentence=N_(
            "Van de paren die er samen waren, noemde daarna %(wel)s een lijn. Van de paren die allebei waren "
            "uitgenodigd maar er niet samen waren, was dat %(niet)s."
        ),
        values={
            "wel": Value(Unit.SHARE, met.share if met else None, interval=interval),
            "niet": Value(Unit.SHARE, missed.share if missed else None),
        },
        needs=needs,
    )
    if found is not None and found.difference is not None and interval is not None:
        low, high = interval
        yield Claim(
            "meetings.beside.difference",
            Chapter.MEETINGS,
            about=about,
            sentence=N_("Verschil: %(verschil)s procentpunt (interval van %(zekerheid)s: %(laag)s tot %(hoog)s)."),
            values={
                "verschil": Value(Unit.POINTS, found.difference),
                "zekerheid": Value(Unit.SHARE, 0.95),
                "laag": Value(Unit.POINTS, low),
                "hoog": Value(Unit.POINTS, high),
            },
            needs=needs,
        )


def _is_large(side: Side) -> bool:
    """Whether it is of ten people at least, and so are its two parts."""
    parts = (side.part, side.pairs - side.part)
    return side.people >= SMALL_PUBLISHED and not any(0 < part < FEWEST_PAIRS for part in parts)


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    if facts.together.held:
        yield Chapter.MEETINGS, _held(facts.together, pen)


def _held(together: Together, pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple(
        (
            each.title,
            pen.day(each.day),
            each.method or NOT_SHOWN,
            _present(each.present, pen),
            share_in_words(each.useful, pen),
        )
        for each in together.held
    )
    columns = (_("Bijeenkomst"), _("Datum"), _("Werkvorm"), _("Aanwezig"), _("Vond het nuttig"))
    return Grid(_("Alle bijeenkomsten"), columns, rows, numeric=(3, 4))


def _present(number: int, pen: Pen) -> str:
    if 0 < number < SMALL_PUBLISHED:
        return pen.translate("minder dan %(grens)s", grens=pen.number(SMALL_PUBLISHED))
    return pen.number(number) if number else NOT_SHOWN
