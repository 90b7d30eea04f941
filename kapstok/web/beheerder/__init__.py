"""The beheerder's pages: projects, accounts, and mail of no project."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint("beheer", __name__, audience=Audience.BEHEERDER, url_prefix="/beheer")

from kapstok.web.beheerder import accounts, inbox, projects  # noqa: F401
