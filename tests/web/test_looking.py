"""Looking changes nothing: every page, file and HEAD leaves the database as it was."""

from tests.browsing import Visitor
from tests.content import content
from tests.once import filled_project
from tests.walked import walked
from tests.walking import links_of

NO_PAGE = {"static", "bootstrap.static", "public.plotly_js"}
NO_PAGE |= {"results.project", "results.read"}  # for programs with a token: test_results_api.py


def test_every_page_can_be_reached_and_none_of_them_writes(app):
    found = walked(app)
    assert found.written == []
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert shown - NO_PAGE - found.endpoints == set()


def test_head_answers_as_get_does_and_writes_no_more(app):
    personal, rsvp = links_of(filled_project(app))
    before = content()
    visitor = Visitor(app)
    for address in (personal, rsvp, f"{personal}/verwijzingen", f"{rsvp}/bijeenkomst.ics", "/mijn", "/gezond"):
        response = visitor.request("HEAD", address)
        assert (response.status_code, response.data) == (200, b""), address
    assert content() == before
