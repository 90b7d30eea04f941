"""The beheerder makes projects and accounts."""

from kapstok.accounts import service as accounts
from kapstok.projects import service as projects
from kapstok.projects.rules import DEFAULT_TERMS, Vocabulary
from tests.browsing import Visitor, text
from tests.factories import make_project, make_user

PROJECT = {"name": "Kapstok Veenmeer", "contact_name": "Noor de Wit", "contact_email": "noor@example.org"}


def test_a_new_project_comes_with_its_words(beheerder):
    page = beheerder.get("/beheer/projecten/nieuw").submit(**PROJECT)
    assert page.h1 == "Kapstok Veenmeer"
    (made,) = projects.list_projects()
    for kind in Vocabulary:
        assert [(term.key, term.name) for term in projects.terms(made, kind)] == list(DEFAULT_TERMS[kind])


def test_a_refused_project_keeps_what_was_typed(beheerder):
    wrong = PROJECT | {"starts_on": "2026-05-01", "ends_on": "2026-04-01"}
    page = beheerder.get("/beheer/projecten/nieuw").submit(**wrong, status=400)
    assert "eindigt voordat het begint" in page.text
    assert page.all("input", name="name")[0].get("value") == "Kapstok Veenmeer"
    assert projects.list_projects() == []


def test_access_is_given_and_ended(app, beheerder):
    project, user = make_project(), make_user(name="Eva Luttik")
    page = beheerder.get(f"/beheer/projecten/{project.id}")
    page = page.submit(f"/beheer/projecten/{project.id}/rollen", user_id=str(user.id), role="evaluator")
    assert [(row.user_id, row.role) for row in projects.list_members(project)] == [(user.id, "evaluator")]
    assert Visitor(app).log_in(user).get("/start").url == f"/e/{project.id}/"
    page.submit(f"/beheer/projecten/{project.id}/rollen/{user.id}/weg")
    assert projects.list_members(project) == []


def test_a_new_account_gets_a_link_and_no_password(beheerder):
    page = beheerder.get("/beheer/accounts")
    shown = page.submit("/beheer/accounts", name="Jan Vos", email="jan@example.org")
    assert shown.all("input", id="link")[0].get("value").startswith("http://127.0.0.1:5000/wachtwoord/")
    assert accounts.find_by_email("jan@example.org").password_hash is None
    again = page.submit("/beheer/accounts", name="Jan Vos", email="JAN@example.org", status=400)
    assert "Er is al een account met het adres jan@example.org." in again.text


def test_the_last_beheerder_cannot_lock_everybody_out(beheerder):
    me = accounts.find_by_email("bea@example.org")
    page = beheerder.get("/beheer/accounts").submit(f"/beheer/accounts/{me.id}/sluiten", status=400)
    assert "laatste beheerder" in page.text


def test_two_people_editing_one_project(app, beheerder):
    project = make_project()
    first = beheerder.get(f"/beheer/projecten/{project.id}/bewerken")
    second = Visitor(app).log_in(make_user(is_admin=True)).get(f"/beheer/projecten/{project.id}/bewerken")
    first.submit(name="Eerste naam")
    refused = second.submit(name="", region="Oost", status=400)
    page = refused.submit(name="Tweede naam", status=409)
    assert projects.find_project(project.id).name == "Eerste naam"
    rows = [[text(cell) for cell in row] for row in page.all("tr")[1:]]
    assert rows == [["Naam van het project", "Eerste naam", "Tweede naam"], ["Regio", "Veenmeer", "Oost"]]
    page.submit()
    assert projects.find_project(project.id).name == "Tweede naam"
