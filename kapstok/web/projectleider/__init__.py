"""The projectleider's pages. One module per capability."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint

blueprint = GuardedBlueprint(
    "projectleider", __name__, audience=Audience.PROJECTLEIDER, url_prefix="/p/<int:project_id>"
)

from kapstok.web.projectleider import (  # noqa: F401
    after,
    answers,
    attendance,
    bulk,
    copies,
    day_papers,
    directory,
    directory_edit,
    directory_places,
    door,
    duplicates,
    enter_lines,
    exports,
    feed,
    guests,
    history,
    hsds,
    import_examples,
    imports,
    indicators,
    leaving,
    mail,
    mailbox,
    materials,
    meetings,
    minutes,
    modules,
    observations,
    opinions,
    organisations,
    paper,
    people,
    polls,
    polls_outcome,
    polls_people,
    preview,
    presence,
    privacy,
    programme,
    referrals,
    replies,
    retention,
    settings,
    start,
    waves,
    whoiswho,
)
