"""For the machine that watches this one."""

from flask import Response

from kapstok import doctor
from kapstok.web.public import blueprint


@blueprint.get("/gezond")
def health() -> Response:
    """200 when the database answers and its schema is the right one, else 503."""
    checks = [doctor.check_database(), doctor.check_migrations()]
    well = all(check.ok for check in checks)
    return Response("gezond\n" if well else "niet gezond\n", 200 if well else 503, mimetype="text/plain")
