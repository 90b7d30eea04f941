"""Whether a number is so far from the last one that somebody should look again. Pure."""

from __future__ import annotations

SMALLEST_JUMP = 10  # from 1 to 4 is four times as much, and nothing to ask about
FACTOR = 3


def is_jump(before: int | None, now: int) -> bool:
    """Whether ``now`` is at least three times ``before`` or at most a third, and differs by ten or more.

    Without a number before there is nothing to compare with.
    """
    if before is None or abs(now - before) < SMALLEST_JUMP:
        return False
    return now >= FACTOR * before or now * FACTOR <= before
