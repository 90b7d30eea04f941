"""Matrices for RSiena: one per closed measurement, people in one order, with what is not known and who was not there.

Ripley e.a., Manual for RSiena: NA is a missing value; 10 is a structural zero, where no line could be stated.
"""

from __future__ import annotations

import csv
import io

import numpy as np

from kapstok.evaluation.coarse import as_seen
from kapstok.evaluation.exports import closed, seen
from kapstok.network.graph import NA, Ints
from kapstok.network.measured import Measurement, Network
from kapstok.takeaway import safe_cell
from kapstok.ties.rules import SHORT_LINE

MISSING, STRUCTURAL_ZERO = -1, 10


def matrix(network: Network, wave: Measurement) -> Ints:
    """n × n among who is ``seen``, in that order: 1 a line of strength 2 or more, 0 none, −1 not known, 10 not asked.

    Rows are who says it. Who was not on the roster, or does not answer questions, has a row of 10; who stood on no
    list has a column of 10. The diagonal is 0, as RSiena wants it.
    """
    here = seen(network)
    said = wave.state.strength[np.ix_(here, here)]
    values = np.where(said == NA, MISSING, said >= SHORT_LINE).astype(np.int64)
    values[~wave.asked[here], :] = STRUCTURAL_ZERO
    values[:, ~wave.named[here]] = STRUCTURAL_ZERO
    np.fill_diagonal(values, 0)
    return values


def files(network: Network) -> dict[str, bytes]:
    """By name: a matrix for each closed measurement, and the people in the order of its rows."""
    found = {f"meting-{wave.number}.txt": _as_text(matrix(network, wave)) for wave in closed(network)}
    return {**found, "deelnemers.csv": _people(network)}


def _as_text(values: Ints) -> bytes:
    """A line for each row, cells parted by a space; NA where it is not known."""
    rows = (" ".join("NA" if cell == MISSING else str(cell) for cell in row) for row in values.tolist())
    return "".join(f"{row}\n" for row in rows).encode()


def _people(network: Network) -> bytes:
    """The row number from 1, the pseudonym, and the sector in words and as a number (for ``coCovar``)."""
    people, text = as_seen(network), io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(("rij", "deelnemer", "sector", "sectornummer"))
    for row, i in enumerate(seen(network), 1):
        kind = int(people.sector[i])
        writer.writerow((row, people.labels[i], safe_cell(people.sectors[kind]), kind + 1))
    return text.getvalue().encode()
