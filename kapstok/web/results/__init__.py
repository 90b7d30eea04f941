"""The results of a project for programs: the evaluator's tables as JSON, read with a token. No cookies."""

from kapstok.extensions import limiter
from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint("results", __name__, audience=Audience.PROGRAM, url_prefix="/api/v1")
limiter.shared_limit("120 per minute", scope="results")(blueprint)  # who shows no token that works is counted too

from kapstok.web.results import entering, tables  # noqa: F401
