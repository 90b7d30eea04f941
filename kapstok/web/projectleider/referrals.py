"""This month's referrals: what was counted, one more, and the month before."""

from __future__ import annotations

import datetime as dt

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.referrals import service
from kapstok.register.models import Organisation
from kapstok.scope import get_in_project
from kapstok.web.projectleider import blueprint
from kapstok.web.tallies import TallyForm, chosen_month, neighbours, offer_choices


class SentTallyForm(TallyForm):
    sender = SelectField(_l("Van"), [InputRequired(_l("Kies wie er heeft verwezen."))])


@blueprint.get("/verwijzingen")
def referrals():
    now = clock.now()
    month = chosen_month(request.args.get("maand"), now)
    return _page(SentTallyForm(month=f"{month:%Y-%m}"), month, now)


@blueprint.post("/verwijzingen")
def add_referral():
    now = clock.now()
    form = SentTallyForm()
    month = chosen_month(form.month.data, now)
    _offer(form)
    if form.validate():
        sender = get_in_project(Organisation, g.project, int(form.sender.data))
        try:
            counter = service.Counter(is_whole=True, user_id=current_user.id)
            of, note = form.counted(sender, month), form.note.data or ""
            service.record_count(g.project, of, form.count.data, counter, now, note=note)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("De verwijzingen zijn meegeteld."), "status")
            return redirect(url_for("projectleider.referrals", maand=f"{month:%Y-%m}"))
    return _page(form, month, now), 400


@blueprint.post("/verwijzingen/<int:tally_id>/weg")
def withdraw_referral(tally_id: int):
    tally = service.get_tally(g.project, tally_id)
    service.withdraw(tally, clock.now())
    db.session.commit()
    flash(_("De telling is weggehaald."), "status")
    return redirect(url_for("projectleider.referrals", maand=f"{tally.month:%Y-%m}"))


def _offer(form: SentTallyForm) -> None:
    offer_choices(form, g.project)
    senders = [SelectChoice(str(row.id), row.name) for row in service.list_places(g.project)]
    # Nobody is chosen beforehand: a form sent in haste would count for whoever comes first in the alphabet.
    form.sender.choices = [SelectChoice("", _("Kies …")), *senders] if senders else []


def _page(form: SentTallyForm, month: dt.date, now: dt.datetime) -> str:
    _offer(form)
    earlier, later = neighbours(month, now)
    tallies = service.list_tallies(g.project, month)
    return render_template(
        "projectleider/referrals/month.html",
        form=form,
        month=month,
        earlier=earlier,
        later=later,
        tallies=tallies,
        total=sum(tally.count for tally in tallies),
    )
