"""How the headline figures are named, explained and written."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok.ties.plans.rules import Headline
from kapstok.web.filters import number, percent


@dataclass(frozen=True)
class Measure:
    """How a headline figure is named, explained and written. ``in_percent``: a share of 0…1."""

    label: str
    explanation: str
    in_percent: bool
    decimals: int

    def write(self, value: float | None) -> str | None:
        if value is None:
            return None
        return (percent if self.in_percent else number)(value, self.decimals)

    def difference(self, first: float, second: float, interval: tuple[float, float] | None) -> str:
        """What changed, with its interval where there is one."""
        size = 100 if self.in_percent else 1
        change, *ends = (signed(size * value, max(self.decimals, 1)) for value in (second - first, *(interval or ())))
        if not ends:
            return (
                _("Verschil %(verschil)s procentpunt", verschil=change)
                if self.in_percent
                else _("Verschil %(verschil)s", verschil=change)
            )
        said = {"verschil": change, "laag": ends[0], "hoog": ends[1]}
        if self.in_percent:
            return _("Verschil %(verschil)s procentpunt (95 %%-interval van %(laag)s tot %(hoog)s)", **said)
        return _("Verschil %(verschil)s (95 %%-interval van %(laag)s tot %(hoog)s)", **said)


MEASURES = {
    Headline.DENSITY: Measure(
        _l("Dichtheid"), _l("Welk deel van alle lijnen die er konden zijn, er ook is."), in_percent=True, decimals=1
    ),
    Headline.DEGREE: Measure(
        _l("Gemiddeld aantal contacten"),
        _l("Met hoeveel mensen iemand gemiddeld zegt een lijn te hebben."),
        in_percent=False,
        decimals=1,
    ),
    Headline.SHORT_LINES: Measure(
        _l("Korte-lijnen-index"),
        _l("Welk deel van de paren uit verschillende sectoren elkaar kent, direct of via één ander."),
        in_percent=True,
        decimals=0,
    ),
    Headline.DISTANCE: Measure(
        _l("Gemiddelde afstand"),
        _l("Via hoeveel stappen mensen elkaar gemiddeld bereiken; 1 is een directe lijn."),
        in_percent=False,
        decimals=2,
    ),
    Headline.CROSS_SECTOR: Measure(
        _l("Lijnen tussen sectoren"),
        _l("Welk deel van alle lijnen tussen mensen van verschillende sectoren ligt."),
        in_percent=True,
        decimals=0,
    ),
}


def signed(value: float, decimals: int) -> str:
    """+1,2 or −0,4: a difference. What is written as 0 has no sign."""
    rounded = round(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + number(abs(value), decimals)
