"""Several people drawn as one: their lines together, without telling whose each is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kapstok.network.graph import Ints
from kapstok.network.replay import Episodes


def grouped(story: Episodes, into: Ints, people: int) -> Episodes:
    """The lines when person i is drawn as ``into[i]`` (of ``people`` in all), for drawing only.

    There is a line as long as anybody drawn at one end has one with anybody drawn at the other; lines inside a group
    are left out. What is known not to be a line says nothing about a group, and is left out too.
    """
    is_line = story.value == 1
    a, b = into[story.a[is_line]], into[story.b[is_line]]
    if not story.directed:
        a, b = np.minimum(a, b), np.maximum(a, b)
    apart = a != b
    rows = np.column_stack([a, b, story.first[is_line], story.until[is_line]])[apart]
    joined = _joined(rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))].tolist())
    a, b, first, until = np.array(joined, dtype=np.int64).reshape(-1, 4).T
    return replace(story, people=people, a=a, b=b, value=np.ones(len(a), np.int8), first=first, until=until)


def _joined(rows: list[list[int]]) -> list[list[int]]:
    """Rows (a, b, first, until), sorted, with those of one pair that overlap or touch made into one."""
    joined: list[list[int]] = []
    for a, b, first, until in rows:
        last = joined[-1] if joined else None
        if last and last[:2] == [a, b] and first <= last[3]:
            last[3] = max(last[3], until)
        else:
            joined.append([a, b, first, until])
    return joined
