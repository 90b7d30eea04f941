"""What the figures cost as a network grows, as a table for docs/performance.md: ``python -m bench.growth``.

Not a part of ``make bench``: the largest network takes minutes. Seconds are of processor time, on one core.
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import tracemalloc
from importlib.metadata import version
from pathlib import Path

from bench.generate import growing_network
from bench.network import MOMENTS, SEED, Keeps, ours
from bench.peers import timed
from kapstok.network.brokers import choose_pivots, estimated_betweenness
from kapstok.network.graph import Ints
from kapstok.network.paths import spread
from kapstok.network.replay import episodes

SIZES = (200, 2_000, 10_000, 50_000)
TIES_EACH = 10  # of each person, as people and ties grow together


def main() -> None:
    if len(sys.argv) > 1:
        print(line(int(sys.argv[1])))
        return
    print(machine())
    print("| people | ties | reading the ties | distances | betweenness, 256 pivots | 24 moments | after a meeting |"
          " memory for distances | most memory |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for people in SIZES:
        # A process of its own for each, so that the most memory it ever had is its own too.
        told = subprocess.run([sys.executable, "-m", "bench.growth", str(people)], check=True, stdout=subprocess.PIPE)
        print(told.stdout.decode().strip(), flush=True)


def line(people: int) -> str:
    """One row of the table: seconds, and megabytes."""
    ours(growing_network(100, 500, 2, SEED), Keeps(), 2)  # whatever has to be imported
    ties = TIES_EACH * people
    world = growing_network(people, ties, MOMENTS, SEED)
    reading, story = timed(lambda: episodes(world.statements, people, world.moments, mode="any"))
    last: tuple[Ints, Ints] = story.arcs_at(MOMENTS - 1)
    walking, _ = timed(lambda: spread(*last, world.sector))
    pivots = choose_pivots(people, SEED)
    connecting, _ = timed(lambda: estimated_betweenness(*last, people, pivots, directed=False))
    older = Keeps()
    older_seconds, _ = timed(lambda: ours(world, older, MOMENTS - 1))
    newest, _ = timed(lambda: ours(world, older))
    seconds = (reading, walking, connecting, older_seconds + newest, newest)
    cells = [f"{people:,}", f"{ties:,}", *(f"{each:.3g} s" for each in seconds)]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "| " + " | ".join([*cells, f"{_memory(last, world.sector):.3g} MB", f"{most:.0f} MB"]) + " |"


def machine() -> str:
    """The processor and what runs on it, in words that name no one machine."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    (model, *others) = [row.partition(":")[2].strip() for row in told if row.startswith("model name")]
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "igraph"))
    return f"{model}, {1 + len(others)} cores, Python {platform.python_version()}, {packages}"


def _memory(arcs: tuple[Ints, Ints], sector: Ints) -> float:
    tracemalloc.start()
    spread(*arcs, sector)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


if __name__ == "__main__":
    main()
