"""What R said of the same network (tests/golden/inference.R), and that network by the same rule."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kapstok.network.graph import NA, Bools, Lines

PRINTED = Path(__file__).parents[3] / "golden" / "inference.txt"
PEOPLE = 16
SECTOR = np.array([0] * 6 + [1] * 6 + [2] * 4)
EVERYBODY = np.ones(PEOPLE, dtype=bool)
SAME = SECTOR[:, None] == SECTOR


def said(name: str) -> list[float]:
    """The numbers that R printed behind this word."""
    (row,) = [line.split()[1:] for line in PRINTED.read_text().splitlines() if line.split()[0] == name]
    return [float(number) for number in row]


def observed(cells: Bools) -> Lines:
    """A network of which everything is known."""
    return Lines(np.where(np.eye(len(cells), dtype=bool), NA, cells).astype(np.int8), directed=True)


_i, _j = np.indices((PEOPLE, PEOPLE))
_first = (7 * _i + 11 * _j + 3 * _i * _j) % 13 < np.where(SAME, 5, 2)
SEATED = ((_i + _j) % 4 == 0) & (_i != _j)
_last = (5 * _i + 9 * _j + _i * _j) % 11 < 2 + 3 * _first + 2 * SEATED
FIRST, LAST = observed(_first), observed(_last)
