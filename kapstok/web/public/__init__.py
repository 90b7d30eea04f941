"""Pages that need no log-in."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint("public", __name__, audience=Audience.PUBLIC)

from kapstok.web.public import feeds, health, home, mijn, openapi, wave_door, whoiswho, wijzer, worker  # noqa: F401
