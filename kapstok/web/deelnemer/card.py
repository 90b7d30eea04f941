""" "Uw gegevens": all that is kept in short, what one changes oneself, and what others see."""

from __future__ import annotations

from flask import Response, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.extensions import db
from kapstok.register import cards, consent, own_card, photos
from kapstok.register.cards import Item
from kapstok.register.consent import Answer, Purpose, Text
from kapstok.register.models import Person
from kapstok.register.rules import PersonChanged, PersonKnown
from kapstok.web.conflicts import differences
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.card_forms import LANGUAGE_NAMES, OwnCardForm, VisibilityForm
from kapstok.web.deelnemer.person import read_person


@blueprint.get("/d/<token>/gegevens")
def card(token: str):
    person = read_person(token)
    return render_template(
        "deelnemer/card.html",
        person=person,
        token=token,
        language=LANGUAGE_NAMES[person.language],
        has_photo=photos.find_photo(person) is not None,
        thanks=_thanks(request.args.get("bewaard")),
        **_as_others_see(person, cards.answers_of(person)),
    )


@blueprint.post("/d/<token>/gegevens/klopt")
def confirm_card(token: str):
    own_card.confirm(read_person(token), clock.now())
    db.session.commit()
    return _back(token, "klopt")


# One's own words


@blueprint.get("/d/<token>/gegevens/wijzigen")
def edit_card(token: str):
    person = read_person(token)
    return _edit_page(person, OwnCardForm(g.project, person), token)


@blueprint.post("/d/<token>/gegevens/wijzigen")
def edit_card_post(token: str):
    person, now = read_person(token), clock.now()
    form, status, differs = OwnCardForm(g.project, person), 400, []
    if form.validate():
        try:
            own_card.edit_own_card(person, request.form.get("version", 0, int), now, **form.values())
        except PersonChanged:
            status, differs = 409, differences(form, OwnCardForm(g.project, person, formdata=None))
        except PersonKnown:
            form.name.errors = [_known_already()]
        else:
            db.session.commit()
            return _back(token, "gegevens")
    return _edit_page(person, form, token, differs), status


def _edit_page(person: Person, form: OwnCardForm, token: str, differs: list | None = None) -> str:
    in_conflict = differs is not None and not form.errors and request.method == "POST"
    return render_template(
        "deelnemer/card_edit.html",
        person=person,
        form=form,
        token=token,
        differences=differs,
        in_conflict=in_conflict,
        version=_version(person, in_conflict),
    )


def _known_already() -> str:
    return _(
        "Er staat al iemand met deze naam in het netwerk, met hetzelfde mailadres of bij dezelfde organisatie. "
        "Mail %(contact)s om dit uit te zoeken: %(address)s.",
        contact=g.project.contact_name,
        address=g.project.contact_email,
    )


# What others see


@blueprint.get("/d/<token>/gegevens/zichtbaar")
def visibility(token: str):
    person = read_person(token)
    return _visibility_page(person, VisibilityForm(person, cards.answers_of(person)), token)


@blueprint.post("/d/<token>/gegevens/zichtbaar")
def visibility_post(token: str):
    person, now = read_person(token), clock.now()
    answers, actor = cards.answers_of(person), f"person:{person.id}"
    form, status, differs = VisibilityForm(person, answers), 400, []
    if form.validate():
        try:
            own_card.choose_visibility(
                person,
                request.form.get("version", 0, int),
                on_map=form.on_map.data,
                on_rosters="on_rosters" in form and form.on_rosters.data,
                shown=[Item(value) for value in form.shown.data if value],
                actor=actor,
            )
        except PersonChanged:
            status, differs = 409, differences(form, VisibilityForm(person, answers, formdata=None))
        else:
            for purpose, given in form.said().items():
                cards.say(person, purpose, given, now, actor)
            db.session.commit()
            return _back(token, "zichtbaar")
    return _visibility_page(person, form, token, differs), status


def _visibility_page(person: Person, form: VisibilityForm, token: str, differs: list | None = None) -> str:
    answers = cards.answers_of(person)
    in_conflict = differs is not None and not form.errors and request.method == "POST"
    return render_template(
        "deelnemer/card_visibility.html",
        person=person,
        form=form,
        token=token,
        texts={purpose: consent.newest(purpose) for purpose in Purpose if purpose in form},
        renewed=_renewed(answers),
        differences=differs,
        in_conflict=in_conflict,
        version=_version(person, in_conflict),
        **_as_others_see(person, answers),
    )


def _renewed(answers: dict[Purpose, Answer]) -> dict[Purpose, Text | None]:
    """The questions of which the text changed since they were answered, with the text that was answered."""
    return {
        purpose: consent.find_text(purpose, answer.text_version)
        for purpose, answer in answers.items()
        if consent.text_is_new(answer, purpose)
    }


def _as_others_see(person: Person, answers: dict[Purpose, Answer]) -> dict:
    return {"seen": cards.find_card(person), "preview": cards.preview(person), "answers": answers}


def _version(person: Person, in_conflict: bool) -> int | str:
    """What the form was filled in over: after a conflict the version that was shown beside it."""
    return person.version if in_conflict or request.method == "GET" else request.form.get("version", "")


def _back(token: str, saved: str) -> Response:
    return redirect(url_for("deelnemer.card", token=token, bewaard=saved))


def _thanks(saved: str | None) -> str | None:
    return {
        "klopt": _("Dank u wel. Wij weten nu dat alles klopt."),
        "gegevens": _("Uw gegevens zijn bewaard. Dank u wel dat u ze bijhoudt."),
        "zichtbaar": _("Uw keuze is bewaard en geldt meteen."),
        "foto": _("Uw foto is bewaard."),
        "foto-weg": _("Uw foto is weg."),
        "adres": _("Wij stuurden een mail naar uw nieuwe adres. Open die mail om het adres te bevestigen."),
        "adres-terug": _("Het nieuwe adres is weg. Wij blijven mailen naar het adres dat hier staat."),
        "organisatie": _("Uw bericht is onderweg naar de projectleider. Die past uw organisatie aan."),
    }.get(saved or "")
