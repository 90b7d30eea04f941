"""Services, who offers them, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, g

from kapstok.directory import hsds, publishing
from kapstok.directory.values import Kaart
from kapstok.errors import NotFound
from kapstok.extensions import limiter
from kapstok.web.api import answers, asking, blueprint

limited = limiter.shared_limit("120 per minute", scope="hsds")
Objects = list[dict[str, Any]]


@blueprint.get("/<slug>/")
@limited
def about(slug: str) -> Response:
    asking.enter(slug)
    return answers.one({"version": hsds.VERSION, "profile": PROFILE, "openapi_url": OPENAPI})


PROFILE = "https://docs.openreferral.org/en/latest/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.1-dev/schema/openapi.json"


@blueprint.get("/<slug>/services")
@limited
def services(slug: str) -> Response:
    asking.enter(slug)
    asked, minimal, full = asking.asked(), asking.flag("minimal"), asking.flag("full")
    paging = asking.paging(asking.MOST_MINIMAL, asking.MOST_MINIMAL) if minimal else asking.paging()

    def as_objects(ids: Sequence[int]) -> Objects:
        if minimal:
            return [{"id": uid, "modified_date": hsds.moment(at)} for uid, at in publishing.changes(g.project, ids)]
        kaart = publishing.public_kaart(g.project, ids)
        item = hsds.service_full if full else hsds.service_list_item
        return [item(kaart, service) for service in kaart.services.values()]

    return answers.page(publishing.service_ids(g.project, asked), paging, as_objects)


@blueprint.get("/<slug>/services/<id>")
@limited
def service(slug: str, id: str) -> Response:
    asking.enter(slug)
    kaart = _kaart_around(publishing.find_service_id(g.project, id.lower()))
    return answers.one(hsds.service_full(kaart, kaart.services[id.lower()]))


@blueprint.get("/<slug>/organizations")
@limited
def organizations(slug: str) -> Response:
    asking.enter(slug)
    asked, full, full_service = asking.asked(), asking.flag("full"), asking.flag("full_service")

    def as_objects(uids: Sequence[str]) -> Objects:
        kaart = publishing.public_kaart(g.project, publishing.services_of(g.project, uids))
        shown = [kaart.organisations[uid] for uid in uids]
        if full or full_service:
            return [hsds.organization_full(kaart, each, full_service=full_service) for each in shown]
        return [hsds.organization_list_item(each) for each in shown]

    return answers.page(publishing.organisation_uids(g.project, asked), asking.paging(), as_objects)


@blueprint.get("/<slug>/organizations/<id>")
@limited
def organization(slug: str, id: str) -> Response:
    asking.enter(slug)
    uid, full_service = id.lower(), asking.flag("full_service")
    ids = publishing.services_of(g.project, [uid])
    if not ids:
        raise NotFound()
    kaart = publishing.public_kaart(g.project, ids)
    return answers.one(hsds.organization_full(kaart, kaart.organisations[uid], full_service=full_service))


@blueprint.get("/<slug>/service_at_locations")
@limited
def service_at_locations(slug: str) -> Response:
    asking.enter(slug)
    asking.refuse_whereabouts()
    asked, full = asking.asked(), asking.flag("full")

    def as_objects(rows: Sequence[tuple[int, str]]) -> Objects:
        kaart = publishing.public_kaart(g.project, dict.fromkeys(service_id for service_id, _uid in rows))
        found = _at_locations(kaart, full)
        return [found[uid] for _service_id, uid in rows]

    return answers.page(publishing.at_location_uids(g.project, asked), asking.paging(), as_objects)


@blueprint.get("/<slug>/service_at_locations/<id>")
@limited
def service_at_location(slug: str, id: str) -> Response:
    asking.enter(slug)
    kaart = _kaart_around(publishing.find_at_location(g.project, id.lower()))
    return answers.one(_at_locations(kaart, full=True)[id.lower()])


def _kaart_around(service_id: int | None) -> Kaart:
    if service_id is None:
        raise NotFound()
    return publishing.public_kaart(g.project, [service_id])


def _at_locations(kaart: Kaart, full: bool) -> dict[str, dict[str, Any]]:
    return {
        place.uid: hsds.service_at_location(kaart, service, place, full=full)
        for service in kaart.services.values()
        for place in service.at_locations
    }
