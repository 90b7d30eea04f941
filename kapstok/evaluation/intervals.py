"""Intervals round shares of people."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054  # the normal distribution's 97.5 % point


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % interval of the share ``part / whole`` (Wilson 1927), within 0…1. Nobody: None."""
    if not whole:
        return None
    share, shrink = part / whole, 1 + Z95**2 / whole
    middle = (share + Z95**2 / (2 * whole)) / shrink
    margin = Z95 * sqrt(share * (1 - share) / whole + Z95**2 / (4 * whole**2)) / shrink
    return max(0.0, middle - margin), min(1.0, middle + margin)
