"""Calendar feeds, and the public agenda. Calendars ask every few hours; mostly they hear that nothing changed.

What opens no feed (any more) is answered without a page: nobody reads what a calendar is told.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_login import current_user

from kapstok import clock, signing
from kapstok.errors import NotFound
from kapstok.meetings import feed_owners, feeds
from kapstok.meetings.models import Meeting
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Module
from kapstok.signing import LinkInvalid, Purpose
from kapstok.web.links import stationery, webcal
from kapstok.web.public import blueprint

FRESH = 900  # seconds that an answer may be used again without asking


@blueprint.get("/agenda/p/<token>.ics")
def personal_feed(token: str):
    """One guest's own meetings."""
    parts = _read(token, "p", 2)
    if parts is None:
        return _nothing(404)
    person = feed_owners.find_reader(*parts)
    if person is None:
        return _nothing(410)
    return _feed(("p", person.id), feeds.personal_feed(person, stationery(), clock.now()))


@blueprint.get("/agenda/l/<token>.ics")
def leader_feed(token: str):
    """All meetings of a project, for who leads it."""
    parts = _read(token, "l", 3)
    if parts is None:
        return _nothing(404)
    role = feed_owners.find_leader(*parts)
    if role is None:
        return _nothing(410)
    place = _place(partial(_leaders_page, role.project))
    feed = feeds.project_feed(role.project, role.user.language, place, stationery(), clock.now())
    return _feed(("l", role.id), feed)


@blueprint.get("/agenda/<slug>.ics")
def public_feed(slug: str):
    """The meetings that a project shows to everybody."""
    project = _find_agenda(slug)
    if project is None:
        return _nothing(404)
    address = _absolute("public.agenda", slug=slug)
    feed = feeds.public_feed(project, _place(lambda meeting: address), stationery(), clock.now())
    return _feed(("public", project.id), feed, public=True)


@blueprint.get("/agenda/<slug>")
def agenda(slug: str):
    """The same on a page, with how to subscribe."""
    project = _find_agenda(slug)
    if project is None:
        raise NotFound()
    address = _absolute("public.public_feed", slug=slug)
    meetings = [(meeting, feeds.for_everybody(meeting)) for meeting in feeds.public_meetings(project, clock.now())]
    page = render_template(
        "public/agenda.html", of=project, demo=project.is_demo, meetings=meetings, address=address, tap=webcal(address)
    )
    answer = make_response(page)
    if not current_user.is_authenticated:
        answer.headers["Cache-Control"] = f"private, max-age={FRESH}"  # the page hands out a form token and its cookie
    return answer


def _find_agenda(slug: str) -> Project | None:
    project = projects.find_by_slug(slug)
    return project if project is not None and projects.has_module(project, Module.AGENDA) else None


def _read(token: str, kind: str, count: int) -> list[int] | None:
    """The numbers in an address, or None when it is not one of ours, or of another kind of feed."""
    try:
        found, *parts = signing.read(current_app.config["SECRET_KEY"], Purpose.FEED, token)
    except LinkInvalid:
        return None
    return [int(part) for part in parts] if found == kind and len(parts) == count else None


def _feed(whose: Hashable, feed: feeds.Feed, *, public: bool = False) -> Response:
    """A feed, or "not modified" to who has it already."""
    since = feeds.unchanged_since(whose, feed.mark, clock.now())
    answer = Response(feed.content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    answer.headers["Cache-Control"] = f"{'public' if public else 'private'}, max-age={FRESH}"
    answer.set_etag(feed.mark)
    answer.last_modified = since
    # A date says "that very version": another process may have seen a feed change, and change back, at other moments.
    if request.if_none_match or request.if_modified_since == since:
        answer.make_conditional(request)
    return answer


def _nothing(status: int) -> Response:
    return Response(status=status, content_type="text/plain; charset=utf-8")


def _place(page) -> feeds.Place:
    return feeds.Place(page, current_app.config["MAIL_FROM"].rpartition("@")[2])


def _leaders_page(project: Project, meeting: Meeting) -> str:
    return _absolute("projectleider.meeting", project_id=project.id, meeting_id=meeting.id)


def _absolute(endpoint: str, **values) -> str:
    return current_app.config["BASE_URL"] + url_for(endpoint, **values)
