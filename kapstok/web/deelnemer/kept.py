"""Keep one's own aanbod on the sociale kaart right: "klopt nog" in one click, plek in one tap."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField, TelField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from kapstok import clock
from kapstok.directory import freshness, service
from kapstok.directory.models import Service
from kapstok.directory.rules import LONGEST_WAIT, Capacity, Number, ServiceChanged
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.register.models import Person
from kapstok.web.conflicts import differences
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.card_forms import LinkForm
from kapstok.web.deelnemer.person import read_person
from kapstok.web.fields import WholeNumberField
from kapstok.web.projectleider.register_forms import mail_address
from kapstok.web.typed import in_lines, on_one_line, within

_LONGEST_TEXT = 2000
_TOO_LONG = _l("Maak deze tekst korter: hooguit 2.000 tekens.")


class PlaceForm(LinkForm):
    """Whether there is a place now: one of three buttons, and on the waiting list for how long."""

    capacity = StringField(validators=[InputRequired(), AnyOf((Capacity.YES, Capacity.WAITING, Capacity.FULL))])
    weeks = WholeNumberField(
        _l("Wachttijd in weken"),
        [Optional(), within(1, LONGEST_WAIT, _l("Vul een aantal weken in van 1 tot en met 260."))],
    )


class OfferForm(LinkForm):
    """What a keeper corrects; the rest (name, places, areas) is the projectleider's."""

    description = TextAreaField(_l("Wat houdt het in"), [Length(max=_LONGEST_TEXT, message=_TOO_LONG)], [in_lines])
    eligibility = TextAreaField(_l("Voor wie is het"), [Length(max=_LONGEST_TEXT, message=_TOO_LONG)], [in_lines])
    how_to_refer = TextAreaField(
        _l("Hoe verwijst iemand hiernaar"), [Length(max=_LONGEST_TEXT, message=_TOO_LONG)], [in_lines]
    )
    fees = TextAreaField(_l("Kosten"), [Length(max=_LONGEST_TEXT, message=_TOO_LONG)], [in_lines])
    phone = TelField(_l("Telefoon"), [Optional(), Length(max=40)], [on_one_line])
    email = EmailField(_l("E-mailadres"), [Optional(), mail_address, Length(max=254)], [on_one_line])

    def __init__(self, offered: Service, **options):
        phone = offered.phones[0].number if offered.phones else ""
        super().__init__(obj=offered, data={"phone": phone}, **options)

    def values_for(self, offered: Service) -> dict:
        """What ``edit_service`` takes. The other numbers of ``offered`` stay."""
        fields = self.values()
        number, rest = fields.pop("phone"), offered.phones[1:]
        first = [Number(number, offered.phones[0].description if offered.phones else "")] if number else []
        return fields | {"phones": [*first, *(Number(phone.number, phone.description) for phone in rest)]}


@blueprint.get("/d/<token>/aanbod")
def kept(token: str):
    return _page(read_person(token), token)


@blueprint.post("/d/<token>/aanbod/klopt")
def confirm_all_kept(token: str):
    person, now = read_person(token), clock.now()
    for offered in freshness.stale(freshness.kept_by(person), clock.local_date(now)):
        service.confirm_service(offered, now)
    db.session.commit()
    return redirect(url_for("deelnemer.kept", token=token, bewaard="alles"))


@blueprint.post("/d/<token>/aanbod/<int:service_id>/klopt")
def confirm_kept(token: str, service_id: int):
    service.confirm_service(freshness.get_kept(read_person(token), service_id), clock.now())
    db.session.commit()
    return _back(token, service_id, "klopt")


@blueprint.post("/d/<token>/aanbod/<int:service_id>/plek")
def say_place_kept(token: str, service_id: int):
    person = read_person(token)
    offered, form = freshness.get_kept(person, service_id), PlaceForm()
    if not form.validate():
        return _page(person, token, refused=(service_id, form)), 400
    service.say_place(offered, Capacity(form.capacity.data), form.weeks.data, clock.now())
    db.session.commit()
    return _back(token, service_id, "plek")


@blueprint.get("/d/<token>/aanbod/<int:service_id>")
def edit_kept(token: str, service_id: int):
    offered = freshness.get_kept(read_person(token), service_id)
    return _form_page(offered, OfferForm(offered), token, None)


@blueprint.post("/d/<token>/aanbod/<int:service_id>")
def edit_kept_post(token: str, service_id: int):
    offered = freshness.get_kept(read_person(token), service_id)
    form, status, differs = OfferForm(offered), 400, None
    if form.validate():
        seen = request.form.get("version", 0, int)
        try:
            service.edit_service(offered, seen, clock.now(), **form.values_for(offered))
        except ServiceChanged:
            status, differs = 409, differences(form, OfferForm(offered, formdata=None))
        except (HoldsBsn, HoldsBirthDate) as refusal:
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            return _back(token, service_id, "gegevens")
    return _form_page(offered, form, token, differs), status


def _page(person: Person, token: str, refused: tuple[int, PlaceForm] | None = None) -> str:
    offers = freshness.kept_by(person)
    stale = freshness.stale(offers, clock.local_date(clock.now()))
    return render_template(
        "deelnemer/kept.html",
        person=person,
        token=token,
        offers=offers,
        stale=stale,
        refused=refused,
        thanks=_thanks(request.args.get("bewaard")),
        Capacity=Capacity,
    )


def _form_page(offered: Service, form: OfferForm, token: str, differs: list | None) -> str:
    typed = request.method == "POST" and differs is None
    return render_template(
        "deelnemer/kept_edit.html",
        offered=offered,
        form=form,
        token=token,
        differences=differs,
        version=request.form.get("version", 0, int) if typed else offered.version,
    )


def _back(token: str, service_id: int, saved: str) -> Response:
    return redirect(url_for("deelnemer.kept", token=token, bewaard=saved, _anchor=f"aanbod-{service_id}"))


def _thanks(saved: str | None) -> str | None:
    return {
        "klopt": _("Dank u wel. Dit is weer nagekeken."),
        "alles": _("Dank u wel. Alles is weer nagekeken."),
        "plek": _("Dank u wel. Wie zoekt, ziet dit meteen."),
        "gegevens": _("Dank u wel. De gegevens zijn bewaard, en gelden als nagekeken."),
    }.get(saved or "")
