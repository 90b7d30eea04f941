"""One project knows nothing of another: a canary sits in every text of a second project, and is never seen."""

import io
import re
import zipfile

import pytest
from pypdf import PdfReader
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from tests.browsing import Visitor
from tests.content import content
from tests.filled import Filled, fill_project, write_everywhere
from tests.walking import Walk, walk_project

CANARY = "kanarievogel"
# The moment, and the signature of a link that ends.
MADE_NOW = re.compile(r'DTSTAMP:\S+|"now":\d+|\.[\w-]{6}\.[\w-]{43}')


@pytest.fixture
def here(app) -> Filled:
    return fill_project()


def words(walk: Walk) -> dict[str, str]:
    """What stands on every page, and in every file, by address."""
    found = {address: page.text for address, page in walk.pages.items()}
    found |= {address: unpacked(response.data) for address, response in walk.files.items()}
    return {MADE_NOW.sub("", address): MADE_NOW.sub("", text) for address, text in found.items()}


def steady(found: dict[str, str]) -> dict[str, str]:
    """Without inzage, which tells that it was looked at, and so is another each time."""
    return {address: text for address, text in found.items() if not re.search("/inzage|/gegevens/alles", address)}


def unpacked(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith((b"\x89PNG", b"\xff\xd8")):
        return data.decode("latin-1")
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if "docProps" not in name)


def test_the_canary_is_everywhere(app, here):
    elsewhere = fill_project("Elders")
    write_everywhere(elsewhere, CANARY)
    connection = db.session.connection()
    for table in db.metadata.sorted_tables:
        if "project_id" in table.c and table is not AuditEvent.__table__:
            rows = connection.execute(table.select().where(table.c.project_id == elsewhere.project.id)).all()
            assert rows, f"{table.name} has no row to find a canary in: fill it in tests/filled.py"


def test_the_pages_of_a_project_do_not_change_by_what_another_holds(app, here):
    alone = words(walk_project(app, here))
    elsewhere = fill_project("Elders")
    write_everywhere(elsewhere, CANARY)
    together = walk_project(app, here)
    assert [page.url for page in together.pages.values() if CANARY in page.response.get_data(as_text=True)] == []
    assert [address for address, text in words(together).items() if CANARY in text] == []
    assert steady(words(together)) == steady(alone)


def test_ids_of_another_project_are_pages_that_do_not_exist(app, here):
    leader = Visitor(app).log_in(here.leader)
    elsewhere = fill_project("Elders")
    theirs = walk_project(app, elsewhere)
    tried = 0
    for address in [*theirs.pages, *theirs.files]:
        project, _, rest = address.removeprefix("/p/").partition("/")
        if project == str(elsewhere.project.id) and names_a_row(app, address):
            leader.get(f"/p/{here.project.id}/{rest}", status=404)
            leader.get(address, status=404)
            tried += 1
    assert tried > 40


def test_forms_about_rows_of_another_project_change_nothing(app, here):
    elsewhere = fill_project("Elders")
    forms = walk_project(app, elsewhere).forms.values()
    leader = Visitor(app).log_in(here.leader)
    own = leader.get(f"/p/{here.project.id}/instellingen").all("input", name="csrf_token")[0].get("value")
    before = content()
    for form in forms:
        project, _, rest = form.action.removeprefix("/p/").partition("/")
        if project == str(elsewhere.project.id):
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
