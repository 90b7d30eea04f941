"""What the worker makes of each kind of calculation that readers ask for."""

from __future__ import annotations

from kapstok.evaluation.calculations import Maker

MAKERS: dict[str, Maker] = {}
