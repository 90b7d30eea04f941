"""The evaluator's pages: pseudonyms only, nothing to change."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint("evaluator", __name__, audience=Audience.EVALUATOR, url_prefix="/e/<int:project_id>")

from kapstok.web.evaluator import (  # noqa: F401
    change,
    downloads,
    lines,
    lottery,
    meetings,
    network,
    overview,
    person,
    plan,
    products,
    progress,
    referrals,
    report,
    survey,
)
