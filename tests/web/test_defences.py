"""What guards every answer: headers, cookies, where links lead, and who may send a form."""

import pytest
from sqlalchemy import select

from config import TestConfig
from kapstok import create_app
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.reading import read
from kapstok.web.guards import inside
from kapstok.web.links import personal_link, rsvp_link
from tests.browsing import Visitor
from tests.content import content
from tests.factories import PASSWORD, make_invitation, make_meeting, make_person, make_user

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ELSEWHERE = "https://kapot.example.com"


@pytest.fixture
def guest(project):
    return make_invitation(make_meeting(project), make_person(project, email="an@example.org"), sent_sequence=0)


def path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:5000")


def protected(response) -> None:
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("OPTIONS", "/", 200),
        ("GET", "/start", 302),
        ("GET", "/gezond", 200),
        ("GET", "/static/css/kapstok.css", 200),
        ("GET", "/bootstrap/static/css/bootstrap.min.css", 200),
        ("GET", "/plotly.js", 200),
        ("GET", "/.well-known/security.txt", 200),
        ("GET", "/bestaat-niet", 404),
        ("GET", "/static/bestaat-niet", 404),
        ("GET", "/static/../config.py", 404),
        ("GET", "/p/%00", 404),
        ("POST", "/mijn", 400),
        ("PUT", "/mijn", 405),
        ("TRACE", "/", 405),
    ],
)
def test_headers_on_every_answer(visitor, method, address, status):
    response = visitor.request(method, address)
    assert response.status_code == status
    protected(response)


def test_headers_on_downloads_and_on_what_has_not_changed(projectleider, project):
    export = projectleider.fetch(f"/p/{project.id}/netwerk/mensen.csv")
    protected(export)
    assert export.headers["Cache-Control"] == "no-store"
    stylesheet = projectleider.fetch("/static/css/kapstok.css")
    again = projectleider.fetch("/static/css/kapstok.css", headers={"If-None-Match": stylesheet.headers["ETag"]})
    assert again.status_code == 304
    protected(again)


def test_with_https_cookies_and_headers_ask_for_it(tmp_path):
    app = create_app(TestConfig(tmp_path, f"sqlite:///{tmp_path}/x.sqlite", BASE_URL="https://kapstok.example.org"))
    with app.app_context():
        response = Visitor(app).fetch("/inloggen", base_url="https://kapstok.example.org")
    (cookie,) = response.headers.getlist("Set-Cookie")
    name, _, attributes = cookie.partition("=")
    assert name == "__Host-kapstok"
    assert set(attributes.split("; ")[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_participants_get_no_cookie_at_all(visitor, guest):
    personal, rsvp = path(personal_link(guest.person)), path(rsvp_link(guest))
    visitor.get(personal)
    visitor.get(f"{personal}/gegevens/zichtbaar").submit()
    visitor.get(rsvp)
    visitor.request("POST", rsvp, data={"form_token": "x"})
    visitor.request("POST", f"{personal}x/gegevens/klopt", data={})
    assert visitor.client._cookies == {}


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.com", "//example.com", "/\\example.com", "\\\\example.com", "javascript:alert(1)"),
        *("/\t/example.com", "/\n/example.com", "\t//example.com", " //example.com", "https:example.com", "mijn", ""),
    ],
)
def test_going_on_stays_inside(visitor, address):
    assert inside(address) is None
    response = visitor.request("POST", "/taal", data={"taal": "en", "terug": address})
    assert response.headers["Location"] == "/"


def test_going_on_to_a_page_of_ours(visitor):
    response = visitor.request("POST", "/taal", data={"taal": "en", "terug": "/mijn?verstuurd=ja"})
    assert response.headers["Location"] == "/mijn?verstuurd=ja"


def test_links_in_mail_come_from_the_settings_whatever_the_request_says(app, guest):
    visitor, evil = Visitor(app), {"X-Forwarded-Host": "kapot.example.com", "X-Forwarded-Proto": "https"}
    page = visitor.get("/mijn", base_url=ELSEWHERE, headers=evil)
    fields = {"csrf_token": page.all("input", name="csrf_token")[0].get("value"), "email": "an@example.org"}
    answer = visitor.request("POST", "/mijn", base_url=ELSEWHERE, headers=evil, data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/mijn?verstuurd=ja")
    (message,) = db.session.scalars(select(OutboxMessage))
    assert b"kapot.example.com" not in message.mime
    assert path(personal_link(guest.person)).partition(".")[0] in read(message.mime).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": ELSEWHERE},
        {"Origin": "http://127.0.0.1:5000.example.com"},
        {"Origin": "http://localhost@example.com"},
    ],
)
def test_a_form_from_another_site_changes_nothing(app, project, guest, headers):
    leader, rsvp = Visitor(app).log_in(make_user(project)), path(rsvp_link(guest))
    page, settings = leader.get(rsvp), leader.get(f"/p/{project.id}/instellingen")
    forms = {
        rsvp: {"form_token": page.all("input", name="form_token")[0].get("value"), "answer": "DECLINED"},
        settings.url: {
            "csrf_token": settings.all("input", name="csrf_token")[0].get("value"),
            "version": project.version,
            "contact_name": "Iemand anders",
            "contact_email": "anders@example.org",
        },
        "/taal": {"taal": "en"},
        "/uitloggen": {},
    }
    before = content()
    for address, fields in forms.items():
        answer = leader.request("POST", address, data=fields, headers=headers)
        assert (answer.status_code, "Er is niets veranderd." in answer.text) == (400, True), address
    assert content() == before


def test_without_its_token_no_form_of_an_account_is_taken(projectleider, project):
    fields = {"version": project.version, "contact_name": "Iemand anders", "contact_email": "anders@example.org"}
    before = content()
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}):
        answer = projectleider.request("POST", f"/p/{project.id}/instellingen", data=fields | token)
        assert (answer.status_code, "Er is niets veranderd." in answer.text) == (400, True)
    assert content() == before


def test_a_session_from_before_the_log_in_is_gone(app, project):
    visitor = Visitor(app)
    visitor.get("/inloggen")
    before = visitor.client.get_cookie("kapstok").value
    user = make_user(project)
    visitor.get("/inloggen").submit("/inloggen", email=user.email, password=PASSWORD)
    visitor.client.set_cookie("kapstok", before)
    assert visitor.get(f"/p/{project.id}/").url == "/inloggen"
