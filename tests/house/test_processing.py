"""The register of processing and the schema agree, both ways; docs/processing.md is written from it."""

from pathlib import Path

from kapstok.extensions import db
from kapstok.privacy.endings import ENDINGS, STAYS
from kapstok.privacy.processing import TABLES, Ground, Processed

PAGE = Path(__file__).parents[2] / "docs" / "processing.md"
HEAD = """# The register of processing

Every column of every table: what it is for, on what ground, who sees it and how long it is kept. Written from
`kapstok/privacy/processing.py` and `kapstok/privacy/endings.py` by `tests/house/test_processing.py`, which also
compares it with the schema. Grounds and terms are a start: the controller confirms them in its own register and DPIA
([docs/avg/](avg)). Kapstok keeps nothing about clients.

*The term* is a number of months after the end of a project, chosen per project (12 unless changed). *Erasure* is what
happens when one person withdraws or is erased: see [docs/avg/bewaren-en-wissen.md](avg/bewaren-en-wissen.md).
"""


def how_long(table: str, column: str, personal: bool) -> str:
    ending = ENDINGS.get(table)
    if ending and ending.goes:
        return "at most the term, then the row goes"
    if ending and column in ending.emptied:
        return "at most the term, then emptied"
    if ending and column in ending.coarse:
        return "at most the term, then only the month or meeting"
    if not personal:
        return "as long as the project"
    reason = STAYS.get((table, column)) or STAYS.get((table, "*"))
    return f"stays: {reason}" if reason else ""


def section(name: str, table: Processed) -> str:
    lines = [f"## `{name}`: {table.what}", ""]
    lines += [f"For: {table.purpose}. Ground: {table.ground}. Seen by: {table.seen_by}.", ""]
    lines += ["| column | about a person | how long |", "|---|---|---|"]
    for column in table.columns():
        personal = column in table.personal.split()
        about = "yes" if personal else "may name one" if column in table.texts.split() else "no"
        lines.append(f"| `{column}` | {about} | {how_long(name, column, personal)} |")
    return "\n".join(lines) + "\n"


def test_every_column_of_the_schema_has_a_line_and_every_line_a_column(app):
    schema = {name: sorted(column.name for column in table.columns) for name, table in db.metadata.tables.items()}
    assert {name: sorted(table.columns()) for name, table in TABLES.items()} == schema


def test_every_personal_column_ends_or_says_why_it_stays():
    for name, table in TABLES.items():
        for column in table.personal.split():
            assert how_long(name, column, True), f"{name}.{column}: say in endings.py how it ends"


def test_what_ends_is_in_the_schema(app):
    for name, ending in ENDINGS.items():
        columns = set(db.metadata.tables[name].columns.keys())
        assert {*ending.emptied, *ending.coarse} <= columns
        assert "project_id" in columns
    for name, column in STAYS:
        assert column == "*" or column in TABLES[name].personal.split(), (name, column)


def test_a_table_with_something_personal_has_a_ground():
    assert [name for name, table in TABLES.items() if table.personal and table.ground is Ground.NONE] == []


def test_the_page_is_true():
    wanted = HEAD + "\n" + "\n".join(section(name, table) for name, table in TABLES.items())
    found = PAGE.read_text() if PAGE.exists() else ""
    if found != wanted:
        PAGE.write_text(wanted)
    assert found == wanted, (
        "docs/processing.md was out of date and has been written anew: read the change and commit it"
    )
