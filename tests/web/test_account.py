"""Logging in and out, and choosing a password."""

from urllib.parse import urlsplit

import pytest

from kapstok.extensions import db
from kapstok.web.account.links import password_link
from tests.browsing import Visitor
from tests.factories import PASSWORD, make_project, make_user

SENTENCE = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar."


def test_a_projectleider_comes_in_and_goes_out(projectleider, project):
    page = projectleider.get(f"/p/{project.id}/")
    assert page.status == 200
    left = projectleider.post("/uitloggen", {"csrf_token": page.all("input", name="csrf_token")[0].get("value")})
    assert left.h1 != page.h1
    assert projectleider.get(f"/p/{project.id}/").url == "/inloggen"


def test_a_stolen_cookie_dies_with_the_log_out(app, project):
    user = make_user(project)
    owner, thief = Visitor(app).log_in(user), Visitor(app)
    cookie = owner.client.get_cookie("kapstok")
    thief.client.set_cookie("kapstok", cookie.value)
    page = thief.get(f"/p/{project.id}/")
    assert page.url == f"/p/{project.id}/"
    owner.post("/uitloggen", {"csrf_token": page.all("input", name="csrf_token")[0].get("value")})
    assert thief.get(f"/p/{project.id}/").url == "/inloggen"


@pytest.mark.parametrize("email", ["noor@example.org", "niemand@example.org"])
def test_a_wrong_password_says_the_same_for_known_and_unknown(app, visitor, email):
    make_user(email="noor@example.org")
    page = visitor.get("/inloggen").submit("/inloggen", email=email, password="iets heel anders", status=400)
    assert SENTENCE in page.text
    assert page.all("input", name="email")[0].get("value") == email


def test_the_brake_stops_guessing(app, visitor, monkeypatch):
    monkeypatch.setattr("kapstok.extensions.limiter.enabled", True)
    make_user(email="noor@example.org")
    page = visitor.get("/inloggen")
    for _ in range(10):
        page = page.submit("/inloggen", email="noor@example.org", password="iets heel anders", status=400)
    page.submit("/inloggen", email="noor@example.org", password=PASSWORD, status=429)


def path_of_link(user) -> str:
    return urlsplit(password_link(user)).path


def test_a_password_link_works_once(app, visitor):
    user = make_user()
    link = path_of_link(user)
    chosen = visitor.get(link).submit(password="vier hele losse woorden")
    assert chosen.url == "/inloggen"
    visitor.get(link, status=404)
    chosen.submit("/inloggen", email=user.email, password="vier hele losse woorden")
    assert visitor.get("/projecten").url == "/projecten"


def test_a_short_password_is_refused_with_a_reason(app, visitor):
    page = visitor.get(path_of_link(make_user())).submit(password="kort", status=400)
    assert "ten minste 12 tekens" in page.text


def test_going_on_leads_nowhere_else(app, visitor, project):
    user = make_user(project)
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com"):
        page = visitor.get_with("/inloggen", {"verder": elsewhere})
        assert page.submit("/inloggen", email=user.email, password=PASSWORD).url == f"/p/{project.id}/"
        user.session_version += 1
        db.session.commit()


def test_going_on_leads_to_the_page_that_was_asked_for(app, visitor, project):
    user = make_user(project)
    login = visitor.get(f"/p/{project.id}/bijeenkomsten")
    page = login.submit("/inloggen", email=user.email, password=PASSWORD)
    assert page.url == f"/p/{project.id}/bijeenkomsten"


def test_nobody_sees_another_project(app, projectleider, evaluator, beheerder, visitor):
    other = make_project("Kanarie")
    db.session.commit()
    projectleider.get(f"/p/{other.id}/", status=404)
    evaluator.get(f"/e/{other.id}/", status=404)
    evaluator.get(f"/p/{other.id}/", status=404)
    beheerder.get(f"/p/{other.id}/", status=404)
    projectleider.get("/p/99999/", status=404)
    assert visitor.get(f"/p/{other.id}/").url == "/inloggen"


def test_an_evaluator_changes_nothing(evaluator, projectleider, project):
    evaluator.get(f"/p/{project.id}/", status=403)
    projectleider.get("/beheer/", status=403)
