"""Wie is wie for the people of the network: everybody who said yes, with face, function and what to call them for."""

from __future__ import annotations

from flask import Response, g, render_template, request

from kapstok.errors import NotFound
from kapstok.register import cards, photos
from kapstok.register.models import Person
from kapstok.scope import get_in_project
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.faces import jpeg
from kapstok.web.whoiswho import shelf, wanted


@blueprint.get("/d/<token>/wie-is-wie")
def who_is_who(token: str):
    person = read_person(token)
    return render_template(
        "deelnemer/whoiswho.html",
        token=token,
        shelf=shelf(cards.list_cards(g.project), wanted(), request.args.get("pagina", 1, int)),
        is_in_it=cards.find_card(person) is not None,
    )


@blueprint.get("/d/<token>/wie-is-wie/<int:person_id>.jpg")
def face(token: str, person_id: int) -> Response:
    """Somebody's photo, for as long as their card shows it."""
    read_person(token)
    shown = get_in_project(Person, g.project, person_id)
    card, photo = cards.find_card(shown), photos.find_photo(shown)
    if card is None or photo is None or not card.has_photo:
        raise NotFound()
    return jpeg(photo)
