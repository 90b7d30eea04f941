"""The file that outlives a restore: whoever was erased stays erased, also when a backup from before comes back."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from sqlalchemy import select, update

from kapstok.extensions import db
from kapstok.privacy.erasure import erase
from kapstok.privacy.models import Tombstone
from kapstok.privacy.rules import Reason
from kapstok.register.models import Person

BATCH = 500  # uids in one question

_ACROSS = {"across_projects": "tombstones know uids only, of all projects"}


def write_down(path: str | Path, now: dt.datetime) -> int:
    """Copy tombstones that are committed and not in the file yet; how many. The caller commits.

    A line is on the disk before the table says so: after a crash between the two it is written twice, harmlessly.
    """
    unfiled = select(Tombstone.gone, Tombstone.erased_at).where(Tombstone.filed_at.is_(None))
    waiting = dict(db.session.execute(unfiled).all())
    if not waiting:
        return 0
    _append(Path(path), [f"\n{uid} {erased_at.isoformat()}\n" for uid, erased_at in waiting.items()])
    db.session.execute(update(Tombstone).where(Tombstone.gone.in_(waiting)).values(filed_at=now))
    return len(waiting)


def reapply(path: str | Path, now: dt.datetime) -> int:
    """Erase again who stands in the file and is a person in the database; how many. The caller commits.

    Doing it at every start is harmless.
    """
    uids, erased = read(path), 0
    for start in range(0, len(uids), BATCH):
        alive = select(Person).where(Person.uid.in_(uids[start : start + BATCH]), Person.erased_at.is_(None))
        for person in db.session.scalars(alive.execution_options(**_ACROSS)).all():
            if person.erased_at is None:  # not with a record that was merged with theirs
                erase(person, now, actor="system", reason=Reason.RESTORED)
                erased += 1
    return erased


def read(path: str | Path) -> list[str]:
    """What the file says is gone; none when there is no file.

    Each is written on a line that it begins itself, so that one which a crash cut off spoils no other.
    """
    try:
        lines = Path(path).read_text().splitlines()
    except FileNotFoundError:
        return []
    return [line.split()[0] for line in lines if line.strip()]


def _append(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write("".join(lines).encode())
        file.flush()
        os.fsync(file.fileno())
