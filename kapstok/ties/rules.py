"""Rules of ties: plain values in, plain values out."""

from __future__ import annotations

from enum import StrEnum

SHORT_LINE = 2  # from this strength on a line is a "korte lijn"


class Source(StrEnum):
    """Where a statement comes from. Sources are chosen in an analysis and never mixed silently."""

    WAVE = "wave"
    PULSE = "pulse"
    PROJECTLEIDER = "projectleider"
    IMPORT = "import"
    PRESENT = "present"  # derived from attendance, never stored as a tie
    SEATED = "seated"  # derived from seats, never stored as a tie
