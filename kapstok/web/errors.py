"""Error pages: a plain sentence, what was kept, and the way out. No input yields a 500."""

from __future__ import annotations

import logging
from traceback import format_tb

from flask import Flask, g, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from kapstok.errors import ChangedMeanwhile, NotFound, Refused
from kapstok.extensions import db
from kapstok.web.api.answers import refusal
from kapstok.web.guards import ForeignForm
from kapstok.web.results import answers as results

log = logging.getLogger(__name__)
PAGES = {400, 403, 404, 409, 410, 413, 429, 500, 503}


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, lambda error: _refused(ForeignForm()))
    app.register_error_handler(StaleDataError, lambda error: _refused(ChangedMeanwhile()))
    app.register_error_handler(ObjectDeletedError, lambda error: _refused(NotFound()))
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(NoConnectionFree, _no_database)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _our_fault)


def page(status: int, sentence: str | None = None):
    """The error page for ``status``, with the sentence of the refusal when there is one."""
    db.session.rollback()
    if request.path.startswith(results.PREFIX):
        return results.problem(status, sentence), status
    if request.path.startswith("/api/"):
        return refusal(status, sentence), status
    template = f"errors/{status if status in PAGES else 400}.html"
    return render_template(template, sentence=sentence), status


def _refused(error: Refused):
    return page(error.status, error.text(_))


def _http_error(error: HTTPException):
    if error.code is None or error.code < 400:
        return error
    if error.code == 405:
        answer = page(405, _("Deze pagina kan dat niet doen. Ga terug en probeer het opnieuw."))
        return *answer, [(name, value) for name, value in error.get_headers() if name == "Allow"]
    return page(error.code)


# What drivers raise when the database is out of reach, too busy, full or broken. The other kinds are our mistakes.
_UNAVAILABLE = {OperationalError, InterfaceError, DatabaseError}


def _database_error(error: DBAPIError):
    return _no_database(error) if type(error) in _UNAVAILABLE else _our_fault(error)


def _no_database(error: DBAPIError | NoConnectionFree):
    log.error("database unavailable: %s", getattr(error, "orig", error))  # the driver's words hold no values
    # The page must not ask the database who is reading it, in which project.
    g.project, g._login_user = None, AnonymousUserMixin()
    return page(503)


def _our_fault(error: Exception):
    if isinstance(error, DBAPIError):  # PostgreSQL tells which values were refused, and those are people's
        where = "".join(format_tb(error.__traceback__))
        log.error("unexpected %s in: %s\n%s", type(error.orig).__name__, error.statement, where)
    else:
        log.exception("unexpected error")
    return page(500)
