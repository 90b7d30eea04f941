"""Verbs are tested against both databases that Kapstok runs on."""

import pytest

from kapstok.extensions import db


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request):
    """The app on an empty database, once on SQLite and once on PostgreSQL, with an application context open."""
    holder = request.getfixturevalue("sqlite_app" if request.param == "sqlite" else "postgres_app")
    holder.empty()
    with holder.app.app_context():
        yield holder.app
        db.session.remove()
