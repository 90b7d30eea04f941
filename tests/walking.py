"""Walk through everything one visitor can reach by following links, and remember every page, file and form."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from kapstok import clock
from kapstok.accounts import service as accounts
from kapstok.extensions import db
from kapstok.meetings.polls import guests as poll_guests
from kapstok.projects import service as projects
from kapstok.referrals.models import Referral
from kapstok.scope import in_project
from kapstok.ties import measuring
from kapstok.web.account.links import password_link
from kapstok.web.links import (
    address_link,
    feed_link,
    leader_feed_link,
    personal_link,
    poll_link,
    referral_link,
    rsvp_link,
)
from tests.browsing import Page, Visitor, entries
from tests.factories import make_user
from tests.filled import Filled

CONTROLS = ("input", "select", "textarea", "button")
# Where links stand: also in frames, and where our scripts read them.
LEADING = [("a", "href"), ("img", "src"), ("iframe", "src"), ("form", "data-state"), ("form", "data-worker")]
LINES_MEAN = "said_on=2025-03-03&zeros=nothing&direction=one&leave_out=y"
PATIENCE = 5  # addresses of one route; the sixth person's page says nothing new


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes, what it would send if each choice in it was made, and the kind
    of each field (what is typed in it, the type of its input, or its tag)."""

    endpoint: str
    action: str
    fields: MultiDict
    kinds: dict[str, str]
    visitor: Visitor = field(compare=False, repr=False)


@dataclass
class Walk:
    """What was met on the way, by address."""

    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, TestResponse] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)  # by endpoint, the one with most fields
    endpoints: Counter[str] = field(default_factory=Counter)
    questions: set[str] = field(default_factory=set)  # names of what can be asked in an address

    def __ior__(self, other: Walk) -> Walk:
        for mine, theirs in ((self.pages, other.pages), (self.files, other.files), (self.forms, other.forms)):
            mine.update(theirs)
        self.endpoints += other.endpoints
        self.questions |= other.questions
        return self


def walk(app: Flask, visitor: Visitor, *starts: str) -> Walk:
    """Follow every link from ``starts``; each address must answer 200 or lead on to one that does."""
    walk, ahead, seen = Walk(), deque(starts), set(starts)
    while ahead:
        address = ahead.popleft()
        endpoint = route_of(app, address)
        if endpoint is None or walk.endpoints[endpoint] >= PATIENCE:
            continue
        walk.endpoints[endpoint] += 1
        walk.questions |= {name for name, _value in parse_qsl(urlsplit(address).query)}
        response = visitor.fetch(address, follow_redirects=False)
        assert response.status_code in (200, 302), (address, response.status_code)
        found = [response.headers["Location"]] if response.status_code == 302 else []
        framed = "sandbox" in response.headers.get("Content-Security-Policy", "")  # a mail, shown inside a page
        if response.status_code == 200 and (framed or response.mimetype != "text/html"):
            walk.files[address] = response
        elif response.status_code == 200:
            page = walk.pages[address] = Page(visitor, address, response)
            found = [element.get(name) for tag, name in LEADING for element in page.all(tag) if element.get(name)]
            _note_forms(app, walk, page)
        for link in map(inside, found):
            if link and link not in seen:
                seen.add(link)
                ahead.append(link)
    return walk


def walk_project(app: Flask, filled: Filled) -> Walk:
    """Everything that the people of one project can see: both accounts, and one participant by both links."""
    project, today = filled.project.id, filled.meetings["today"].id
    personal, rsvp = links_of(filled)
    running = measuring.find_open_wave(filled.project).id
    found = walk(
        app,
        Visitor(app).log_in(filled.leader),
        f"/p/{project}/",
        f"/p/{project}/bijeenkomsten/{today}/dag?zoek=Deelnemer",  # a search is a form, not a link
        f"/p/{project}/netwerk?archief=1",
        *(f"/p/{project}/metingen/{running}/papier/{what}.pdf" for what in ("strookjes", "formulieren")),  # of a form
        f"/p/{project}/metingen/nieuw",  # linked once no measurement is open
        f"/p/{project}/netwerk/wie-is-wie.pdf",  # what a form shows, and what its second button makes
        f"/p/{project}/netwerk/wie-is-wie.png",
        f"/p/{project}/netwerk/organisaties?archief=1",
        f"/p/{project}/verwijzingen?maand={clock.local_date(clock.now()):%Y-%m}&organisatie={filled.organisations[0].id}",
        f"/p/{project}/netwerk/importeren/{filled.draft.id}",  # where an upload leads to
        f"/p/{project}/netwerk/lijnen-inlezen/{filled.lines.id}?{LINES_MEAN}",  # what a form asks
        f"/p/{project}/netwerk/sociale-kaart/uitwisselen/{filled.package.id}",
        f"/p/{project}/netwerk/mensen/{filled.leaver.id}",
        f"/p/{project}/netwerk/mensen/{filled.people[15].id}",  # who was merged with a double
        f"/p/{project}/netwerk/samen?doe=functie&wie={filled.guest.id}",  # where ticking people leads to
        f"/p/{project}/netwerk/samen/gewijzigd?op={quote(filled.changed_at.isoformat())}",
    )
    people = f"/e/{project}/netwerk/mensen"  # linked where they are too many for one table
    found |= walk(app, Visitor(app).log_in(filled.evaluator), f"/e/{project}/", people)
    new_address = urlsplit(address_link(filled.guest)).path
    found |= walk(app, Visitor(app), personal, f"{personal}/wie-kent-u?verder=1", rsvp, new_address)
    middle, other = filled.people[3:5]
    found |= walk(app, Visitor(app), f"{personal}/voorstellen/vragen/{middle.id}/{other.id}")  # what a search finds
    found |= walk(app, Visitor(app), f"{rsvp}/geen-herinnering")  # stands in a reminder
    found |= walk(app, Visitor(app), f"{urlsplit(personal_link(filled.leaver)).path}/overdragen")
    found |= walk(app, Visitor(app), *(urlsplit(rsvp_link(of)).path for of in (filled.arriving, filled.coming)))
    dates = urlsplit(poll_link(poll_guests.list_guests(filled.poll)[0])).path
    found |= walk(app, Visitor(app), dates, f"{dates}/geen-herinnering")  # stands in a reminder
    via = f"{personal}/mijn-lijnen?naar=organisatie-{filled.organisations[1].id}"
    found |= walk(app, Visitor(app), f"{personal}/wie-bel-ik?zoek=Logeerhuis", via, *_public_window(app, filled))
    followed = db.session.scalars(in_project(Referral, filled.project)).all()
    found |= walk(app, Visitor(app), *(urlsplit(referral_link(row)).path for row in followed))  # stands in a mail
    feeds = feed_link(filled.guest), leader_feed_link(projects.get_role(filled.leader, filled.project))
    found |= walk(app, Visitor(app), *(urlsplit(feed).path for feed in feeds))  # what calendars fetch
    return found


def _public_window(app: Flask, filled: Filled) -> Iterator[str]:
    """What everybody may see: every list of the open interface and the first of each, and where a sheet leads to."""
    root, visitor = f"/api/hsds/{filled.project.slug}/", Visitor(app)
    yield f"/wie-is-wie/{filled.project.slug}"  # stands on paper, as a code
    yield f"/agenda/{filled.project.slug}.ics"
    yield root
    for name in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        yield f"{root}{name}"
        yield f"{root}{name}/{visitor.fetch(f'{root}{name}').json['contents'][0]['id']}"


def walk_outside(app: Flask) -> Walk:
    """What needs no project: the beheerder's pages, the front door, and a link to choose a password."""
    closed, beheerder = make_user(), make_user(name="Zus Beheer", is_admin=True)  # the last in the list
    accounts.disable(closed, clock.now(), actor="test")
    found = walk(app, Visitor(app).log_in(beheerder), "/beheer/", f"/beheer/accounts/{closed.id}/link")
    found |= walk(app, Visitor(app), "/", "/start", "/mijn", "/inloggen", "/gezond", "/.well-known/security.txt")
    found |= walk(app, Visitor(app), urlsplit(password_link(beheerder)).path)
    return found


def links_of(filled: Filled) -> tuple[str, str]:
    """The addresses, without host, of the guest's personal page and of their invitation."""
    return urlsplit(personal_link(filled.guest)).path, urlsplit(rsvp_link(filled.invitation)).path


def inside(link: str) -> str | None:
    """The path and query of a link within the site; None for one that leads away."""
    parts = urlsplit(link)
    if parts.netloc not in ("", "localhost", "127.0.0.1:5000") or parts.scheme not in ("", "http"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or None


def route_of(app: Flask, address: str, method: str = "GET") -> str | None:
    """The endpoint that answers at ``address``; None for a file of ours and for what is no route."""
    try:
        endpoint, _arguments = app.url_map.bind("localhost").match(urlsplit(address).path, method=method)
    except HTTPException:
        return None
    return None if endpoint.endswith("static") else endpoint


def _note_forms(app: Flask, walk: Walk, page: Page) -> None:
    for element in page.all("form"):
        action = element.get("action") or page.url
        if element.get("method", "get").lower() != "post":
            walk.questions |= {name for name, _value in entries(element)}
            continue
        endpoint = route_of(app, action, "POST")
        assert endpoint is not None, (page.url, action)
        controls = [part for part in element.iter() if part.tag in CONTROLS and part.get("name")]
        fields = MultiDict(entries(element))
        for name, value in _last_choices(controls).items():
            if fields.get(name, "0") in ("", "0"):  # how lists say that nothing was chosen
                fields[name] = value
        kinds = {part.get("name"): part.get("inputmode", part.get("type", part.tag)) for part in controls}
        form = Form(endpoint, action, fields, kinds, page.visitor)
        known = walk.forms.get(endpoint)
        if known is None or len(form.fields) > len(known.fields):
            walk.forms[endpoint] = form


def _last_choices(controls: list[Element]) -> dict[str, str]:
    """The last of the buttons, boxes and options under each name; of senders the first: nobody refers to themselves."""
    last: dict[str, str] = {}
    for control in controls:
        name = control.get("name")
        values = [option.get("value") for option in control.iter("option") if option.get("value")]
        last[name] = (values or [control.get("value", "")])[0 if name == "sender" else -1]
    return last
