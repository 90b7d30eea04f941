"""Where free text names somebody: what no program should rewrite, and a projectleider must look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import String, select

from kapstok.extensions import db
from kapstok.privacy.processing import TABLES
from kapstok.privacy.whom import Whom
from kapstok.register.rules import match_key


@dataclass(frozen=True)
class Mention:
    """A text that holds the name or address of a person: which column of which row."""

    table: str
    row_id: int
    column: str


def find(named: Whom) -> list[Mention]:
    """Every free text of the project with this person's name or mail address, whatever the accents and capitals."""
    names = [f" {match_key(name)} " for name in named.names]
    found = []
    for table, row_id, column, text in _texts(named.project_id):
        words = f" {match_key(text)} "
        if any(name in words for name in names) or any(address in text.casefold() for address in named.addresses):
            found.append(Mention(table, row_id, column))
    return found


def _texts(project_id: int) -> Iterator[tuple[str, int, str, str]]:
    for name, processed in TABLES.items():
        table = db.metadata.tables[name]
        wanted = NAMING.get(name, processed.texts.split())
        texts = [column for column in table.columns if column.name in wanted and isinstance(column.type, String)]
        if not texts:
            continue
        here = table.c.id == project_id if name == "project" else table.c.project_id == project_id
        for row in db.session.connection().execute(select(table.c.id, *texts).where(here).order_by(table.c.id)):
            for column, text in zip(texts, row[1:], strict=True):
                if text:
                    yield name, row[0], column.name, text


# Columns about one person in which another may be named.
NAMING = {
    "contact": ["name", "title", "department", "email"],
    "case_member": ["role"],
    "invitation": ["comment", "needs_note"],
    "meeting_opinion": ["remark"],
    "person": ["call_me_for", "reachable"],
    "plan_change": ["old", "new", "reason"],
    "project": ["name", "region", "contact_name", "contact_email"],
    "referral": ["note"],
    "referral_tally": ["note"],
    "roster_suggestion": ["name"],
    "tally_import": ["file_name"],
    "tie_import": ["file_name"],
}
