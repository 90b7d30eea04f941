"""Count referrals in ten seconds: how many, to whom, this month."""

from __future__ import annotations

import datetime as dt

from flask import g, redirect, render_template, request, url_for

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.referrals import service
from kapstok.register.models import Person
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.tallies import (
    ParticipantTallyForm,
    chosen_month,
    neighbours,
    offer_choices,
)


@blueprint.get("/d/<token>/verwijzingen")
def referrals(token: str):
    person, now = _sender(token), clock.now()
    month = chosen_month(request.args.get("maand"), now)
    form = ParticipantTallyForm(month=f"{month:%Y-%m}")
    return _page(person, form, month, now, token)


@blueprint.post("/d/<token>/verwijzingen")
def referrals_post(token: str):
    person, now = _sender(token), clock.now()
    form = ParticipantTallyForm()
    offer_choices(form, g.project, person.organisation)
    month = chosen_month(form.month.data, now)
    if form.validate():
        try:
            of = form.counted(person.organisation, month)
            counter = service.Counter(is_whole=False, person_id=person.id)
            service.record_count(g.project, of, form.count.data, counter, now, note=form.note.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            return redirect(url_for("deelnemer.referrals", token=token, maand=f"{month:%Y-%m}", bewaard=1))
    return _page(person, form, month, now, token), 400


@blueprint.post("/d/<token>/verwijzingen/<int:tally_id>/weg")
def withdraw_referral(token: str, tally_id: int):
    tally = service.get_tally(_sender(token).project_id, tally_id)
    service.withdraw(tally, clock.now())
    db.session.commit()
    return redirect(url_for("deelnemer.referrals", token=token, maand=f"{tally.month:%Y-%m}", weg=1))


def _sender(token: str) -> Person:
    """The person of this link, when they count for an organisation."""
    person = read_person(token)
    if person.organisation is None or person.is_mantelzorger:
        raise NotFound()
    return person


def _page(person: Person, form: ParticipantTallyForm, month: dt.date, now: dt.datetime, token: str) -> str:
    offer_choices(form, g.project, person.organisation)
    earlier, later = neighbours(month, now)
    return render_template(
        "deelnemer/referrals.html",
        person=person,
        form=form,
        month=month,
        earlier=earlier,
        later=later,
        tallies=service.list_tallies(g.project, month, sender=person.organisation),
        token=token,
    )
