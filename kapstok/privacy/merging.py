"""Two records that turn out to be one: merged so that nothing is lost, and so that it can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from kapstok.accounts import audit, history
from kapstok.accounts.models import Change
from kapstok.errors import N_, ChangedMeanwhile, Refused
from kapstok.extensions import db
from kapstok.privacy import moving
from kapstok.privacy.models import Merge
from kapstok.privacy.moving import Plan
from kapstok.privacy.records import CHOICES, MODELS, Record, both, fresh
from kapstok.privacy.references import Kind
from kapstok.privacy.rows import pack, unpack
from kapstok.projects.models import Project
from kapstok.register.consent import Answer, Purpose, adds_something, answers
from kapstok.register.models import Consent, Organisation, Person
from kapstok.scope import get_in_project, in_project


class LookedDifferent(ChangedMeanwhile):
    """One of the two was changed since the page was made."""

    sentence = N_("Iemand heeft de gegevens intussen gewijzigd. Kijk ze nog eens na.")


class CannotUndo(Refused):
    """Something since then stands in the way."""

    sentence = N_("Ongedaan maken kan niet meer: een van beide is daarna gewist of anders gewijzigd.")
    status = 409


class UndoLaterFirst(Refused):
    """Another merge was done on top of this one."""

    sentence = N_("Er is daarna nog een keer samengevoegd. Maak eerst die laatste samenvoeging ongedaan.")
    status = 409


def merge(
    project: Project,
    kind: Kind,
    kept_id: int,
    gone_id: int,
    *,
    seen: tuple[int, int],
    from_gone: Collection[str],
    now: dt.datetime,
    actor: str,
) -> Merge:
    """Make one record of two that looked like the versions ``seen`` (of the kept, of the gone).

    ``from_gone``: the choices (of ``CHOICES``) in which the record that goes is right. It stays, archived, and knows
    what it became. Raises ``NotFound``, ``OneAndTheSame``, ``MergedAlready``, ``Erased``, ``LookedDifferent``.
    """
    _lock(project)
    kept, gone = both(project, kind, kept_id, gone_id)
    if (kept.version, gone.version) != seen:
        raise LookedDifferent()
    planned = moving.plan(project.id, kind, kept_id, gone_id)
    columns = [column for name in from_gone for column in CHOICES[kind].get(name, ())]
    values = {column: getattr(gone, column) for column in columns} | _together(kind, kept, gone)
    before = {name: getattr(kept, name) for name in values}
    left = {name: getattr(gone, name) for name in ("name", "archived_at", "merged_into_id")}
    db.session.flush()
    moving.carry_out(planned, project.id, kind, kept_id, gone_id)
    _rename(kind, kept, gone, values, name=before.get("name", gone.name))
    gone.archived_at, gone.merged_into_id = gone.archived_at or now, kept_id
    history.note(kept, "merged", "", history.record_of(gone), at=now)
    table = MODELS[kind].__table__
    done = Merge(
        project_id=project.id,
        kind=kind,
        kept_id=kept_id,
        gone_id=gone_id,
        merged_at=now,
        actor=actor,
        moved=planned.as_json()
        | {"before": pack(table, before), "after": pack(table, values), "left": pack(table, left)},
    )
    db.session.add(done)
    db.session.flush()
    db.session.expire_all()  # the rows were moved under the session
    audit.record(f"{kind} merged", actor=actor, project_id=project.id, subject=f"{kind}:{kept_id}")
    return done


def undo(project: Project, merge_id: int, now: dt.datetime, *, actor: str) -> Merge:
    """Make two of one again, each with what it had. What somebody changed since then stays as they wanted it.

    Saying it twice is harmless. Raises ``NotFound``, ``UndoLaterFirst``, ``CannotUndo``.
    """
    _lock(project)
    done = get_in_project(Merge, project, merge_id)
    db.session.refresh(done)
    if done.undone_at is not None:
        return done
    kind = Kind(done.kind)
    kept, gone = (fresh(project, kind, row_id) for row_id in (done.kept_id, done.gone_id))
    _check_undo(project, done, kept, gone)
    try:
        with db.session.begin_nested():
            planned = Plan.from_json(done.moved)
            if _photo_removed_since(done, kept):
                planned.aside.pop("person_photo", None)
            moving.take_back(planned, kind, kept.id, gone.id)
            _part(kind, done, kept, gone)
            if kind is Kind.PERSON:
                _keep_saying_no(done, kept, gone)
    except IntegrityError:
        raise CannotUndo() from None
    history.note(kept, "parted", "", history.record_of(gone), at=now)
    done.undone_at = now
    db.session.flush()
    db.session.expire_all()
    audit.record(f"{kind} parted", actor=actor, project_id=project.id, subject=f"{kind}:{done.kept_id}")
    return done


def get_merge(project: Project, merge_id: int) -> Merge:
    return get_in_project(Merge, project, merge_id)


def merges_into(record: Record) -> list[Merge]:
    """What was merged into a record and not undone, the latest first."""
    query = in_project(Merge, record.project_id).where(
        Merge.kind == record.__tablename__, Merge.kept_id == record.id, Merge.undone_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Merge.id.desc())))


def snapshots_of(person: Person) -> list[Merge]:
    """Every merge, undone or not, that keeps what somebody's record held: erasing the person must reach these too."""
    about = or_(Merge.kept_id == person.id, Merge.gone_id == person.id)
    query = in_project(Merge, person.project_id).where(Merge.kind == Kind.PERSON, about)
    return list(db.session.scalars(query.order_by(Merge.id)))


def _lock(project: Project) -> None:
    """One merge at a time."""
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())


def _together(kind: Kind, kept: Record, gone: Record) -> dict[str, Any]:
    """What is not chosen but follows from both: in use when one is, seen where both may be, asked when last one was."""
    archived_at = None if None in (kept.archived_at, gone.archived_at) else kept.archived_at
    if kind is Kind.ORGANISATION:
        return {"archived_at": archived_at}
    joined = [day for day in (kept.joined_on, gone.joined_on) if day]
    asked = [moment for moment in (kept.asked_at, gone.asked_at) if moment]
    successor = kept.successor_id or gone.successor_id
    return {
        "archived_at": archived_at,
        "left_on": kept.left_on if archived_at or kept.archived_at is None else gone.left_on,
        "joined_on": min(joined, default=None),
        "asked_at": max(asked, default=None),
        "on_map": kept.on_map and gone.on_map,
        "on_rosters": kept.on_rosters and gone.on_rosters,
        "shown": _shown(kept, gone),
        "successor_id": None if successor in (kept.id, gone.id) else successor,
    }


def _shown(kept: Person, gone: Person) -> list:
    """What the one who last said something about it shows."""
    said = in_project(Consent, kept.project_id).where(Consent.person_id.in_((kept.id, gone.id)))
    last = db.session.scalar(said.order_by(Consent.said_at.desc(), Consent.id.desc()).limit(1))
    return list(gone.shown if last is not None and last.person_id == gone.id else kept.shown)


def _rename(kind: Kind, kept: Record, gone: Record, values: Mapping[str, Any], name: str) -> None:
    """Write what the kept record becomes. Names of organisations are unique: a name it takes over is exchanged."""
    exchange = kind is Kind.ORGANISATION and "name" in values
    if exchange:
        _name_for_now(gone)
    for column, value in values.items():
        setattr(kept, column, value)
    db.session.flush()
    if exchange:
        gone.name = name


def _part(kind: Kind, done: Merge, kept: Record, gone: Record) -> None:
    table = MODELS[kind].__table__
    before, after, left = (unpack(table, done.moved[name]) for name in ("before", "after", "left"))
    if kind is Kind.ORGANISATION and "name" in before:
        _name_for_now(gone)
    for column, value in before.items():
        if getattr(kept, column) == after[column]:
            setattr(kept, column, value)
    db.session.flush()
    for column, value in left.items():
        setattr(gone, column, value)
    db.session.flush()


def _photo_removed_since(done: Merge, kept: Record) -> bool:
    """Whether the photo was taken away after the merge: that meant the face, whichever of the two photos it was."""
    noted = in_project(Change, done.project_id).where(
        Change.record == history.record_of(kept),
        Change.field == "photo",
        Change.new == "",
        Change.at > done.merged_at,
    )
    return db.session.scalar(noted.limit(1)) is not None


def _keep_saying_no(done: Merge, kept: Person, gone: Person) -> None:
    """A no since the merge was said as one person, so it is of both: an older yes of the other must not come back."""
    gone.on_map, gone.on_rosters = gone.on_map and kept.on_map, gone.on_rosters and kept.on_rosters
    said, before = _answers(kept), _answers(gone)
    for purpose, no in said.items():
        if no.given or no.said_at <= done.merged_at:
            continue
        if adds_something(before.get(purpose), False, no.text_version, no.recorded_by):
            db.session.add(
                Consent(
                    project_id=gone.project_id,
                    person_id=gone.id,
                    purpose=purpose,
                    text_version=no.text_version,
                    given=False,
                    said_at=no.said_at,
                    recorded_by=no.recorded_by,
                )
            )
    db.session.flush()


def _answers(person: Person) -> dict[Purpose, Answer]:
    return answers(db.session.scalars(in_project(Consent, person.project_id).where(Consent.person_id == person.id)))


def _name_for_now(organisation: Organisation) -> None:
    """Out of the way of another one that takes its name; the caller gives it a new one."""
    table = Organisation.__table__
    renamed = update(table).where(table.c.id == organisation.id).values(name=organisation.uid)
    db.session.connection().execute(renamed)
    db.session.flush()


def _check_undo(project: Project, done: Merge, kept: Record, gone: Record) -> None:
    if project.anonymised_at or getattr(kept, "erased_at", None) or getattr(gone, "erased_at", None):
        raise CannotUndo()
    later = in_project(Merge, project).where(
        Merge.kind == done.kind,
        Merge.id > done.id,
        Merge.undone_at.is_(None),
        or_(Merge.kept_id.in_((kept.id, gone.id)), Merge.gone_id.in_((kept.id, gone.id))),
    )
    if db.session.scalar(later.limit(1)) is not None:
        raise UndoLaterFirst()
    if gone.merged_into_id != kept.id:
        raise CannotUndo()
