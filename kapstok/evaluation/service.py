"""What the evaluator's pages ask for: each figure is made once for each state of the data, and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.orm import joinedload

from kapstok import clock, disclosure
from kapstok.directory.models import Service
from kapstok.evaluation.kept import Kept
from kapstok.extensions import db
from kapstok.meetings import opinions
from kapstok.meetings import service as meetings
from kapstok.meetings.opinion_rules import OPEN_AFTER_MEETING
from kapstok.progress import indicators
from kapstok.progress.surveys import answers
from kapstok.progress.surveys import service as surveys
from kapstok.progress.surveys.rules import is_open
from kapstok.projects.models import Project
from kapstok.referrals import service as referrals
from kapstok.referrals.rules import Kind, Of
from kapstok.register.models import Organisation
from kapstok.scope import in_project
from kapstok.ties import measuring
from kapstok.ties.rules import Source

if TYPE_CHECKING:
    from kapstok.evaluation.gatherings import Held
    from kapstok.evaluation.headlines import Headlines
    from kapstok.evaluation.inview import InView
    from kapstok.evaluation.opinions import Asked
    from kapstok.evaluation.over_time import Course
    from kapstok.evaluation.scenes import Choice, Scenes
    from kapstok.meetings.models import Meeting
    from kapstok.network.measured import Network
    from kapstok.progress.models import Indicator

# As files say it: the same in every language, so that a script that reads them goes on working.
KIND_WORDS = {
    Kind.SENT: "verwezen",
    Kind.ARRIVED: "aangekomen",
    Kind.HELPED: "hulp ontvangen",
    Kind.NOT_REACHED: "niet bereikt",
    Kind.NO_FIT: "past niet",
    Kind.NO_PLACE: "geen plek",
    Kind.FORWARDED: "doorgestuurd",
    Kind.DECLINED: "ziet ervan af",
    Kind.OTHER: "anders",
}

_networks = Kept(most=8)
_headlines = Kept(most=32)
_casts = Kept(most=8)
_layouts = Kept(most=8)
_scenes = Kept(most=32)
_courses = Kept(most=32)
_moments = Kept(most=240)
_together = Kept(most=4)


def network(project: Project) -> Network:
    """The project's network, with pseudonyms for everybody."""
    from kapstok.network import load

    return _networks.get(load.version(project), lambda: _load(project))


def find_headlines(project: Project, threshold: int) -> Headlines | None:
    """The headline figures on lines of this strength; None when nothing was ever measured."""
    from kapstok.evaluation.headlines import headlines, to_compare
    from kapstok.network import load

    found = network(project)
    waves = to_compare(found.measurements)
    if not waves:
        return None
    return _headlines.get((load.version(project), threshold), lambda: headlines(found, waves, threshold))


def find_closed_headlines(project: Project, threshold: int) -> Headlines | None:
    """The same of the first and the last measurement whose answers stand: what files hold. None when there is none."""
    from kapstok.evaluation.exports import closed
    from kapstok.evaluation.headlines import headlines
    from kapstok.network import load

    found = network(project)
    waves = closed(found)
    if not waves:
        return None
    compared = (waves[0], waves[-1]) if len(waves) > 1 else (waves[0],)
    return _headlines.get((load.version(project), threshold, "closed"), lambda: headlines(found, compared, threshold))


def find_scenes(project: Project, choice: Choice, now: dt.datetime) -> Scenes | None:
    """The replay of the network; None when nothing was measured, or these sources say too little yet."""
    from kapstok.evaluation import scenes
    from kapstok.evaluation.headlines import to_compare
    from kapstok.network import load

    found, version = network(project), load.version(project)
    waves = to_compare(found.measurements)
    if not waves:
        return None
    cast = _casts.get(
        (version, project.drawn_at), lambda: scenes.cast(found, waves[-1], project.drawn_at, _layouts.get)
    )
    seen, seen_version = _as_told_by(choice.sources, project, found, version)
    # The same frames for an hour, which ends today: at half past eleven no moment is of tomorrow.
    until = now.replace(minute=59, second=59, microsecond=0)
    held = tuple((meeting.title, meeting.ends_at) for meeting in past_meetings(project, now))
    frames = scenes.moments(seen, held, until, choice.sources)
    if not frames:
        return None
    key = seen_version, project.drawn_at, frames, choice
    return _scenes.get(key, lambda: scenes.scenes(seen, waves[-1], cast, frames, choice))


def find_over_time(project: Project, choice: Choice, now: dt.datetime) -> Course | None:
    """The figures of all sectors at each moment of the replay; None without one, or where nobody was asked."""
    from kapstok.evaluation.over_time import over_time
    from kapstok.network import load
    from kapstok.network.sources import anybody_asked

    whole = replace(choice, sector=None)
    seen = find_scenes(project, whole, now) if anybody_asked(choice.sources) else None
    if seen is None:
        return None
    key = load.version(project), seen.moments, whole
    return _courses.get(key, lambda: over_time(network(project), seen, whole, _moments))


def referral_counts(project: Project) -> dict[Of, int]:
    """How many referrals there were of everything that was counted or followed."""
    return referrals.counts(project)


def referral_rows(project: Project) -> list[tuple[dt.date, str | None, str | None, str, str, str, int]]:
    """Every count in words: month, sender with sector (none: from everybody), receiver with sector, what, count."""
    places = organisations(project)

    def end(organisation_id: int) -> tuple[str, str]:
        return places[organisation_id].name, places[organisation_id].sector.name

    rows = [
        (
            of.month,
            *((None, None) if of.sender is None else end(of.sender)),
            *end(of.receiver),
            KIND_WORDS[of.kind],
            count,
        )
        for of, count in referral_counts(project).items()
    ]
    return sorted(rows, key=lambda row: tuple(map(str, row)))


def organisations(project: Project) -> dict[int, Organisation]:
    """Every organisation by id, with its sector; archived ones too, since what they counted stands."""
    query = in_project(Organisation, project).options(joinedload(Organisation.sector)).order_by(Organisation.name)
    return {row.id: row for row in db.session.scalars(query)}


def place_names(project: Project, found: Iterable[tuple[int, int | None]]) -> dict[tuple[int, int | None], str]:
    """How places that referrals go to are called: (organisation id, service id or None for the organisation as such).

    A service may have gone to another organisation since: what was counted is of the one it was at.
    """
    places = organisations(project)
    services = {row.id: row.name for row in db.session.scalars(in_project(Service, project))}
    return {
        (place, offer): places[place].name if offer is None else f"{places[place].name}: {services[offer]}"
        for place, offer in found
    }


def published_flows(project: Project, rest: str) -> list[tuple[str, str, int]]:
    """Referrals between sectors over the whole project, in which no count is under ten."""
    from kapstok.evaluation.referred import flows, for_publication

    places = organisations(project)
    return for_publication(flows(referral_counts(project), lambda place: places[place].sector.name), rest)


def in_view_of(
    project: Project, indicator: Indicator, sector: str | None = None, smallest: int = disclosure.SMALL_INSIDE
) -> InView:
    """What organisations reported for one indicator, as it may be shown; ``sector``: only of those (a key).

    ``smallest``: counts of fewer people are hidden.
    """
    from kapstok.evaluation.inview import in_view

    found = organisations(project)
    names = _told_apart(found.values())
    rows = [row for row in indicators.observations(project) if row.indicator_id == indicator.id]
    counted = [(names[row.organisation_id], row.on_date, row.value, row.denominator) for row in rows]
    within = None if sector is None else {names[row.id] for row in found.values() if row.sector.key == sector}
    return in_view(counted, within, is_measuring=bool(indicator.instrument), smallest=smallest)


def indicator_views(project: Project) -> list[tuple[str, InView]]:
    """Every indicator by name, as it may be shown."""
    return [(row.name, in_view_of(project, row)) for row in indicators.list_indicators(project, archived=True)]


def _told_apart(rows: Iterable[Organisation]) -> dict[int, str]:
    """Names by id; a second organisation of one name is numbered."""
    names: dict[int, str] = {}
    times: dict[str, int] = {}
    for row in sorted(rows, key=lambda each: each.id):
        times[row.name] = times.get(row.name, 0) + 1
        names[row.id] = row.name if times[row.name] == 1 else f"{row.name} ({times[row.name]})"
    return names


def survey_results(project: Project, now: dt.datetime) -> list[Asked]:
    """Every item that was answered in a closed measurement, or about a meeting of which nobody can answer any more."""
    from kapstok.evaluation.opinions import results

    waves = {wave.id: wave.name for wave in measuring.list_waves(project) if wave.closed_at is not None}
    held = {
        row.id: f"{row.title}, {clock.local_date(row.starts_at):%d-%m-%Y}"
        for row in meetings.list_meetings(project)
        if not is_open(row.ends_at, now)
    }
    return results(surveys.list_items(project), waves, held, answers.survey_answers(project))


def past_meetings(project: Project, now: dt.datetime) -> list[Meeting]:
    """The bijeenkomsten that took place, the earliest first."""
    return [row for row in meetings.list_meetings(project) if row.cancelled_at is None and row.ends_at <= now]


def held_meetings(project: Project, now: dt.datetime) -> list[Held]:
    """What attendees said of every bijeenkomst that took place, the earliest first.

    Nothing yet of one of which people are still asked: who knows who was there could tell whose the newest answer is.
    """
    from kapstok.evaluation.gatherings import Held

    counts, said = meetings.counts(project), opinions.all_opinions(project)
    asks_until = {row.id: row.ends_at + OPEN_AFTER_MEETING for row in past_meetings(project, now)}
    return [
        Held(
            meeting_id=meeting.id,
            title=meeting.title,
            starts_at=meeting.starts_at,
            method=meeting.method.name if meeting.method else "",
            present=counts.get(meeting.id, meetings.Counts()).present,
            said=[
                each for each in said if each.meeting_id == meeting.id and each.given_at < asks_until[meeting.id] <= now
            ],
            open_until=asks_until[meeting.id] if asks_until[meeting.id] > now else None,
        )
        for meeting in past_meetings(project, now)
    ]


def _as_told_by(
    sources: tuple[str, ...], project: Project, found: Network, version: Hashable
) -> tuple[Network, Hashable]:
    """The network with what these sources hold, and what differs as soon as that does.

    Who was together is read only where it is asked for: attendance says nothing of what people state.
    """
    from kapstok.network import load
    from kapstok.network.sources import only_together

    if not only_together(sources):
        return found, version
    (source,) = map(Source, sources)
    groups = load.together(project, source)
    told = version, source, groups
    return _together.get(told, lambda: replace(found, statements=load.derived(groups, source, found.people))), told


def _load(project: Project) -> Network:
    from kapstok.network import load

    return load.network(project, partial(disclosure.pseudonyms, project.pseudonym_key))
