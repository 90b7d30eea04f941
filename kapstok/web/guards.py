"""Who may come in. Every blueprint states its audience; nothing is served before the guard said yes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.routing import IntegerConverter

from kapstok import database, signing
from kapstok.accounts import history
from kapstok.accounts import service as accounts
from kapstok.errors import N_, NotAllowed, NotFound, Refused
from kapstok.extensions import csrf, login
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Audience, Role, may_enter

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class ForeignForm(Refused):
    """The form was sent from another site, or is too old."""

    sentence = N_(
        "Dit formulier is verlopen of kwam niet van onze eigen pagina. Er is niets veranderd. Probeer het opnieuw."
    )


class RowId(IntegerConverter):
    """``<int:…>`` in an address: a key that databases can hold. A larger one is a page that does not exist."""

    def __init__(self, map, *args, **options):
        super().__init__(map, *args, **{"max": 2**31 - 1} | options)


class GuardedBlueprint(Blueprint):
    """A blueprint that states for whom it is. ``<int:project_id>`` in its address becomes ``g.project``."""

    def __init__(self, name: str, import_name: str, *, audience: Audience, **options):
        super().__init__(name, import_name, **options)
        self.audience = audience
        self.url_value_preprocessor(_take_project_id)
        self.before_request(self._guard)

    def _guard(self):
        project_id = getattr(g, "project_id", None)
        g.project = None if project_id is None else projects.find_project(project_id)
        logged_in = current_user.is_authenticated
        history.act_as(f"user:{current_user.id}" if logged_in else "system")
        roles = projects.roles_of(current_user, g.project) if logged_in and g.project else set()
        g.leads_project = Role.PROJECTLEIDER in roles
        allowed = may_enter(
            self.audience, logged_in=logged_in, is_admin=logged_in and current_user.is_admin, roles=roles
        )
        if allowed:
            return None
        if not logged_in:
            here = request.full_path if request.method == "GET" else None
            return redirect(url_for("account.login", verder=here))
        # Somebody else's project looks the same as one that does not exist.
        raise NotFound() if project_id is not None and not roles else NotAllowed()


def _take_project_id(endpoint: str | None, values: dict | None) -> None:
    if values and "project_id" in values:
        g.project_id = values.pop("project_id")


def init_app(app: Flask) -> None:
    """Hang the guards into the request: read-only GETs, no foreign posts, accounts from the cookie."""
    app.url_map.converters["int"] = RowId
    app.before_request(_mark_reading)
    app.before_request(_refuse_foreign_posts)
    app.teardown_request(_end_reading)
    app.url_defaults(_give_project_id)
    app.context_processor(_page_context)
    login.user_loader(accounts.find_by_session)
    login.login_view = "account.login"


def _mark_reading() -> None:
    """GET and HEAD never write; the database itself holds them to it."""
    if request.method in SAFE_METHODS:
        g.reading = database.start_reading()


def _end_reading(error: BaseException | None) -> None:
    if (mark := g.pop("reading", None)) is not None:
        database.stop_reading(mark)


def _refuse_foreign_posts() -> None:
    """Refuse what a browser says comes from elsewhere. (With no-referrer, our own forms send ``Origin: null``.)"""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin", "null")
    ours = {urlsplit(current_app.config["BASE_URL"]).netloc, request.host}
    if request.headers.get("Sec-Fetch-Site") == "cross-site" or (
        origin != "null" and urlsplit(origin).netloc not in ours
    ):
        raise ForeignForm()


def _give_project_id(endpoint: str, values: dict) -> None:
    """``url_for`` inside a project's pages needs no project_id."""
    if "project_id" in values or getattr(g, "project", None) is None:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "project_id"):
        values["project_id"] = g.project.id


def _page_context() -> dict:
    project: Project | None = getattr(g, "project", None)
    return {
        "project": project,
        "demo": bool(project and project.is_demo),
        "leads_project": g.get("leads_project", False),
        "form_token": form_token,
        "Audience": Audience,
    }


def inside(address: str | None) -> str | None:
    """An address to go on to, when it lies within Kapstok; anything else could lead people astray."""
    if not address or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None


# Participants' pages set no cookie: browsers in mail apps often refuse them. The proof that a POST came from our own
# form is derived from the link itself.


def form_token() -> str:
    """The hidden token of a form on a participant's page."""
    return signing.sign(current_app.config["SECRET_KEY"], signing.Purpose.FORM, request.view_args["token"])


def one_click(view: Callable) -> Callable:
    """Mark a participant's POST that a mail program may send without our page: stopping mail (RFC 8058)."""
    view.one_click = True  # type: ignore[attr-defined]
    return view


def check_form_token() -> None:
    """Refuse a participant's POST that did not come from the page of the same link. ``before_request`` there."""
    if request.method in SAFE_METHODS:
        return
    may_be_mail_program = getattr(current_app.view_functions[request.endpoint], "one_click", False)
    if may_be_mail_program and request.form.get("List-Unsubscribe") == "One-Click":
        return
    try:
        (link,) = signing.read(
            current_app.config["SECRET_KEY"], signing.Purpose.FORM, request.form.get("form_token", "")
        )
    except (signing.LinkInvalid, signing.LinkExpired):
        raise ForeignForm() from None
    if link != request.view_args.get("token"):
        raise ForeignForm()


def without_cookies(blueprint: GuardedBlueprint) -> GuardedBlueprint:
    """Replace the cookie-bound CSRF check of a participants' blueprint by the link-bound one."""
    csrf.exempt(blueprint)
    blueprint.before_request(check_form_token)
    return blueprint
