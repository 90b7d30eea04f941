"""Visitors for the pages of each audience."""

import pytest

from tests.browsing import Visitor
from tests.factories import make_project, make_user


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def visitor(app) -> Visitor:
    """Somebody who is not logged in."""
    return Visitor(app)


@pytest.fixture
def projectleider(app, project) -> Visitor:
    return Visitor(app).log_in(make_user(project, name="Noor de Wit", email="noor@example.org"))


@pytest.fixture
def evaluator(app, project) -> Visitor:
    return Visitor(app).log_in(make_user(project, "evaluator", name="Eva Luttik", email="eva@example.org"))


@pytest.fixture
def beheerder(app) -> Visitor:
    return Visitor(app).log_in(make_user(is_admin=True, name="Bea Heer", email="bea@example.org"))
