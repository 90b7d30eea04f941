"""A form that is sent twice at the same moment adds what it adds once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kapstok.extensions import db
from kapstok.progress import indicators
from kapstok.progress.rules import IN_VIEW
from kapstok.progress.surveys import service as surveys
from kapstok.progress.surveys.rules import DEFAULT_ITEMS
from kapstok.projects.models import Project
from tests.factories import make_project


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_what_is_suggested_is_taken_over_once(app):
    project = make_project()
    project_id = project.id
    db.session.commit()

    def once(_) -> None:
        with app.test_request_context():
            found = db.session.get(Project, project_id)
            surveys.add_missing(found)
            indicators.take_over(found, IN_VIEW, None)
            db.session.commit()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(once, range(3)))
    assert [row.text for row in surveys.list_items(project)] == [text for text, _kind, _audience in DEFAULT_ITEMS]
    assert [row.name for row in indicators.list_indicators(project)] == [IN_VIEW.name]
