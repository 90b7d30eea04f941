"""All moments of a picture in few bytes, as ``static/js/story.js`` reads them: little-endian arrays in base64.

Lines stand in order of arrival, so that what had come by a moment is a prefix; of each it is kept until when it was.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import numpy as np

from kapstok.network.graph import Bools, Floats
from kapstok.network.replay import Episodes

MOST_PEOPLE = 2**16
STEPS = 2**16 - 1


def packed_places(positions: Floats) -> dict[str, Any]:
    """Positions in steps of 1/65,535 of what they span: ``places`` (x, y, x, y …), ``low`` and ``size`` of [x, y].

    Raises ValueError for more people than 16 bits can number.
    """
    if len(positions) > MOST_PEOPLE:
        raise ValueError(f"a picture holds at most {MOST_PEOPLE} people")
    low = positions.min(axis=0) if len(positions) else np.zeros(2)
    size = np.ptp(positions, axis=0) if len(positions) else np.zeros(2)
    steps = np.round((positions - low) / np.maximum(size, 1e-9) * STEPS)
    return {"places": _text(steps, "<u2"), "low": low.tolist(), "size": size.tolist()}


def packed_lines(story: Episodes) -> dict[str, Any]:
    """``ends`` (a, b, a, b …) in order of arrival; ``begun``: how many had come by each moment; ``until``: the moment
    after the last, a byte each, or two when there are 256 moments or more."""
    line = np.flatnonzero(story.value == 1)
    first = story.first[line].astype(np.uint16)  # numpy sorts 16-bit numbers in one pass
    line = line[np.argsort(first, kind="stable")]
    begun = np.cumsum(np.bincount(first, minlength=story.moments))
    ends = np.empty((len(line), 2), dtype="<u2")
    ends[:, 0], ends[:, 1] = story.a[line], story.b[line]
    wide = "u1" if story.moments < 256 else "<u2"
    return {"ends": _text(ends, "<u2"), "begun": begun.tolist(), "until": _text(story.until[line], wide)}


def packed_heard(heard: Bools) -> str:
    """Moments × people as bits, the first person in the lowest; each moment begins a new byte."""
    return b64encode(np.packbits(heard, axis=1, bitorder="little").tobytes()).decode()


def _text(numbers: Any, kind: str) -> str:
    return b64encode(np.ascontiguousarray(numbers).astype(kind).tobytes()).decode()
