"""The sociale kaart for other programs: the read-only HSDS 3.1 API of projects that switched it on. No cookies."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint("api", __name__, audience=Audience.PUBLIC, url_prefix="/api/hsds")

from kapstok.web.api import services, words  # noqa: F401
