"""One project sees nothing of another: the only way in to project data, and the guard that checks it."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Select, event, select
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, declared_attr, mapped_column
from sqlalchemy.sql import visitors
from sqlalchemy.sql.schema import Table

from kapstok.errors import NotFound
from kapstok.extensions import db


class InProject:
    """Mixin for every table that belongs to one project."""

    @declared_attr
    def project_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)


T = TypeVar("T", bound=InProject)


class UnscopedQuery(RuntimeError):
    """A query on project data that names no project: a programming error."""


def in_project(model: type[T], project: Any) -> Select[T]:
    """Start of every query on project data: the rows of one project (a ``Project`` or its id)."""
    return select(model).where(model.project_id == getattr(project, "id", project))


def get_in_project(model: type[T], project: Any, row_id: int) -> T:
    """One row of this project, or ``NotFound`` — also when the row exists in another project."""
    row = db.session.scalar(in_project(model, project).where(model.id == row_id))  # type: ignore[attr-defined]
    if row is None:
        raise NotFound()
    return row


def take_turns(row: T) -> T:
    """Wait until nobody else works on this row, and hold it until the commit. ``NotFound`` when it went meanwhile.

    What was read before the wait may be stale by then, so all of it is read anew. SQLite's writers stand in line before
    they read anything: there is nothing to wait for and nothing is stale.
    """
    if db.engine.dialect.name == "sqlite":
        return row
    model, project_id, row_id = type(row), row.project_id, row.id  # type: ignore[attr-defined]
    query = in_project(model, project_id).where(model.id == row_id).with_for_update()  # type: ignore[attr-defined]
    db.session.flush()
    db.session.expire_all()
    locked = db.session.scalar(query)
    if locked is None:
        raise NotFound()
    return locked


def refuse_unscoped_queries() -> None:
    """Make the session refuse any query on project data without a project in its WHERE. On in every test.

    A query that must see all projects (the worker's, a personal link's) says so:
    ``execution_options(across_projects="why")``.
    """
    if not event.contains(Session, "do_orm_execute", _check_scope):
        event.listen(Session, "do_orm_execute", _check_scope)


def _check_scope(state: ORMExecuteState) -> None:
    exempt = state.is_relationship_load or state.is_column_load or state.is_insert
    if exempt or "across_projects" in state.execution_options or _in_where(state.statement):
        return
    scoped = {mapper.local_table for mapper in db.Model.registry.mappers if issubclass(mapper.class_, InProject)}
    touched = {each.name for each in visitors.iterate(state.statement) if isinstance(each, Table) and each in scoped}
    if touched:
        raise UnscopedQuery(f"{sorted(touched)} without a project: {state.statement}")


def _in_where(statement) -> bool:
    where = getattr(statement, "whereclause", None)
    if where is None:
        return False
    return any(getattr(element, "name", None) == "project_id" for element in visitors.iterate(where))
