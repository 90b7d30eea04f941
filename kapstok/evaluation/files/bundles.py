"""Several files as one: everything that can be taken away, the matrices for RSiena, and all tables as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kapstok import takeaway
from kapstok.takeaway import Sheet

SNIPPETS = Path(__file__).parent / "snippets"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the time of every file in a zip: the same data give the same file


@cache
def snippet(name: str) -> str:
    """A script of ours that reads the files: ``lijnen.R``, ``lijnen.py`` or ``rsiena.R``."""
    return (SNIPPETS / name).read_text()


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files by name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle:
        for name, held in files.items():
            bundle.writestr(zipfile.ZipInfo(name, LONG_AGO), held, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def table(sheet: Sheet, *, publication: bool) -> dict[str, Any]:
    """A sheet as JSON holds it: each row an object by heading. ``publication``: whether it may stand in a report."""
    return {
        "name": sheet.name,
        "publication": publication,
        "columns": list(sheet.headings),
        "rows": [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows],
    }


def as_json(sheets: Iterable[Sheet], published: frozenset[str]) -> bytes:
    """All tables in one file, by name."""
    tables = {sheet.name: table(sheet, publication=sheet.name in published) for sheet in sheets}
    return json.dumps({"tables": tables}, ensure_ascii=False, indent=1).encode()


def csv_files(sheets: Iterable[Sheet]) -> dict[str, bytes]:
    return {f"{sheet.name}.csv": takeaway.as_csv(sheet.headings, sheet.rows) for sheet in sheets}
