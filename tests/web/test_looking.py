"""Looking changes nothing: every page, file and HEAD leaves the database as it was."""

import pytest

from tests.browsing import Visitor
from tests.content import content
from tests.filled import fill_project
from tests.walking import links_of, walk_outside, walk_project

NO_PAGE = {"static", "bootstrap.static", "public.plotly_js"}


@pytest.fixture
def filled(app):
    return fill_project()


def test_every_page_can_be_reached_and_none_of_them_writes(app, filled):
    found = walk_outside(app)  # before the measure is taken: it makes accounts, and logs in
    before = content()
    found |= walk_project(app, filled)
    after = content()
    assert [name for name in before if before[name] != after[name]] == []
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert shown - NO_PAGE - found.endpoints.keys() == set()


def test_head_answers_as_get_does_and_writes_no_more(app, filled):
    personal, rsvp = links_of(filled)
    before = content()
    visitor = Visitor(app)
    for address in (personal, rsvp, f"{personal}/verwijzingen", f"{rsvp}/bijeenkomst.ics", "/mijn", "/gezond"):
        response = visitor.request("HEAD", address)
        assert (response.status_code, response.data) == (200, b""), address
    assert content() == before
