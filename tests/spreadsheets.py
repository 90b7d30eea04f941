"""Lists as people upload them, and files made to hurt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def excel(rows: Sequence[Sequence[object]], *, merged: Sequence[str] = (), **more: Sequence[Sequence[object]]) -> bytes:
    """An xlsx file with a sheet "Lijst" of ``rows``; each keyword argument makes one more sheet."""
    workbook = Workbook()
    workbook.active.title = "Lijst"
    for row in rows:
        workbook.active.append(list(row))
    for cells in merged:
        workbook.active.merge_cells(cells)
    for name, others in more.items():
        sheet = workbook.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def with_part(path: str, content: bytes) -> bytes:
    """A small sound xlsx file in which one part is replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(excel([["Naam"]]))) as sound,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted({*sound.namelist(), path}):
            new.writestr(name, content if name == path else sound.read(name))
    return made.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A small sound xlsx file whose only sheet holds ``xml``."""
    return with_part(FIRST_SHEET, b"<worksheet %s>%s</worksheet>" % (MAIN, xml))


def without_part(path: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel([["Naam"]]))) as sound, zipfile.ZipFile(made, "w") as new:
        for name in sound.namelist():
            if name != path:
                new.writestr(name, sound.read(name))
    return made.getvalue()
