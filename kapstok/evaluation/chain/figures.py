"""The chain as a figure: three bars that go together, two shares beside one another, and who never came. Pure.

Every title says "ging samen met": what came after a bijeenkomst need not come of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap

from kapstok.evaluation.chain.beside import Beside, Side
from kapstok.evaluation.chain.spill_over import Moved
from kapstok.evaluation.chain.telling import Steps
from kapstok.network.drawing import Cell, Figure, Plotly, Voice, frame, quiet_axis, safe
from kapstok.network.marks import ACCENT, MUTED, PALE, PRIMARY

HUNDRED = 100
LABEL_WIDTH = 20  # characters beside a bar: on a phone half of the width is left for the bar


def three_steps(steps: Steps, caption: str, voice: Voice) -> Figure:
    """Bars of pairs that met for the first time, those with a line afterwards, and those with a first referral too.

    Where it is known of some what became of them, the first bar is of those: the others are counted in words. Steps
    that may not be told are not drawn.
    """
    _ = voice.translate
    names = [
        _("Nieuwe ontmoetingen waarvan bekend is hoe het verder ging") if steps.known else _("Nieuwe ontmoetingen"),
        _("Daarna een lijn"),
        _("Daarna een lijn en een eerste verwijzing"),
    ]
    counts = [steps.known or steps.new, steps.line, steps.referral]
    drawn = [(name, count) for name, count in zip(names, counts, strict=True) if count is not None]
    rest: list[tuple[Cell, ...]] = [
        (_("Daarna geen lijn"), steps.none),
        (_("Niet bekend, want niet gehoord"), steps.unknown),
        (_("Alle nieuwe ontmoetingen"), steps.new),
    ]
    return Figure(
        data=[_lying_bars(drawn, [MUTED, PRIMARY, ACCENT], voice.number)],
        layout=_lying(voice, quiet_axis(rangemode="tozero", tickformat=",d")),
        title=_steps_title(steps, voice),
        caption=caption,
        columns=(_("Stap"), _("Paren")),
        rows=[*zip(names, counts, strict=True), *rest],
        plain=_steps_in_words(steps, voice),
    )


def _steps_title(steps: Steps, voice: Voice) -> str:
    _ = voice.translate
    new, line = voice.number(steps.known or steps.new, 0), voice.number(steps.line, 0)
    if steps.line is None:
        return _("%(paren)s paren waren voor het eerst samen op een bijeenkomst", paren=new)
    if not steps.known:
        return _(
            "%(paren)s paren waren voor het eerst samen op een bijeenkomst; wat ervan werd, is niet bekend",
            paren=new,
        )
    if steps.referral is None:
        return _("%(paren)s nieuwe ontmoetingen gingen samen met %(lijnen)s nieuwe lijnen", paren=new, lijnen=line)
    return _(
        "%(paren)s nieuwe ontmoetingen gingen samen met %(lijnen)s nieuwe lijnen; bij %(verwijzingen)s daarvan kwam "
        "ook een eerste verwijzing",
        paren=new,
        lijnen=line,
        verwijzingen=voice.number(steps.referral, 0),
    )


def _steps_in_words(steps: Steps, voice: Voice) -> str:
    _ = voice.translate
    if steps.line is None or not steps.known:
        return ""
    return _(
        "Van %(paren)s paren die nog geen lijn noemden en voor het eerst samen op een bijeenkomst waren, is van "
        "%(bekend)s bekend hoe het verder ging. Daarvan noemden %(lijnen)s paren binnen zes maanden een lijn. Of dat "
        "door de bijeenkomst komt, is hiermee niet gezegd.",
        paren=voice.number(steps.new, 0),
        bekend=voice.number(steps.known, 0),
        lijnen=voice.number(steps.line, 0),
    )


def lines_beside_figure(found: Beside, caption: str, voice: Voice) -> Figure | None:
    """The share with a line afterwards, of pairs that were there together and of pairs that missed one another.

    None where that may not be told.
    """
    _ = voice.translate
    if found.met is None or found.missed is None:
        return None
    said = {"wel": _per_hundred(found.met.share, voice), "niet": _per_hundred(found.missed.share, voice)}
    title = _("Samen aanwezig zijn ging samen met een lijn bij %(wel)s van elke 100 paren; anders bij %(niet)s", **said)
    if found.interval is None:
        plain = _(
            "Van elke 100 paren die er samen waren, noemden er daarna %(wel)s een lijn. Van elke 100 paren die allebei "
            "waren uitgenodigd maar er niet samen waren, noemden er %(niet)s een lijn.",
            **said,
        )
    else:
        plain = _(
            "Van elke 100 paren die er samen waren, noemden er daarna %(wel)s een lijn. Van elke 100 paren die allebei "
            "waren uitgenodigd maar er niet samen waren, noemden er %(niet)s een lijn (95 %%: verschil van %(van)s tot "
            "%(tot)s).",
            **said,
            van=_signed(found.interval[0], voice),
            tot=_signed(found.interval[1], voice),
        )
    return _beside(found.met, found.missed, title, plain, caption, voice)


def referrals_beside_figure(found: Beside, caption: str, voice: Voice) -> Figure | None:
    """The share of which the organisations referred to each other for the first time afterwards; None as above."""
    _ = voice.translate
    if found.met is None or found.missed is None:
        return None
    said = {"wel": _per_hundred(found.met.share, voice), "niet": _per_hundred(found.missed.share, voice)}
    return _beside(
        found.met,
        found.missed,
        _(
            "Samen aanwezig zijn ging samen met een eerste verwijzing bij %(wel)s van elke 100 paren; anders bij "
            "%(niet)s",
            **said,
        ),
        _(
            "Van elke 100 paren die er samen waren, begonnen bij %(wel)s hun organisaties daarna naar elkaar te "
            "verwijzen. Van elke 100 paren die allebei waren uitgenodigd maar er niet samen waren, bij %(niet)s.",
            **said,
        ),
        caption,
        voice,
    )


def _beside(met: Side, missed: Side, title: str, plain: str, caption: str, voice: Voice) -> Figure:
    _ = voice.translate
    sides = ((_("Samen aanwezig"), met), (_("Uitgenodigd, niet samen aanwezig"), missed))
    shares = [(name, side.share) for name, side in sides]
    return Figure(
        data=[_lying_bars(shares, [PRIMARY, MUTED], voice.percent)],
        layout=_lying(voice, quiet_axis(rangemode="tozero", tickformat=".0%")),
        title=title,
        caption=caption,
        columns=(_("Paren"), _("Deel"), _("Daarvan"), _("Van zoveel paren"), _("Mensen")),
        rows=[(name, voice.percent(side.share, 0), side.part, side.pairs, side.people) for name, side in sides],
        plain=plain,
    )


def never_came(moves: Sequence[tuple[str, Moved]], people: int, caption: str, voice: Voice) -> Figure:
    """Then and now of people who never came: each of ``moves`` is with whom, and the lines with them."""
    _ = voice.translate
    then, now = _("eerst"), _("nu")
    shown = [
        (f"{whom}, {when}", ratio.value or 0.0)
        for whom, moved in moves
        for when, ratio in ((then, moved.then), (now, moved.now))
    ]
    return Figure(
        data=[_lying_bars(shown, [(PALE, PRIMARY)[number % 2] for number in range(len(shown))], voice.percent)],
        layout=_lying(voice, quiet_axis(rangemode="tozero", tickformat=".0%")),
        title=_never_title(moves, voice),
        caption=caption,
        columns=(_("Lijnen met"), _("Eerst"), _("Nu"), _("Gevraagde paren")),
        rows=[(whom, moved.then.part, moved.now.part, moved.now.whole) for whom, moved in moves],
        plain=_(
            "Dit gaat over %(mensen)s mensen die nooit op een bijeenkomst waren. Ook hun lijnen kunnen veranderen: "
            "doordat anderen elkaar leerden kennen, of om heel andere redenen.",
            mensen=voice.number(people, 0),
        ),
    )


def _never_title(moves: Sequence[tuple[str, Moved]], voice: Voice) -> str:
    whom, moved = moves[0]
    return voice.translate(
        "Wie nooit kwam, had eerst een lijn met %(toen)s van %(wie)s, nu met %(nu)s",
        wie=whom,
        toen=voice.percent(moved.then.value, 0),
        nu=voice.percent(moved.now.value, 0),
    )


def _lying_bars(
    shown: Sequence[tuple[str, float]], colours: Sequence[str], write: Callable[[float | None, int], str]
) -> Plotly:
    return {
        "type": "bar",
        "orientation": "h",
        "y": ["<br>".join(wrap(safe(name), LABEL_WIDTH)) for name, _value in shown],
        "x": [value for _name, value in shown],
        "text": [write(value, 0) for _name, value in shown],
        "textposition": "auto",
        "marker": {"color": list(colours[: len(shown)])},
        "hoverinfo": "skip",
    }


def _lying(voice: Voice, across: Plotly) -> Plotly:
    return frame(
        voice,
        margin={"l": 8, "r": 24, "t": 8, "b": 32},
        bargap=0.35,
        xaxis=across,
        yaxis=quiet_axis(autorange="reversed"),
    )


def _per_hundred(share: float, voice: Voice) -> str:
    return voice.number(HUNDRED * share, 0)


def _signed(share: float, voice: Voice) -> str:
    """+14 or −3, of every hundred."""
    points = round(HUNDRED * share)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{voice.number(abs(points), 0)}"
