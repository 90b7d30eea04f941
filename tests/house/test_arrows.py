"""The direction of imports: downward only, as docs/structure.md draws it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KAPSTOK = ROOT / "kapstok"

# Each room may import the rooms on lower levels, never one beside or above it.
LEVELS = [
    {"mail"},  # any room may put a message in the outbox; mail knows nobody
    {"accounts"},
    {"projects"},
    {"register"},
    {"directory"},
    {"meetings", "ties", "referrals"},
    {"progress", "network"},
    {"evaluation"},
    {"planner"},
    {"privacy"},
    {"demo"},
    {"web"},
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
SMALL = {"clock", "database", "disclosure", "errors", "extensions", "freetext", "language", "scope"}
SMALL |= {"backup", "pdf", "plausible", "signing", "takeaway"}
PURE = [
    *KAPSTOK.glob("*/rules.py"),
    *(KAPSTOK / "meetings").glob("*/rules.py"),
    *(KAPSTOK / "meetings").glob("*/messages.py"),
    *(KAPSTOK / "meetings" / name for name in ("ical.py", "replies/itip.py", "messages.py", "places.py")),
    *(KAPSTOK / "meetings").glob("*_rules.py"),
    *(KAPSTOK / "meetings").glob("*_messages.py"),
    *(KAPSTOK / "mail" / f"{name}.py" for name in ("mime", "letter", "incoming", "parts", "dsn", "authentication")),
    *(KAPSTOK / "mail" / f"{name}.py" for name in ("imap", "tokens", "records", "fate")),
    *(path for path in (KAPSTOK / "network").glob("*.py") if path.name not in ("load.py", "service.py")),
    KAPSTOK / "plausible.py",
    KAPSTOK / "progress" / "minute" / "outliers.py",
    KAPSTOK / "referrals" / "imports" / "table.py",
    *(
        path
        for room in ("progress", "referrals")
        for name in ("rules", "messages", "names", "fhir")
        for path in (KAPSTOK / room).glob(f"*/{name}.py")
    ),
    *(KAPSTOK / "ties").glob("*_rules.py"),
    *(KAPSTOK / "ties").glob("*/rules.py"),
    *(KAPSTOK / "ties").glob("*/messages.py"),
    *(
        KAPSTOK / "ties" / name
        for name in ("listing.py", "sheets.py", "messages.py", "reaching.py", "worth_meeting.py")
    ),
    *(path for path in (KAPSTOK / "ties" / "imports").glob("*.py") if path.name != "service.py"),
    *(KAPSTOK / "directory" / name for name in ("messages.py", "search.py")),
    *(KAPSTOK / "directory" / f"{name}.py" for name in ("hsds", "package", "shapes", "values", "flattening")),
    *(KAPSTOK / "directory" / f"{name}.py" for name in ("unpacking", "checking", "reading")),
    *(KAPSTOK / "directory" / f"{name}.py" for name in ("comparing", "differences")),
    *(KAPSTOK / "register" / name for name in ("messages.py", "portrait.py")),
    *(
        KAPSTOK / "register" / name
        for name in (
            "sheet.py",
            "reading.py",
            "excel.py",
            "ods.py",
            "delimited.py",
            "columns.py",
            "duplicates.py",
            "consent.py",
        )
    ),
    *(KAPSTOK / "register" / name for name in ("planned.py", "people_list.py", "organisation_list.py")),
    KAPSTOK / "directory" / "listing.py",
    *(KAPSTOK / "privacy" / name for name in ("endings.py", "processing.py")),
    *(
        path
        for path in (KAPSTOK / "planner").glob("*.py")
        if path.stem not in ("models", "service", "reading", "knowing", "making", "changing", "wishing", "moving")
        and path.stem not in ("showing", "sitting", "easing", "advising")
    ),
    *(
        path
        for path in (KAPSTOK / "planner" / "lottery").glob("*.py")
        if path.name not in ("service.py", "drawing.py", "asking.py", "reading.py", "letters.py")
    ),
    *(KAPSTOK / "evaluation" / "inference").glob("*.py"),
    *(KAPSTOK / "evaluation" / "report" / f"{name}.py" for name in ("document", "drawings", "drawn", "scales")),
    *(KAPSTOK / "evaluation" / "report" / "written").glob("*.py"),
    *(KAPSTOK / "evaluation" / "report" / "chapters").glob("*.py"),
    *(
        KAPSTOK / "evaluation" / "report" / f"{name}.py"
        for name in ("rules", "document", "claims", "pen", "facts", "sectors", "writing", "pictures", "drawings")
    ),
    KAPSTOK / "disclosure.py",
    KAPSTOK / "errors.py",
]
MODULES = list(KAPSTOK.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms(path: Path) -> set[str]:
    """The parts of kapstok that a file imports: ``kapstok.meetings.rules`` → ``meetings``."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("kapstok.")}


def room_of(path: Path) -> str:
    return path.relative_to(KAPSTOK).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KAPSTOK)))
def test_rooms_import_downward_only(path):
    room = room_of(path)
    assert not any(name.split(".")[0] == "config" for name in imports(path)), "kapstok never imports config"
    if room in LEVEL:
        upward = {other for other in rooms(path) - {room} if other in LEVEL and LEVEL[other] >= LEVEL[room]}
        assert upward == set()
        assert rooms(path) & {"jobs", "cli"} == set() or room == "web"
    elif room in SMALL:
        assert rooms(path) <= SMALL


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(KAPSTOK)))
def test_pure_modules_know_neither_flask_nor_the_session(path):
    foreign = {name for name in imports(path) if name.split(".")[0] in {"flask", "sqlalchemy", "huey", "wtforms"}}
    foreign |= {name for name in imports(path) if name.startswith("flask_")}
    assert foreign == set()
    assert not any(re.fullmatch(r"kapstok\.\w+\.models(\..*)?", name) for name in imports(path))
    assert rooms(path) & {"extensions", "scope", "database"} == set()


def test_models_and_services_know_no_pages():
    for path in [*KAPSTOK.glob("*/models.py"), *KAPSTOK.glob("*/service.py")]:
        assert not any(name.startswith("flask") for name in imports(path)), path
