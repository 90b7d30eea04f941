"""Log in, log out, choose a password."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint("account", __name__, audience=Audience.PUBLIC)

from kapstok.web.account import login  # noqa: F401
