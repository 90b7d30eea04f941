"""Kapstok: run, remember and evaluate a regional care network. ``create_app`` is the one place where all is wired."""

from __future__ import annotations

import logging
from importlib import import_module

from flask import Flask

from kapstok import brake, cli, database, jobs, language
from kapstok.accounts import passwords
from kapstok.extensions import babel, compress, csrf, db, limiter, login, migrate
from kapstok.web import errors, filters, guards, headers, kaart
from kapstok.web.incoming import Incoming


def create_app(config: object) -> Flask:
    """The application for one ``config`` object (see ``config.py`` for its attributes)."""
    app = Flask(
        __name__,
        template_folder="../templates",
        static_folder="../static",
        instance_path=config.INSTANCE_PATH,  # type: ignore[attr-defined]
    )
    app.request_class = Incoming
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping({name: getattr(config, name) for name in dir(config) if name.isupper()})
    logging.basicConfig(level=app.config["LOG_LEVEL"], format="%(asctime)s %(levelname)s %(name)s %(message)s")

    url = database.normal_url(app.config["SQLALCHEMY_DATABASE_URI"])
    https = app.config["BASE_URL"].startswith("https://")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(url),
        BABEL_TRANSLATION_DIRECTORIES=language.compile_catalogues(app),
        # A __Host- cookie needs https; over plain http (the demo, a test) browsers would drop it.
        SESSION_COOKIE_NAME="__Host-kapstok" if https else "kapstok",
        SESSION_COOKIE_SECURE=https,
        SERVER_NAME_FOR_LINKS=app.config["BASE_URL"],
    )
    _know_all_tables()
    db.init_app(app)
    migrate.init_app(app, db, directory=str(language.SOURCE.parent.parent / "migrations"), render_as_batch=True)
    login.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language.choose)
    limiter.init_app(app)
    compress.init_app(app)
    passwords.init_app(app)
    _serve_bootstrap(app)

    guards.init_app(app)
    headers.init_app(app)
    filters.init_app(app)
    kaart.init_app(app)
    errors.init_app(app)
    _register_pages(app)
    jobs.init_app(app)
    cli.init_app(app)
    return app


DEFAULTS = {
    "BABEL_DEFAULT_LOCALE": "nl",
    "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
    "BOOTSTRAP_SERVE_LOCAL": True,
    "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,  # bytes; the largest upload is a spreadsheet
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "MAX_FORM_PARTS": 6000,
    "RATELIMIT_STORAGE_URI": f"{brake.DatabaseStorage.STORAGE_SCHEME[0]}://",
    "RATELIMIT_HEADERS_ENABLED": False,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": 12 * 3600,  # seconds
    "WTF_CSRF_SSL_STRICT": False,  # asks for a Referer, which our no-referrer policy withholds (web/guards.py)
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a long form must not fail on its clock
    "COMPRESS_ALGORITHM": ["br", "gzip"],
}


# Those with tables.
ROOMS = [
    "mail",
    "accounts",
    "projects",
    "register",
    "directory",
    "meetings",
    "ties",
    "referrals",
    "progress",
    "evaluation",
    "planner",
    "privacy",
]


def _know_all_tables() -> None:
    """Import every table, also of rooms that no page needs yet, so that keys between tables resolve."""
    for room in ROOMS:
        import_module(f"kapstok.{room}.models")


def _serve_bootstrap(app: Flask) -> None:
    from flask_bootstrap import Bootstrap5

    Bootstrap5(app)


def _register_pages(app: Flask) -> None:
    from kapstok.web import account, api, beheerder, deelnemer, evaluator, projectleider, public, results

    for audience in (public, api, results, account, beheerder, projectleider, deelnemer, evaluator):
        app.register_blueprint(audience.blueprint)
