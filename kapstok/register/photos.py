"""Verbs of faces: kept, shown, taken away."""

from __future__ import annotations

import datetime as dt

from kapstok.accounts import history
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.register.models import Person, PersonPhoto
from kapstok.register.portrait import portrait
from kapstok.scope import in_project


def find_photo(person: Person) -> PersonPhoto | None:
    """Somebody's photo. Whether others may see it says ``cards.find_card``."""
    return db.session.scalar(in_project(PersonPhoto, person.project_id).where(PersonPhoto.person_id == person.id))


def keep_photo(person: Person, data: bytes, now: dt.datetime) -> None:
    """Make a face of an uploaded file, instead of the one that was there.

    Raises what ``portrait`` refuses, and ``NotFound`` for who was erased meanwhile.
    """
    jpeg = portrait(data)
    db.session.refresh(person, with_for_update=True)  # whoever erases them waits, or was first
    if person.erased_at is not None:
        raise NotFound()
    photo = find_photo(person)
    if photo is None:
        photo = PersonPhoto(project_id=person.project_id, person_id=person.id)
        db.session.add(photo)
        history.note(person, "photo", "", _THERE, at=now)
    else:
        history.note(person, "photo", _THERE, _ANOTHER, at=now)
    photo.jpeg, photo.kept_at = jpeg, now
    db.session.flush()


def remove_photo(person: Person, now: dt.datetime) -> None:
    """Forget somebody's face. Saying it twice is harmless."""
    photo = find_photo(person)
    if photo is not None:
        db.session.delete(photo)
        history.note(person, "photo", _THERE, "", at=now)
        db.session.flush()


_THERE, _ANOTHER = "foto", "andere foto"  # how the history tells it
