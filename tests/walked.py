"""One walk through a filled project, made once for all tests that look at what was met."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from flask import Flask
from pypdf import PdfReader

from tests.browsing import Visitor
from tests.content import content
from tests.filled import Filled, fill_project
from tests.once import once
from tests.walking import Form, Walk, route_of, walk_outside, walk_project

# The moment, and the signature of a link that ends.
MADE_NOW = re.compile(r'DTSTAMP:\S+|"now":\d+|\.[\w-]{6}\.[\w-]{43}')


@dataclass
class Walked:
    """What was met inside the project and outside of all projects; the words only of the inside."""

    filled: Filled
    words: dict[str, str]
    forms: list[Form]
    endpoints: set[str]
    questions: set[str]
    visitors: dict[str, Visitor]  # one page of each endpoint, and who saw it
    written: list[str]  # tables that became different by looking at the inside


def walked(app: Flask) -> Walked:
    """The walk, and the database as it was after it."""
    return once(app, "walked", lambda: _walk(app))


def _walk(app: Flask) -> Walked:
    filled = fill_project()
    outside = walk_outside(app)  # first: it makes accounts, and logs in
    before = content()
    inside = walk_project(app, filled)
    after = content()
    written = [name for name in before if before[name] != after[name]]
    read = words(inside)
    inside |= outside
    one_of_each = {route_of(app, address): address for address in inside.pages}
    visitors = {address: inside.pages[address].visitor for address in one_of_each.values()}
    return Walked(filled, read, [*inside.forms.values()], {*inside.endpoints}, inside.questions, visitors, written)


def words(walk: Walk) -> dict[str, str]:
    """What stands on every page, and in every file, by address."""
    found = {address: page.text for address, page in walk.pages.items()}
    found |= {address: _unpacked(response.data) for address, response in walk.files.items()}
    return {MADE_NOW.sub("", address): MADE_NOW.sub("", text) for address, text in found.items()}


def _unpacked(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith((b"\x89PNG", b"\xff\xd8")):
        return data.decode("latin-1")
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if "docProps" not in name)
