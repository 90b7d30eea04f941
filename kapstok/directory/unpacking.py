"""An uploaded HSDS package (zip of JSON or CSV, or one JSON file) as tables. Pure; the file is trusted in nothing.

What could take long or much memory is refused before it is parsed. What is merely wrong in one object is not refused
here but kept as damage, so that ``checking`` can name all of it at once.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from kapstok.directory.flattening import Row, Tables, flatten, put
from kapstok.directory.package import DESCRIPTOR
from kapstok.directory.shapes import BY_PATH, FOREIGN_PATHS, SHAPES
from kapstok.errors import N_, Refused
from kapstok.takeaway import unmark

MOST_OBJECTS = 20_000
_MOST_OBJECTS_SAID = "20.000"
_MOST_PARTS = 100
_MOST_UNPACKED = 60_000_000  # bytes of all parts together
_MOST_OPENED = 400_000  # "{" and "[" of one JSON file; objects that are nested are often repeated
_MOST_COMMAS = 2_000_000
_VERSION = re.compile(r"(?:hsds)?[-_ ]?v?3(?:\.\d{1,3}){0,3}(?:[-_ ].{0,40})?", re.IGNORECASE)


class NoPackage(Refused):
    """Neither a zip nor JSON, or damaged."""

    sentence = N_("Dit bestand is niet te lezen als HSDS-pakket. Kies een .zip of een .json.")


class Locked(Refused):
    """With a password."""

    sentence = N_("Er zit een wachtwoord op dit zip-bestand. Vraag de afzender om een bestand zonder wachtwoord.")


class StrangeParts(Refused):
    """A part whose name leads out of the package, or two parts of one name."""

    sentence = N_("Een bestand in dit pakket heet zoals niet kan: %(part)s. Vraag de afzender om een nieuw pakket.")


class PackageTooBig(Refused):
    sentence = N_(
        "Dit pakket is uitgepakt te groot of bevat te veel bestanden. Vraag de afzender om een kleiner deel, "
        "bijvoorbeeld van één gemeente."
    )


class TooManyObjects(Refused):
    sentence = N_("Dit pakket bevat meer dan %(most)s objecten. Vraag de afzender om een kleiner deel.")


class NotJson(Refused):
    sentence = N_("%(part)s is geen geldige JSON. Vraag de afzender om een nieuw pakket.")


class NotCsv(Refused):
    sentence = N_("%(part)s is geen geldige CSV in UTF-8. Vraag de afzender om een nieuw pakket.")


class WrongVersion(Refused):
    sentence = N_("Dit pakket is van HSDS-versie “%(version)s”. Kapstok leest versie 3, bij voorkeur 3.1.")


class NoVersion(Refused):
    sentence = N_("In dit pakket staat niet van welke HSDS-versie het is: datapackage.json ontbreekt of zegt het niet.")


class NothingInIt(Refused):
    sentence = N_("In dit pakket staan geen diensten of organisaties die wij herkennen.")


def unpack(data: bytes) -> Tables:
    """The objects in an uploaded file. Raises one of the refusals above."""
    tables = _from_zip(data) if data.startswith(b"PK") else _from_json({"": data})
    if tables.size > MOST_OBJECTS:
        raise TooManyObjects(most=_MOST_OBJECTS_SAID)
    if not tables.damage and not tables.rows["service"] and not tables.rows["organization"]:
        raise NothingInIt()
    return tables


def _from_zip(data: bytes) -> Tables:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(part) for name, part in _parts(package)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as damage:
        raise NoPackage() from damage
    descriptor = parts.pop(DESCRIPTOR, None)
    if descriptor is not None:
        _check_version(_parsed(DESCRIPTOR, descriptor))
    objects = {name: content for name, content in parts.items() if name.endswith(".json")}
    if objects:
        return _from_json(objects)
    if descriptor is None:
        raise NoVersion()
    return _from_csv({name: content for name, content in parts.items() if name.endswith(".csv")})


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The parts that may be read, by their bare names. Sizes can be believed: Python stops at the declared one."""
    parts = package.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise PackageTooBig()
    seen = set()
    for part in parts:
        folders, name = part.filename.lower().split("/")[:-1], part.filename.lower().split("/")[-1]
        if part.is_dir() or "__macosx" in folders:
            continue
        if part.filename.startswith("/") or ".." in folders or not re.fullmatch(r"[\w .()-]+", name) or name in seen:
            raise StrangeParts(part=part.filename[:60])
        if part.flag_bits & 1:
            raise Locked()
        seen.add(name)
        yield name, part


# JSON


def _from_json(parts: dict[str, bytes]) -> Tables:
    tables = Tables()
    for name, content in parts.items():
        kind, given = _objects(name, _parsed(name, content))
        more = flatten(given, kind)
        tables.foreign += more.foreign
        tables.damage += more.damage
        for kind, rows in more.rows.items():
            for row in rows.values():
                put(tables, kind, row, again=True)
    return tables


def _parsed(name: str, content: bytes) -> Any:
    if content.count(b"{") + content.count(b"[") > _MOST_OPENED or content.count(b",") > _MOST_COMMAS:
        raise PackageTooBig()
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as damage:
        raise (NotJson(part=name) if name else NoPackage()) from damage


def _no_number(text: str) -> None:
    raise ValueError(text)  # NaN and Infinity are no JSON


def _objects(name: str, root: Any) -> tuple[str, list[Any]]:
    """What kind of objects stand in a JSON file, and which: a list, a page of an API, or a single one."""
    if isinstance(root, dict):
        _check_version(root, required=False)
        given = root.get("contents", [root] if "id" in root else None)
    else:
        given = root
    if not isinstance(given, list):
        raise NothingInIt()
    first = next((each for each in given if isinstance(each, dict)), {})
    if name.startswith("organization") or ("status" not in first and "organization" not in first and "name" in first):
        return "organization", given
    return ("service_at_location" if "service" in first else "service"), given


def _check_version(root: Any, *, required: bool = True) -> None:
    said = root.get("version") if isinstance(root, dict) else None
    if said is None:
        if required:
            raise NoVersion()
    elif not isinstance(said, str) or not _VERSION.fullmatch(said.strip()):
        raise WrongVersion(version=str(said)[:40])


# CSV


def _from_csv(parts: dict[str, bytes]) -> Tables:
    tables = Tables(tabular=True)
    for name, content in parts.items():
        try:
            rows = _rows(content)
        except (UnicodeDecodeError, csv.Error) as damage:
            raise NotCsv(part=name) from damage
        if name in BY_PATH:
            for row in _named(tables, BY_PATH[name], rows):
                put(tables, BY_PATH[name], row, again=False)
        elif len(rows) > 1:
            tables.foreign[FOREIGN_PATHS.get(name, name)] += len(rows) - 1
    return tables


def _rows(content: bytes) -> list[list[str]]:
    rows = []
    for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
        if any(cells):
            rows.append(cells)
        if len(rows) > MOST_OBJECTS + 1:
            raise TooManyObjects(most=_MOST_OBJECTS_SAID)
    return rows


def _named(tables: Tables, kind: str, rows: list[list[str]]) -> Iterator[Row]:
    """The rows of one table by their headings; empty cells say nothing."""
    headings = [heading.strip().lower() for heading in rows[0]] if rows else []
    for cells in rows[1:]:
        row: Row = {name: unmark(cell) for name, cell in zip(headings, cells, strict=False) if cell.strip()}
        row["id"] = id = str(row.get("id", "")).strip().lower()
        if not id:
            tables.damage.append((kind, "", "id", "missing"))
            continue
        for name in [name for name in row if name not in SHAPES[kind].fields]:
            del row[name]
            tables.foreign[f"{kind}.{name}"] += 1
        yield row
