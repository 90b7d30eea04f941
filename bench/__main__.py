"""Run every bench of this package and print one table."""

from __future__ import annotations

import importlib
import pkgutil

import bench
from bench import Row

SUPPORT = ("__main__", "generate", "growth", "peers", "planner_instances")


def main() -> None:
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name not in SUPPORT)
    print("| what | measured | ratio | against | goal | |")
    print("|---|---|---|---|---|---|")
    for name in names:
        for row in importlib.import_module(f"bench.{name}").run():
            print(as_line(row), flush=True)


def as_line(row: Row) -> str:
    verdict = {True: "met", False: "missed", None: ""}[row.met]
    notes = "; ".join(part for part in (verdict, row.note) if part)
    return f"| {row.what} | {row.measured} | {row.ratio:.3g} | {row.against} | {row.goal} | {notes} |"


if __name__ == "__main__":
    main()
