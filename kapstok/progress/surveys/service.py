"""Verbs of the vragenlijst's statements: add, mend or replace, put away, put in order."""

from __future__ import annotations

import datetime as dt

from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.progress.models import AskedItem, SurveyAnswer, SurveyItem
from kapstok.progress.surveys.rules import DEFAULT_ITEMS, ItemChanged, ItemKind, SameItem, fits_wave
from kapstok.projects.models import Project
from kapstok.scope import get_in_project, in_project
from kapstok.ties import measuring
from kapstok.ties.models import Wave


def ensure_items(project: Project) -> None:
    """Give a project its first statements. A project that has any keeps what it has."""
    if not list_items(project):
        for position, (text, kind, audience) in enumerate(DEFAULT_ITEMS):
            _add(project, text, kind, audience, position)
        db.session.flush()


def list_items(project: Project | int) -> list[SurveyItem]:
    """Every statement in its order, also those that were put away."""
    return list(db.session.scalars(in_project(SurveyItem, project).order_by(SurveyItem.position, SurveyItem.id)))


def get_item(project: Project, item_id: int) -> SurveyItem:
    return get_in_project(SurveyItem, project, item_id)


def answered_ids(project: Project) -> set[int]:
    """The statements that somebody answered, ever."""
    return set(db.session.scalars(in_project(SurveyAnswer, project).with_only_columns(SurveyAnswer.item_id).distinct()))


def is_answered(item: SurveyItem) -> bool:
    query = in_project(SurveyAnswer, item.project_id).where(SurveyAnswer.item_id == item.id)
    return db.session.scalar(query.with_only_columns(SurveyAnswer.id).limit(1)) is not None


def missing_defaults(project: Project) -> list[tuple[str, ItemKind, str]]:
    """The statements of a new project (text, kind, audience) that this one never had in these words."""
    known = {item.text for item in list_items(project)}
    return [each for each in DEFAULT_ITEMS if each[0] not in known]


def add_missing(project: Project) -> int:
    """Add ``missing_defaults`` at the end; how many there were. A measurement that is open does not ask them."""
    _wait_for(project)
    settle(project)
    missing = missing_defaults(project)
    for text, kind, audience in missing:
        _add(project, text, kind, audience, _last_position(project) + 1)
        db.session.flush()
    return len(missing)


def add_item(project: Project, text: str, kind: ItemKind, audience: str, now: dt.datetime) -> SurveyItem:
    """Add a statement at the end. Raises ``SameItem`` and what ``check_free_text`` refuses."""
    _wait_for(project)
    _check(project, text, audience, now)
    settle(project)
    item = _add(project, text, kind, audience, _last_position(project) + 1)
    db.session.flush()
    return item


def edit_item(
    item: SurveyItem, text: str, kind: ItemKind, audience: str, seen: int | None, now: dt.datetime
) -> SurveyItem:
    """Mend a statement that nobody answered, or put an answered one away and make a new one in its place.

    ``seen``: the version on which the edit is based. Answers belong to the words that people read, so words that were
    answered stay. Returns the statement that now stands in the list. Raises ``ItemChanged``, ``SameItem`` and what
    ``check_free_text`` refuses.
    """
    _take(item, seen)
    if (item.text, item.kind, item.audience) == (text, kind, audience):
        return item
    project_id = item.project_id
    _check(project_id, text, audience, now, but=item)
    if not is_answered(item):
        item.text, item.kind, item.audience = text, kind, audience
        db.session.flush()
        return item
    settle(project_id)
    item.archived_at = now
    new = _add(project_id, text, kind, audience, item.position)
    db.session.flush()
    return new


def archive_item(item: SurveyItem, seen: int | None, now: dt.datetime) -> None:
    """Put a statement away: it is asked no more, but where it was chosen already. Answers stay."""
    _take(item, seen)
    if item.archived_at is None:
        settle(item.project_id)
        item.archived_at = now
        db.session.flush()


def restore_item(item: SurveyItem, seen: int | None, now: dt.datetime) -> None:
    """Ask a statement again from the next measurement on. Raises ``SameItem`` when another took its place."""
    _take(item, seen)
    if item.archived_at is not None:
        _check(item.project_id, item.text, item.audience, now, but=item)
        settle(item.project_id)
        item.archived_at = None
        db.session.flush()


def move_item(item: SurveyItem, by: int) -> None:
    """Let a statement change places with the one before (-1) or after it (1), of the same kind and audience."""
    items = list_items(item.project_id)
    alike = [
        other
        for other in items
        if (other.kind, other.audience, other.archived_at) == (item.kind, item.audience, None) or other is item
    ]
    target = alike.index(item) + by
    for position, other in enumerate(items):
        other.position = position
    if 0 <= target < len(alike):
        item.position, alike[target].position = alike[target].position, item.position
    db.session.flush()


def settle(project: Project | int) -> None:
    """Write down what an open measurement asks, so that a change of the list does not change the measurement."""
    wave = measuring.find_open_wave(project)
    if wave is None or not wave.asks_items:
        return
    db.session.refresh(wave, ["closed_at"], with_for_update={"key_share": True})
    if not chosen_ids(wave):
        ask(wave, [item.id for item in usual_items(wave)])


def chosen_ids(wave: Wave) -> set[int]:
    """The statements that were chosen for a measurement; none: it asks all that fit."""
    query = in_project(AskedItem, wave.project_id).where(AskedItem.wave_id == wave.id)
    return set(db.session.scalars(query.with_only_columns(AskedItem.item_id)))


def usual_items(wave: Wave) -> list[SurveyItem]:
    """What a measurement asks when nothing was chosen for it."""
    items = list_items(wave.project_id)
    return [item for item in items if item.archived_at is None and fits_wave(item.kind, wave.number)]


def ask(wave: Wave, item_ids: list[int]) -> None:
    """Add statements to those of a measurement."""
    db.session.add_all(AskedItem(project_id=wave.project_id, item_id=id, wave_id=wave.id) for id in item_ids)
    db.session.flush()


def _wait_for(project: Project) -> None:
    """Of a form sent twice, the second sees the first."""
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})


def _check(project: Project | int, text: str, audience: str, now: dt.datetime, but: SurveyItem | None = None) -> None:
    check_free_text(text, now)
    for other in list_items(project):
        same = (other.text.casefold(), other.audience) == (text.casefold(), audience)
        if same and other is not but and other.archived_at is None:
            raise SameItem()


def _take(item: SurveyItem, seen: int | None) -> None:
    """Hold the statement until the commit: whoever answers it comes before, or after."""
    db.session.refresh(item, with_for_update={"key_share": True})
    if seen is not None and seen != item.version:
        raise ItemChanged()


def _add(project: Project | int, text: str, kind: str, audience: str, position: int) -> SurveyItem:
    project_id = getattr(project, "id", project)
    item = SurveyItem(project_id=project_id, text=text, kind=kind, audience=audience, position=position)
    db.session.add(item)
    return item


def _last_position(project: Project) -> int:
    return max((item.position for item in list_items(project)), default=-1)
