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


def ods(rows: str, *, styles: str = "", before: str = "") -> bytes:
    """An ods file with a sheet "Lijst" that holds the XML ``rows``, after the styles and sheets given."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet>{before}<table:table table:name="Lijst">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    return ods_package(content.encode())


def ods_package(content: bytes, *, manifest: bytes = b"<x/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return made.getvalue()
