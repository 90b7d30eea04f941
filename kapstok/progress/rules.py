"""Rules of indicators and surveys: plain values in, plain values out."""

from __future__ import annotations

from enum import StrEnum


class ItemKind(StrEnum):
    """Level items are asked at every wave and paired; experienced-change items come later only."""

    LEVEL = "level"
    EXPERIENCED = "experienced"
