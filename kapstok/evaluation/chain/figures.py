"""The chain as a figure: three bars that go together, two shares beside one another, and who never came. Pure.

Every title says "ging samen met": what came after a bijeenkomst need not come of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kapstok.evaluation.chain.beside import Beside, Side
from kapstok.evaluation.chain.spill_over import Moved
from kapstok.evaluation.chain.telling import Steps
from kapstok.network.drawing import Cell, Figure, Plotly, Voice, frame, quiet_axis, safe
from kapstok.network.marks import ACCENT, MUTED, PALE, PRIMARY

HUNDRED = 100


def three_steps(steps: Steps, caption: str, voice: Voice) -> Figure:
    """Bars of pairs that met for the first time, those with a line afterwards, and those with a first referral too.

    ``steps`` without a ``new`` has nothing to draw: ask ``telling`` first. Steps that may not be told are not drawn.
    """
    _ = voice.translate
    names = [
        _("Nieuwe ontmoetingen"),
        _("Daarna een lijn"),
        _("Daarna een lijn en een eerste verwijzing"),
    ]
    counts = [steps.new, steps.line, steps.referral]
    drawn = [(name, count) for name, count in zip(names, counts, strict=True) if count is not None]
    rest: list[tuple[Cell, ...]] = [
        (_("Daarna geen lijn"), steps.none),
        (_("Niet bekend, want niet gehoord"), steps.unknown),
    ]
    return Figure(
        data=[_bars(drawn, [PALE, PRIMARY, ACCENT], voice)],
        layout=_lying(voice, quiet_axis(rangemode="tozero", tickformat=",d")),
        title=_steps_title(steps, voice),
        caption=caption,
        columns=(_("Stap"), _("Paren")),
        rows=[*zip(names, counts, strict=True), *rest],
        plain=_steps_in_words(steps, voice),
    )


def _steps_title(steps: Steps, voice: Voice) -> str:
    _ = voice.translate
    new, line = voice.number(steps.new, 0), voice.number(steps.line, 0)
    if steps.line is None:
        return _("%(paren)s paren zagen elkaar voor het eerst", paren=new)
    if not steps.known:
        return _("%(paren)s paren zagen elkaar voor het eerst; wat ervan werd, is niet bekend", paren=new)
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
        "Van %(paren)s paren die elkaar nog niet kenden, is van %(bekend)s bekend hoe het verder ging. Daarvan noemden "
        "%(lijnen)s paren binnen zes maanden een lijn. Of dat door de bijeenkomst komt, is hiermee niet gezegd.",
        paren=voice.number(steps.new, 0),
        bekend=voice.number(steps.known, 0),
        lijnen=voice.number(steps.line, 0),
    )


def two_shares(lines: Beside, referrals: Beside, caption: str, voice: Voice) -> Figure | None:
    """The share with a line afterwards of who met and of who missed it, and under it that with a first referral.

    None where neither may be told.
    """
    _ = voice.translate
    kinds = ((_("Lijn in een meting"), lines), (_("Eerste verwijzing"), referrals))
    shown = [
        (what, who, side)
        for what, beside in kinds
        for who, side in ((_("samen aanwezig"), beside.met), (_("uitgenodigd, niet samen aanwezig"), beside.missed))
        if side is not None
    ]
    if not shown:
        return None
    return Figure(
        data=[_shares(shown, voice)],
        layout=_lying(voice, quiet_axis(rangemode="tozero", tickformat=".0%")),
        title=_shares_title(lines, voice),
        caption=caption,
        columns=(_("Wat daarna kwam"), _("Paren"), _("Deel"), _("Daarvan"), _("Van zoveel paren"), _("Mensen")),
        rows=[
            (what, who, voice.percent(side.share, 0), side.part, side.pairs, side.people) for what, who, side in shown
        ],
        plain=_shares_in_words(lines, voice),
    )


def _shares(shown: Sequence[tuple[str, str, Side]], voice: Voice) -> Plotly:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [safe(f"{what}, {who}") for what, who, _side in shown],
        "x": [side.share for _what, _who, side in shown],
        "text": [voice.percent(side.share, 0) for _what, _who, side in shown],
        "textposition": "auto",
        "marker": {"color": [(PRIMARY, MUTED)[number % 2] for number in range(len(shown))]},
        "hoverinfo": "skip",
    }


def _shares_title(lines: Beside, voice: Voice) -> str:
    _ = voice.translate
    if lines.met is None or lines.missed is None:
        return _("Lijnen van wie er samen was, zijn niet te vergelijken met die van wie er niet samen was")
    shares = {"wel": voice.percent(lines.met.share, 0), "niet": voice.percent(lines.missed.share, 0)}
    return _("Samen aanwezig zijn ging samen met een lijn bij %(wel)s van de paren; niet samen: %(niet)s", **shares)


def _shares_in_words(lines: Beside, voice: Voice) -> str:
    _ = voice.translate
    if lines.met is None or lines.missed is None:
        return ""
    said = {"wel": _per_hundred(lines.met.share, voice), "niet": _per_hundred(lines.missed.share, voice)}
    if lines.interval is None:
        return _(
            "Van elke 100 paren die er samen waren, noemden er daarna %(wel)s een lijn; van elke 100 paren die er "
            "allebei voor waren uitgenodigd maar niet samen kwamen, %(niet)s.",
            **said,
        )
    return _(
        "Van elke 100 paren die er samen waren, noemden er daarna %(wel)s een lijn; van elke 100 paren die er allebei "
        "voor waren uitgenodigd maar niet samen kwamen, %(niet)s (95 %%: verschil van %(van)s tot %(tot)s).",
        **said,
        van=_signed(lines.interval[0], voice),
        tot=_signed(lines.interval[1], voice),
    )


def never_came(moves: Sequence[tuple[str, Moved]], people: int, caption: str, voice: Voice) -> Figure:
    """Then and now of people who never came: each of ``moves`` is with whom, and the lines with them."""
    _ = voice.translate
    then, now = _("eerst"), _("nu")
    shown = [
        (f"{whom}, {when}", ratio) for whom, moved in moves for when, ratio in ((then, moved.then), (now, moved.now))
    ]
    return Figure(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "y": [safe(name) for name, _ratio in shown],
                "x": [ratio.value for _name, ratio in shown],
                "text": [voice.percent(ratio.value, 0) for _name, ratio in shown],
                "textposition": "auto",
                "marker": {"color": [(PALE, PRIMARY)[number % 2] for number in range(len(shown))]},
                "hoverinfo": "skip",
            }
        ],
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


def _bars(shown: Sequence[tuple[str, int]], colours: Sequence[str], voice: Voice) -> Plotly:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [name for name, _count in shown],
        "x": [count for _name, count in shown],
        "text": [voice.number(count, 0) for _name, count in shown],
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
