"""What a new project starts with: its first indicator, and the items of the vragenlijst."""

from __future__ import annotations

from kapstok.progress.indicators import list_indicators, take_over
from kapstok.progress.rules import IN_VIEW
from kapstok.progress.surveys import service as surveys
from kapstok.projects.models import Project


def ensure_defaults(project: Project) -> None:
    """Give a project its first indicator and items. A project that has any keeps what it has."""
    if not list_indicators(project, archived=True):
        take_over(project, IN_VIEW, None)
    surveys.ensure_items(project)
