"""Verbs of projects."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import unicodedata

from sqlalchemy import select

from kapstok import clock
from kapstok.accounts import audit
from kapstok.accounts.models import User
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.projects.models import Project, ProjectRole, Term
from kapstok.projects.rules import (
    DEFAULT_SYNONYMS,
    DEFAULT_TERMS,
    Module,
    Role,
    Vocabulary,
    check_dpia_date,
    check_modules,
    split_words,
)
from kapstok.scope import get_in_project, in_project


def create_project(now: dt.datetime, *, actor: str, is_demo: bool = False, **fields) -> Project:
    """A new project with the default vocabularies. ``fields``: name, region, contact_*, starts_on, ends_on."""
    slug = _free_slug(fields["name"])
    project = Project(**fields, slug=slug, is_demo=is_demo, pseudonym_key=secrets.token_hex(32), created_at=now)
    db.session.add(project)
    db.session.flush()
    for kind, terms in DEFAULT_TERMS.items():
        for position, (key, name) in enumerate(terms):
            synonyms = DEFAULT_SYNONYMS.get(key, "") if kind is Vocabulary.SUPPORT else ""
            db.session.add(
                Term(project_id=project.id, kind=kind, key=key, name=name, position=position, synonyms=synonyms)
            )
    db.session.flush()
    audit.record("project made", actor=actor, project_id=project.id, subject=f"project:{project.id}")
    return project


def edit_project(project: Project, seen_version: int, **fields) -> None:
    """Change a project that looked like ``seen_version`` when the form was opened. Raises ``ChangedMeanwhile``."""
    if project.version != seen_version:
        raise ChangedMeanwhile()
    term = project.ends_on, project.retention_months
    for name, value in fields.items():
        setattr(project, name, value)
    if term != (project.ends_on, project.retention_months):
        project.retention_announced_at = None  # another day, so another month of warning before anybody is forgotten
    db.session.flush()


def draw_anew(project: Project, now: dt.datetime) -> None:
    """Let the picture of the network be laid out on all lines so far: everybody gets another place in it."""
    project.drawn_at = now
    db.session.flush()


def find_project(project_id: int) -> Project | None:
    return db.session.get(Project, project_id)


def find_by_slug(slug: str) -> Project | None:
    """The project with this word in its public addresses, unless it is archived."""
    if "\0" in slug:  # PostgreSQL cannot even look for it
        return None
    return db.session.scalar(select(Project).where(Project.slug == slug, Project.archived_at.is_(None)))


def has_module(project: Project, module: Module) -> bool:
    return module in project.modules


def switch_modules(project: Project, on: set[Module], *, actor: str) -> None:
    """Switch these optional modules on and all others off. Raises ``DpiaMissing``."""
    check_modules(on, project.case_cards_dpia_on)
    wanted = [str(module) for module in Module if module in on]
    if wanted != project.modules:
        project.modules = wanted
        db.session.flush()
        audit.record("modules switched", actor=actor, project_id=project.id, subject=f"project:{project.id}")


def state_dpia(project: Project, on_date: dt.date, now: dt.datetime, *, actor: str) -> None:
    """The project states that its DPIA of ``on_date`` covers the casuskaart. Raises ``DpiaAhead``."""
    check_dpia_date(on_date, clock.local_date(now))
    if project.case_cards_dpia_on != on_date:
        project.case_cards_dpia_on = on_date
        db.session.flush()
        _record_dpia(project, "stated", actor)


def withdraw_dpia(project: Project, *, actor: str) -> None:
    """Take that statement back, which switches the casuskaart off. Saying it twice is harmless."""
    switch_modules(project, {Module(name) for name in project.modules} - {Module.CASES}, actor=actor)
    if project.case_cards_dpia_on is not None:
        project.case_cards_dpia_on = None
        db.session.flush()
        _record_dpia(project, "withdrawn", actor)


def _record_dpia(project: Project, what: str, actor: str) -> None:
    event = f"dpia for case cards {what}"
    audit.record(event, actor=actor, project_id=project.id, subject=f"project:{project.id}")


def list_projects() -> list[Project]:
    return list(db.session.scalars(select(Project).order_by(Project.name)))


def roles_of(user: User, project: Project) -> set[Role]:
    """What ``user`` is in ``project``."""
    query = in_project(ProjectRole, project).where(ProjectRole.user_id == user.id)
    return {Role(row.role) for row in db.session.scalars(query)}


def get_role(user: User, project: Project) -> ProjectRole:
    """The role of ``user`` in ``project``, or ``NotFound``."""
    role = db.session.scalar(in_project(ProjectRole, project).where(ProjectRole.user_id == user.id))
    if role is None:
        raise NotFound()
    return role


def list_roles(user: User) -> list[ProjectRole]:
    """Every project of one user, with the role there."""
    query = select(ProjectRole).where(ProjectRole.user_id == user.id).join(Project).order_by(Project.name)
    own = {"across_projects": "one user's list of their own projects"}
    return list(db.session.scalars(query.execution_options(**own)))


def list_members(project: Project) -> list[ProjectRole]:
    query = in_project(ProjectRole, project).join(User).order_by(User.name)
    return list(db.session.scalars(query))


def give_role(user: User, project: Project, role: Role, *, actor: str) -> None:
    """Make ``user`` projectleider or evaluator. One role per project: a new one replaces the old."""
    row = db.session.scalar(in_project(ProjectRole, project).where(ProjectRole.user_id == user.id))
    if row is None:
        row = ProjectRole(project_id=project.id, user_id=user.id)
        db.session.add(row)
    row.role = role
    db.session.flush()
    audit.record(f"role {role} given", actor=actor, project_id=project.id, subject=f"user:{user.id}")


def take_role(user: User, project: Project, *, actor: str) -> None:
    """End what ``user`` is in ``project``. Saying it twice is harmless."""
    row = db.session.scalar(in_project(ProjectRole, project).where(ProjectRole.user_id == user.id))
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        audit.record("role taken", actor=actor, project_id=project.id, subject=f"user:{user.id}")


def terms(project: Project, kind: Vocabulary, *, archived: bool = False) -> list[Term]:
    """The words of one vocabulary in their order; retired ones only when asked."""
    query = in_project(Term, project).where(Term.kind == kind).order_by(Term.position, Term.name)
    if not archived:
        query = query.where(Term.archived_at.is_(None))
    return list(db.session.scalars(query))


def get_term(project: Project, term_id: int) -> Term:
    return get_in_project(Term, project, term_id)


def add_term(project: Project, kind: Vocabulary, name: str) -> Term:
    """Add a word at the end of a vocabulary; a retired word with this name comes back instead."""
    known = terms(project, kind, archived=True)
    for term in known:
        if term.name.casefold() == name.strip().casefold():
            term.archived_at = None
            return term
    taken = {term.key for term in known}
    key = base = term_key(name)
    number = 2
    while key in taken:
        key, number = f"{base[:56]}-{number}", number + 1
    position = max((term.position for term in known), default=-1) + 1
    term = Term(project_id=project.id, kind=kind, key=key, name=name.strip(), position=position)
    db.session.add(term)
    db.session.flush()
    return term


def edit_term(term: Term, seen_version: int, name: str, synonyms: str | None = None) -> None:
    """Another name for the same thing: the key stays, so nothing that refers to it changes.

    ``synonyms``: other words that people search with, by comma; None leaves them. Raises ``ChangedMeanwhile`` when the
    word does not look like ``seen_version`` any more.
    """
    if term.version != seen_version:
        raise ChangedMeanwhile()
    term.name = name.strip()
    if synonyms is not None:
        term.synonyms = ", ".join(split_words(synonyms))
    db.session.flush()


def retire_term(term: Term, now: dt.datetime) -> None:
    """Take a word out of the choices; what already carries it keeps it."""
    term.archived_at = term.archived_at or now


def restore_term(term: Term) -> None:
    term.archived_at = None


def _free_slug(name: str) -> str:
    slug = base = term_key(name)[:50]
    number = 2
    while db.session.scalar(select(Project.id).where(Project.slug == slug)) is not None:
        slug, number = f"{base}-{number}", number + 1
    return slug


def term_key(name: str) -> str:
    """``Thuiszorg en wijk`` → ``thuiszorg-en-wijk``: stable, ASCII, at most 60 characters."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:60] or "woord"
