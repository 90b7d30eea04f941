"""Where mail goes, and where one works: what others must confirm before it counts."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock, signing
from kapstok.extensions import db, limiter
from kapstok.register import own_card
from kapstok.register.models import Person
from kapstok.signing import LIFETIME, Purpose
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.card_forms import AddressForm, ElsewhereForm
from kapstok.web.deelnemer.person import check_takes_part, find_anybody, read_person
from kapstok.web.links import address_link, stationery

DAYS = LIFETIME[Purpose.ADDRESS] // 86400


def _link() -> str:
    """Whose page it is: the brake counts per link, since each of these sends a mail."""
    return f"{request.endpoint}:{request.view_args['token']}"


# Another mail address


@blueprint.get("/d/<token>/gegevens/mailadres")
def new_address(token: str):
    person = read_person(token)
    return _address_page(person, AddressForm(formdata=None), token)


@blueprint.post("/d/<token>/gegevens/mailadres")
@limiter.limit("5 per hour", key_func=_link)
def new_address_post(token: str):
    person, form = read_person(token), AddressForm()
    if form.validate():
        if form.email.data.lower() == person.email:
            form.email.errors = [_("Dit adres staat al bij uw gegevens. Vul een ander adres in.")]
        else:
            own_card.ask_new_address(person, g.project, form.email.data, stationery(), address_link, DAYS, clock.now())
            db.session.commit()
            return redirect(url_for("deelnemer.card", token=token, bewaard="adres"))
    return _address_page(person, form, token), 400


@blueprint.post("/d/<token>/gegevens/mailadres/terug")
def forget_new_address(token: str):
    own_card.forget_new_address(read_person(token))
    db.session.commit()
    return redirect(url_for("deelnemer.card", token=token, bewaard="adres-terug"))


@blueprint.get("/adres/<token>")
def confirm_address(token: str):
    person, seal = _read_address(token)
    own_card.check_new_address(person, seal)
    done = person.new_email is None
    return render_template("deelnemer/card_address_confirm.html", person=person, token=token, done=done)


@blueprint.post("/adres/<token>")
def confirm_address_post(token: str):
    person, seal = _read_address(token)
    own_card.confirm_address(person, seal)
    db.session.commit()
    return redirect(url_for("deelnemer.confirm_address", token=token))


def _read_address(token: str) -> tuple[Person, str]:
    person_id, version, seal = signing.read(current_app.config["SECRET_KEY"], Purpose.ADDRESS, token)
    person = find_anybody(person_id, version)
    check_takes_part(person)
    return person, seal


def _address_page(person: Person, form: AddressForm, token: str) -> str:
    return render_template("deelnemer/card_address.html", person=person, form=form, token=token, days=DAYS)


# Another organisation


@blueprint.get("/d/<token>/gegevens/organisatie")
def works_elsewhere(token: str):
    person = read_person(token)
    return render_template(
        "deelnemer/card_organisation.html", person=person, form=ElsewhereForm(formdata=None), token=token
    )


@blueprint.post("/d/<token>/gegevens/organisatie")
@limiter.limit("5 per hour", key_func=_link)
def works_elsewhere_post(token: str):
    person, form = read_person(token), ElsewhereForm()
    if form.validate():
        page = url_for("projectleider.edit_person", project_id=g.project.id, person_id=person.id)
        address = f"{current_app.config['BASE_URL']}{page}"
        own_card.tell_works_elsewhere(person, g.project, form.organisation.data, stationery(), address, clock.now())
        db.session.commit()
        return redirect(url_for("deelnemer.card", token=token, bewaard="organisatie"))
    return render_template("deelnemer/card_organisation.html", person=person, form=form, token=token), 400
