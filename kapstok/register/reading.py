"""Read an uploaded Excel, OpenDocument or CSV file as plain rows; it is believed in nothing it says of itself. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from kapstok.errors import Refused
from kapstok.register import delimited, excel, ods
from kapstok.register.sheet import A_LIST, Empty, Limits, OldOrLocked, Sheet, Unreadable


def sheets(data: bytes, limits: Limits = A_LIST) -> Iterator[Sheet]:
    """The filled sheets of a file, one by one.

    Raises ``Unreadable``, ``OldOrLocked``, ``TooMuch``, ``TooManyRows``, ``Empty`` or ``delimited.MixedEncodings``.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldOrLocked()
    found = False
    try:
        for sheet in _package(data, limits) if data.startswith(b"PK") else delimited.sheets(data, limits):
            if sheet.rows:
                found = True
                yield sheet
    except Refused:
        raise
    except Exception as damage:  # openpyxl and zipfile have no error of their own for a damaged file: anything may come
        raise Unreadable() from damage
    if not found:
        raise Empty()


def _package(data: bytes, limits: Limits) -> Iterable[Sheet]:
    """xlsx and ods are both zips; only the latter has its content in one part of that name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "content.xml" in package.namelist():
            return ods.sheets(package, limits)
        return excel.sheets(data, package, limits)
