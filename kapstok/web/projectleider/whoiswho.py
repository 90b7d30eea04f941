"""Wie is wie for the projectleider: who is in it, who can still be asked, and what people changed themselves."""

from __future__ import annotations

import datetime as dt

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register import asking, cards, own_card, photos
from kapstok.register import service as register
from kapstok.register.asking import Standing
from kapstok.register.consent import Purpose
from kapstok.web.faces import jpeg
from kapstok.web.history import in_words
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.sending import asked_in_words
from kapstok.web.whoiswho import shelf, wanted

# What each part of the page lists: who is in it, and who is not and why.
PARTS = {
    "erin": (Standing.SHOWN,),
    "vragen": (Standing.TO_ASK, Standing.TOO_SOON, Standing.UNREACHABLE),
    "wacht": (Standing.WAITING,),
    "nee": (Standing.NO, Standing.HIDDEN),
}
LATELY = dt.timedelta(days=30)
MOST_PEOPLE = 50  # on the page of what people changed themselves


@blueprint.get("/netwerk/wie-is-wie")
def who_is_who():
    part = request.args.get("wie", "erin")
    part = part if part in PARTS else "erin"
    sorted_out = asking.by_standing(asking.standpoints(g.project, clock.now()))
    return render_template(
        "projectleider/whoiswho/show.html",
        part=part,
        counts={name: sum(len(sorted_out[standing]) for standing in standings) for name, standings in PARTS.items()},
        listed=[each for standing in PARTS[part] for each in sorted_out[standing]],
        numbers={standing: len(sorted_out[standing]) for standing in Standing},
        shelf=shelf(cards.list_cards(g.project), wanted(), request.args.get("pagina", 1, int)),
        Standing=Standing,
    )


@blueprint.get("/netwerk/wie-is-wie/vragen")
def ask_for_cards():
    to_ask = asking.by_standing(asking.standpoints(g.project, clock.now()))[Standing.TO_ASK]
    if not to_ask:
        return redirect(url_for("projectleider.who_is_who", wie="vragen"))
    return render_template("projectleider/whoiswho/ask.html", to_ask=len(to_ask))


@blueprint.post("/netwerk/wie-is-wie/vragen")
def ask_for_cards_post():
    written = asking.ask_for_cards(g.project, stationery(), clock.now(), actor=f"user:{current_user.id}")
    db.session.commit()
    flash(asked_in_words(len(written)), "status" if written else "alert")
    return redirect(url_for("projectleider.who_is_who", wie="wacht" if written else "vragen"))


@blueprint.get("/netwerk/wie-is-wie/zelf-gewijzigd")
def changed_by_themselves():
    found = own_card.changed_by_themselves(g.project, clock.now() - LATELY)
    people = list(found.items())[:MOST_PEOPLE]
    return render_template(
        "projectleider/whoiswho/changed.html",
        people=[(person, in_words(g.project, changes)) for person, changes in people],
        left_out=len(found) - len(people),
        days=LATELY.days,
    )


@blueprint.post("/netwerk/mensen/<int:person_id>/toestemming")
def record_consent(person_id: int):
    """What somebody said on paper or by telephone, written down for them."""
    person = register.get_person(g.project, person_id)
    purpose, said = request.form.get("purpose", ""), request.form.get("said", "")
    if purpose not in set(Purpose) or said not in ("ja", "nee"):
        raise Refused()
    cards.say(person, Purpose(purpose), said == "ja", clock.now(), f"user:{current_user.id}")
    db.session.commit()
    flash(_("Het antwoord van %(name)s is bewaard.", name=person.name), "status")
    return redirect(url_for("projectleider.person", person_id=person_id))


@blueprint.get("/netwerk/mensen/<int:person_id>/foto.jpg")
def face(person_id: int) -> Response:
    photo = photos.find_photo(register.get_person(g.project, person_id))
    if photo is None:
        raise NotFound()
    return jpeg(photo)
