"""The wijzer: the sociale kaart for citizens. No log-in, no cookie, nothing about persons; off until switched on."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from kapstok import clock
from kapstok.directory import finding, wijzer
from kapstok.directory.finding import Wanted
from kapstok.directory.models import Service
from kapstok.errors import NotFound
from kapstok.extensions import limiter
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Module
from kapstok.register.rules import match_key
from kapstok.web import offered
from kapstok.web.pdfs import pdf_answer
from kapstok.web.public import blueprint

MOST = 100  # services on one page; more than that nobody reads
KEPT_FOR = 300  # seconds that a browser, or a cache on the way, need not ask again


@blueprint.get("/wijzer/<slug>")
def wijzer_home(slug: str):
    """The hulpthema's as choices, and one box to search in."""
    project, words = _project(slug), request.args.get("zoek", "").strip()[:200]
    areas = wijzer.list_areas(project)
    area = _area(areas)
    asked = bool(words or area or "alles" in request.args)
    shown, total = _find(project, Wanted(words=words, area=area, public=True)) if asked else ([], 0)
    return _page(
        project,
        "public/wijzer/home.html",
        words=words,
        area=area,
        areas=areas,
        asked=asked,
        offers=[offered.offer(service) for service in shown],
        total=total,
        themes=wijzer.list_themes(project),
        everything=wijzer.count_services(project),
    )


@blueprint.get("/wijzer/<slug>/<theme>")
def wijzer_theme(slug: str, theme: str):
    project = _project(slug)
    term, areas = _theme(project, theme), wijzer.list_areas(project)
    area = _area(areas)
    shown, total = _find(project, Wanted(support_id=term.id, area=area, public=True))
    offers = [offered.offer(service) for service in shown]
    return _page(project, "public/wijzer/theme.html", theme=term, offers=offers, total=total, area=area, areas=areas)


@blueprint.get("/wijzer/<slug>/<theme>.pdf")
@limiter.limit("60 per minute")
def wijzer_pdf(slug: str, theme: str):
    """One hulpthema on paper."""
    project = _project(slug)
    term, area = _theme(project, theme), _area(wijzer.list_areas(project))
    shown, _total = _find(project, Wanted(support_id=term.id, area=area, public=True))
    live = url_for("public.wijzer_theme", slug=slug, theme=theme, wijk=area or None)
    if not shown:
        return redirect(live)
    data = offered.theme_leaflet(project, term, area, shown, live)
    return _cached(pdf_answer("wijzer", data, f"wijzer-{theme}"))


@blueprint.get("/wijzer/<slug>/aanbod/<uuid:uid>")
def wijzer_service(slug: str, uid: UUID):
    project = _project(slug)
    service = wijzer.find_service(project, str(uid))
    if service is None:
        raise NotFound()
    themes = [term for term, _count in wijzer.list_themes(project) if term in service.support]
    return _page(project, "public/wijzer/service.html", offer=offered.offer(service), themes=themes)


def _project(slug: str) -> Project:
    """The project of an address, when it has a wijzer."""
    project = projects.find_by_slug(slug)
    if project is None or not projects.has_module(project, Module.WIJZER):
        raise NotFound()
    return project


def _theme(project: Project, key: str) -> Term:
    term = wijzer.find_theme(project, key)
    if term is None:
        raise NotFound()
    return term


def _area(areas: list[str]) -> str:
    """The wijk or kern in the address, when something is offered there; nobody puts words of their own on the page."""
    wanted = match_key(request.args.get("wijk", "")[:120])
    return next((area for area in areas if match_key(area) == wanted), "")


def _find(project: Project, wanted: Wanted) -> tuple[list[Service], int]:
    """The services that one page shows, best first, and how many there are in all."""
    ids = finding.find_ids(project, wanted, clock.local_date(clock.now()))
    return finding.load_services(project, ids[:MOST]), len(ids)


def _page(project: Project, template: str, **values) -> Response:
    values |= {"of": project, "demo": project.is_demo, "warning": offered.warning()}
    return _cached(make_response(render_template(template, **values)))


def _cached(answer: Response) -> Response:
    """May be kept by everybody: it is the same for everybody. (To who is logged in, a cookie may travel along.)"""
    if current_user.is_authenticated:
        return answer
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    answer.set_etag(sha256(answer.get_data()).hexdigest()[:32])
    return answer.make_conditional(request)
