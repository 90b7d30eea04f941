"""Verbs of what goes with a meeting: files, links, and products that were handed out."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import answering
from kapstok.meetings.material_rules import MOST_MATERIALS, NoTitle, TooManyMaterials, Upload, check_link
from kapstok.meetings.models import Material, MaterialFile, Meeting
from kapstok.meetings.rules import MaterialKind, MeetingCancelled, Shown
from kapstok.scope import get_in_project, in_project


def add_file(meeting: Meeting, upload: Upload, title: str, shown: Shown, now: dt.datetime, *, actor: str) -> Material:
    """Keep a file with a meeting; without a title it goes by its name.

    Raises ``MeetingCancelled``, ``TooManyMaterials`` and the refusals of ``check_free_text``.
    """
    check_free_text(upload.file_name, now)
    material = _add(meeting, MaterialKind.FILE, title or _stem(upload), "", shown, now, actor)
    _fill(material, upload)
    return material


def add_link(
    meeting: Meeting, kind: MaterialKind, title: str, url: str, shown: Shown, now: dt.datetime, *, actor: str
) -> Material:
    """Keep a link, or a product that was handed out (with a link where there is one).

    Raises ``BadLink``, ``NoTitle``, and what ``add_file`` raises.
    """
    return _add(meeting, kind, title, url, shown, now, actor)


def edit_material(material: Material, title: str, url: str, shown: Shown, now: dt.datetime) -> None:
    """Change what a material is called, where it leads, or from when on it is seen. Raises as ``add_link``."""
    _check(MaterialKind(material.kind), title, url, now)
    material.title, material.url, material.shown = title, url, shown
    db.session.flush()


def replace_file(material: Material, upload: Upload, now: dt.datetime) -> None:
    """Put another file in the place of the one that was there; its address stays."""
    check_free_text(upload.file_name, now)
    for old in db.session.scalars(_file_of(material)):
        db.session.delete(old)
    db.session.flush()
    material.added_at = now
    _fill(material, upload)


def remove_material(meeting: Meeting, material: Material, *, actor: str) -> None:
    """Take a material away, with its file."""
    db.session.delete(material)
    db.session.flush()
    audit.record("material removed", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")


def move_up(meeting: Meeting, material: Material) -> None:
    """One place further to the front; the first stays where it is."""
    answering.lock(meeting)
    order = list_materials(meeting)
    place = order.index(material)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    for position, each in enumerate(order):
        each.position = position
    db.session.flush()


def list_materials(meeting: Meeting) -> list[Material]:
    """Everything that goes with a meeting, in its order."""
    query = in_project(Material, meeting.project_id).where(Material.meeting_id == meeting.id)
    return list(db.session.scalars(query.order_by(Material.position, Material.id)))


def shown_materials(meeting: Meeting, now: dt.datetime) -> list[Material]:
    """What guests see of it now on their own page."""
    return [material for material in list_materials(meeting) if is_shown(meeting, material, now)]


def shown_before(meeting: Meeting) -> list[Material]:
    """What may be seen by whoever holds an invitation, which can be forwarded: nothing that is for afterwards."""
    if meeting.cancelled_at is not None:
        return []
    return [material for material in list_materials(meeting) if material.shown == Shown.BEFORE]


def is_shown(meeting: Meeting, material: Material, now: dt.datetime) -> bool:
    """Whether guests see ``material`` at ``now``. Of what did not take place nothing is."""
    if meeting.cancelled_at is not None:
        return False
    return material.shown == Shown.BEFORE or now >= meeting.ends_at


def get_material(meeting: Meeting, material_id: int) -> Material:
    """One material of this meeting, or ``NotFound``."""
    material = get_in_project(Material, meeting.project_id, material_id)
    if material.meeting_id != meeting.id:
        raise NotFound()
    return material


def get_content(material: Material) -> bytes:
    """The bytes of a file, or ``NotFound`` for what is none."""
    file = db.session.scalar(_file_of(material))
    if file is None:
        raise NotFound()
    return file.content


def _add(
    meeting: Meeting, kind: MaterialKind, title: str, url: str, shown: Shown, now: dt.datetime, actor: str
) -> Material:
    _check(kind, title, url, now)
    answering.lock(meeting)
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    there = list_materials(meeting)
    if len(there) >= MOST_MATERIALS:
        raise TooManyMaterials(most=MOST_MATERIALS)
    material = Material(
        project_id=meeting.project_id,
        meeting_id=meeting.id,
        position=max((each.position for each in there), default=-1) + 1,
        kind=kind,
        shown=shown,
        title=title,
        url=url,
        added_at=now,
    )
    db.session.add(material)
    db.session.flush()
    audit.record("material added", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return material


def _check(kind: MaterialKind, title: str, url: str, now: dt.datetime) -> None:
    if not title:
        raise NoTitle()
    check_free_text(title, now)
    if url or kind is MaterialKind.LINK:
        check_link(url)


def _fill(material: Material, upload: Upload) -> None:
    material.file_name, material.content_type = upload.file_name, upload.content_type
    material.size = len(upload.content)
    db.session.add(MaterialFile(project_id=material.project_id, material_id=material.id, content=upload.content))
    db.session.flush()


def _file_of(material: Material):
    return select(MaterialFile).where(
        MaterialFile.project_id == material.project_id, MaterialFile.material_id == material.id
    )


def _stem(upload: Upload) -> str:
    return upload.file_name.rpartition(".")[0]
