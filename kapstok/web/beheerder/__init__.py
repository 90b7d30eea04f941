"""The beheerder's pages: projects and accounts."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint("beheer", __name__, audience=Audience.BEHEERDER, url_prefix="/beheer")

from kapstok.web.beheerder import accounts, projects  # noqa: F401
