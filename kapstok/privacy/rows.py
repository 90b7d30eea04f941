"""Rows of any table as JSON and back, so that what was laid aside can be put back exactly as it was."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Date, LargeBinary, Table, Time

from kapstok.database import UtcDateTime


def pack(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of ``row`` (some or all) as what JSON can hold."""
    return {name: _packed(value) for name, value in row.items() if name in table.c}


def unpack(table: Table, packed: Mapping[str, Any]) -> dict[str, Any]:
    """What ``pack`` made, as values for the columns; a column that is no longer there is left out."""
    return {name: _unpacked(table.c[name].type, value) for name, value in packed.items() if name in table.c}


def _packed(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _unpacked(kind: Any, value: Any) -> Any:
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    for type_, read in ((UtcDateTime, dt.datetime), (Date, dt.date), (Time, dt.time)):
        if isinstance(kind, type_):
            return read.fromisoformat(value)
    return value
