"""Every route states for whom it is, and the table of who-may-what in docs/routes.md is true."""

from pathlib import Path

from kapstok.projects.rules import Audience
from kapstok.web.guards import SAFE_METHODS, GuardedBlueprint

TABLE = Path(__file__).parents[2] / "docs" / "routes.md"
ASSETS = {"static", "bootstrap.static"}  # our own and Bootstrap's files: the same for everybody


def audience_of(app, endpoint: str) -> Audience:
    blueprint = app.blueprints[endpoint.partition(".")[0]]
    assert isinstance(blueprint, GuardedBlueprint), f"{endpoint} is on a blueprint without an audience"
    return blueprint.audience


def routes(app) -> list[tuple[str, str, str, Audience]]:
    """(address, method, endpoint, audience) of every route that is not a file."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in ASSETS]
    return sorted(
        (rule.rule, method, rule.endpoint, audience_of(app, rule.endpoint))
        for rule in rules
        for method in rule.methods - {"HEAD", "OPTIONS"}
    )


def test_the_table_of_routes_is_true(app):
    rows = [f"| `{address}` | {method} | {audience} |" for address, method, _, audience in routes(app)]
    head = "# Routes: who may use what\n\n| address | method | audience |\n|---|---|---|\n"
    wanted = head + "\n".join(rows) + "\n"
    found = TABLE.read_text() if TABLE.exists() else ""
    if found != wanted:
        TABLE.write_text(wanted)
    assert found == wanted, "docs/routes.md was out of date; it has been written anew: read the change and commit it"


def test_a_project_stands_in_the_address_of_every_project_page(app):
    for address, _, endpoint, audience in routes(app):
        in_project = audience in {Audience.PROJECTLEIDER, Audience.EVALUATOR, Audience.PROGRAM}
        assert in_project == ("<int:project_id>" in address), endpoint


def test_a_signed_link_stands_in_the_address_of_every_participants_page(app):
    for address, _, endpoint, audience in routes(app):
        if audience == Audience.PARTICIPANT:
            assert "<token>" in address, endpoint


def test_no_route_both_shows_and_acts(app):
    for rule in app.url_map.iter_rules():
        assert not (rule.methods & SAFE_METHODS - {"OPTIONS"} and "POST" in rule.methods), rule.endpoint
