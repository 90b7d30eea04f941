"""One project knows nothing of another: a canary sits in every text of a second project, and is never seen."""

import re

from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from tests.browsing import Visitor
from tests.content import content
from tests.filled import fill_project, write_everywhere
from tests.once import filled_project
from tests.walked import walked, words
from tests.walking import walk_project

CANARY = "kanarievogel"


def steady(found: dict[str, str]) -> dict[str, str]:
    """Without inzage, which tells that it was looked at, and so is another each time."""
    return {address: text for address, text in found.items() if not re.search("/inzage|/gegevens/alles", address)}


def test_the_canary_is_everywhere(app):
    filled_project(app)
    elsewhere = fill_project("Elders")
    write_everywhere(elsewhere, CANARY)
    connection = db.session.connection()
    for table in db.metadata.sorted_tables:
        if "project_id" in table.c and table is not AuditEvent.__table__:
            rows = connection.execute(table.select().where(table.c.project_id == elsewhere.project.id)).all()
            assert rows, f"{table.name} has no row to find a canary in: fill it in tests/filled.py"


def test_the_pages_of_a_project_do_not_change_by_what_another_holds(app):
    alone = walked(app)
    write_everywhere(fill_project("Elders"), CANARY)
    together = walk_project(app, alone.filled)
    assert [page.url for page in together.pages.values() if CANARY in page.response.get_data(as_text=True)] == []
    assert [address for address, text in words(together).items() if CANARY in text] == []
    assert steady(words(together)) == steady(alone.words)


def test_ids_of_another_project_are_pages_that_do_not_exist(app):
    theirs = walked(app)
    here = fill_project("Elders")
    leader = Visitor(app).log_in(here.leader)
    tried = 0
    for address in theirs.words:
        project, _, rest = address.removeprefix("/p/").partition("/")
        if project == str(theirs.filled.project.id) and names_a_row(app, address):
            leader.get(f"/p/{here.project.id}/{rest}", status=404)
            leader.get(address, status=404)
            tried += 1
    assert tried > 40


def test_forms_about_rows_of_another_project_change_nothing(app):
    theirs = walked(app)
    here = fill_project("Elders")
    leader = Visitor(app).log_in(here.leader)
    own = leader.get(f"/p/{here.project.id}/instellingen").all("input", name="csrf_token")[0].get("value")
    before = content()
    for form in theirs.forms:
        project, _, rest = form.action.removeprefix("/p/").partition("/")
        if project == str(theirs.filled.project.id):
            fields = MultiDict(form.fields)
            fields["csrf_token"] = own
            assert leader.request("POST", form.action, data=fields).status_code == 404, form.action
            if names_a_row(app, form.action, "POST"):
                answer = leader.request("POST", f"/p/{here.project.id}/{rest}", data=fields)
                assert answer.status_code == 404, rest
    assert content() == before


def names_a_row(app, address: str, method: str = "GET") -> bool:
    """Whether an address holds a number besides its project's."""
    rule, _arguments = app.url_map.bind("localhost").match(address.partition("?")[0], method=method, return_rule=True)
    numbers = [name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)]
    return numbers not in (["project_id"], [])
