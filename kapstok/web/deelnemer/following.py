"""Follow one referral: who referred sees what became of it, who received it says so. Nobody is named."""

from __future__ import annotations

import datetime as dt
import re

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module, Vocabulary
from kapstok.referrals import service as referrals
from kapstok.referrals.following import finding, letters
from kapstok.referrals.following import service as verbs
from kapstok.referrals.following.rules import LONGEST_NOTE, Stage, Status, new_reference, read_reference
from kapstok.referrals.following.service import New
from kapstok.referrals.models import Referral
from kapstok.register.models import Person
from kapstok.register.reporters import can_count
from kapstok.web import filters
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.card_forms import LinkForm
from kapstok.web.deelnemer.person import read_person
from kapstok.web.following import OutcomeForm, badge_of, check_module, facts_of, keep_outcome, place_name
from kapstok.web.links import referral_link, stationery
from kapstok.web.tallies import months_before
from kapstok.web.typed import about_no_client_at_all, on_one_line

MONTHS_TO_CHOOSE = 3
RECENT = 5  # places that somebody referred to last, in front of the others


class FollowForm(LinkForm):
    """A referral to follow. Its reference is made with the form, so that sent twice it is one."""

    receiver = SelectField(_l("Naar"), [InputRequired(_l("Kies naar wie u verwees."))])
    month = SelectField(_l("Maand"))
    reason = SelectField(_l("Reden"), [Optional()], coerce=int)
    note = TextAreaField(
        _l("Opmerking voor de ontvanger"),
        [
            Optional(),
            about_no_client_at_all,
            Length(max=LONGEST_NOTE, message=_l("Maak dit korter: hooguit 300 tekens.")),
        ],
        filters=[on_one_line],
    )
    notify = BooleanField(_l("Stuur de ontvanger een mail met het kenmerk"))
    reference = HiddenField()

    def new(self, person: Person) -> New:
        organisation_id, _dot, service_id = self.receiver.data.partition(".")
        year, month = map(int, self.month.data.split("-"))
        return New(
            reference=self.reference.data or "",
            month=dt.date(year, month, 1),
            sender_id=person.organisation.id,
            receiver_id=int(organisation_id),
            service_id=int(service_id) if service_id else None,
            reason_id=self.reason.data or None,
            note=self.note.data or "",
        )


@blueprint.get("/d/<token>/gevolgd")
def following(token: str):
    person, now = _follower(token), clock.now()
    today, wanted = clock.local_date(now), request.args.get("kenmerk", "")[:40]
    reference = read_reference(wanted)
    if reference is not None and (row := finding.find_of(person, reference)) is not None:
        return redirect(url_for("deelnemer.followed", token=token, referral_id=row.id))
    sent, received = finding.list_sent_by(person), finding.list_received_by(person, now)
    return render_template(
        "deelnemer/following/list.html",
        token=token,
        wanted=wanted,
        sent=[_line(row, today) for row in sent],
        received=[_line(row, today) for row in received],
        may_refer=_may_refer(person),
    )


@blueprint.get("/d/<token>/gevolgd/nieuw")
def follow_referral(token: str):
    person = _sender(token)
    given = {"reference": new_reference(), "notify": True, "receiver": _asked_place()}
    return _new_page(person, FollowForm(formdata=None, data=given), token)


@blueprint.post("/d/<token>/gevolgd/nieuw")
def follow_referral_post(token: str):
    person, form, now = _sender(token), FollowForm(), clock.now()
    _offer(form, person, now)
    if form.validate():
        try:
            row = verbs.follow(g.project, form.new(person), person, now)
            told = form.notify.data and letters.tell_receiver(row, g.project, stationery(), referral_link, now)
        except Refused as refusal:
            db.session.rollback()
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            done = "gemaild" if told else "zonder-adres" if form.notify.data else "zelf"
            return redirect(url_for("deelnemer.followed", token=token, referral_id=row.id, bewaard=done))
    return _new_page(person, form, token), 400


@blueprint.get("/d/<token>/gevolgd/<int:referral_id>")
def followed(token: str, referral_id: int):
    row, sent_it = finding.get_of(_follower(token), referral_id)
    return _page(row, sent_it, OutcomeForm(row, formdata=None), token)


@blueprint.post("/d/<token>/gevolgd/<int:referral_id>")
def followed_post(token: str, referral_id: int):
    person = _follower(token)
    row, sent_it = finding.get_of(person, referral_id)
    form = OutcomeForm(row)
    if status := keep_outcome(form, row, clock.now(), f"person:{person.id}"):
        return _page(row, sent_it, form, token), status
    return redirect(url_for("deelnemer.followed", token=token, referral_id=referral_id, bewaard="uitkomst"))


@blueprint.post("/d/<token>/gevolgd/<int:referral_id>/intrekken")
def withdraw_followed(token: str, referral_id: int):
    row, sent_it = finding.get_of(_follower(token), referral_id)
    if not sent_it:
        raise NotFound()
    verbs.withdraw(row, clock.now())
    db.session.commit()
    return redirect(url_for("deelnemer.followed", token=token, referral_id=referral_id, bewaard="ingetrokken"))


def following_cards(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """(title, sentence, button, address, done) for the person's own page; nothing where nobody follows referrals."""
    if not projects.has_module(g.project, Module.FOLLOWING) or not _may_follow(person):
        return []
    waiting, page = finding.count_waiting(person, now), url_for("deelnemer.following", token=token)
    if waiting:
        sentence = ngettext(
            "Eén verwijzing naar u heeft nog geen uitkomst. Wat werd ervan?",
            "%(num)d verwijzingen naar u hebben nog geen uitkomst. Wat werd ervan?",
            waiting,
        )
        return [(_("Verwijzingen die worden gevolgd"), sentence, _("Bekijken"), page, False)]
    sentence = _("U kunt volgen wat er van een verwijzing wordt: met een kenmerk, zonder naam.")
    return [(_("Verwijzingen die u volgt"), sentence, _("Bekijken of toevoegen"), page, True)]


def _may_follow(person: Person) -> bool:
    return can_count(person)


def _may_refer(person: Person) -> bool:
    return person.organisation is not None and person.organisation.archived_at is None


def _follower(token: str) -> Person:
    """The person of this link, when they may follow referrals. Mantelzorgers refer nobody."""
    person = read_person(token)
    check_module(g.project)
    if not _may_follow(person):
        raise NotFound()
    return person


def _sender(token: str) -> Person:
    person = _follower(token)
    if not _may_refer(person):
        raise NotFound()
    return person


def _asked_place() -> str:
    """Where a page that offers to follow a referral further leads to."""
    return request.args.get("naar", "") if re.fullmatch(r"[0-9]{1,9}\.[0-9]{0,9}", request.args.get("naar", "")) else ""


def _offer(form: FollowForm, person: Person, now: dt.datetime) -> None:
    """Where somebody can refer to, those they used last in front; months; reasons."""
    names = {}
    for organisation in referrals.list_places(g.project):
        if organisation.id != person.organisation_id:
            names[f"{organisation.id}."] = organisation.name
        for service in organisation.services:
            if service.archived_at is None:
                names[f"{organisation.id}.{service.id}"] = f"{organisation.name}: {service.name}"
    sent = [f"{row.to_organisation_id}.{row.to_service_id or ''}" for row in finding.list_sent_by(person)]
    recent = [value for value in dict.fromkeys(sent) if value in names][:RECENT]
    form.receiver.choices = [
        SelectChoice("", _("Kies …")),
        *(SelectChoice(value, names[value], optgroup=_("Laatst gebruikt")) for value in recent),
        *(
            SelectChoice(value, name, optgroup=_("Organisaties en hun aanbod"))
            for value, name in names.items()
            if value not in recent
        ),
    ]
    this_month = clock.month_of(clock.local_date(now))
    months = [months_before(this_month, number) for number in range(MONTHS_TO_CHOOSE)]
    form.month.choices = [SelectChoice(f"{month:%Y-%m}", filters.month(month)) for month in months]
    reasons = projects.terms(g.project, Vocabulary.REASON)
    form.reason.choices = [SelectChoice(0, "–"), *(SelectChoice(term.id, term.name) for term in reasons)]


def _line(row: Referral, today: dt.date) -> tuple[Referral, str, tuple[str, str]]:
    return row, place_name(row), badge_of(row, today)


def _new_page(person: Person, form: FollowForm, token: str) -> str:
    _offer(form, person, clock.now())
    return render_template("deelnemer/following/new.html", form=form, person=person, token=token)


def _page(row: Referral, sent_it: bool, form: OutcomeForm, token: str) -> str:
    today = clock.local_date(clock.now())
    where = finding.stage_of(row, today)
    return render_template(
        "deelnemer/following/show.html",
        row=row,
        sent_it=sent_it,
        form=form,
        token=token,
        facts=facts_of(row, today),
        is_open=where in (Stage.OPEN, Stage.UNKNOWN),
        can_say=where is not Stage.WITHDRAWN,
        is_forwarded=row.status == Status.FORWARDED and row.forwarded_to is not None and not sent_it,
        thanks=_thanks(request.args.get("bewaard"), row),
    )


def _thanks(done: str | None, row: Referral) -> str | None:
    return {
        "gemaild": _("U volgt deze verwijzing. De ontvanger krijgt een mail met kenmerk %(it)s.", it=row.reference),
        "zonder-adres": _(
            "U volgt deze verwijzing. Van de ontvanger kennen wij geen mailadres: geef kenmerk %(it)s zelf door.",
            it=row.reference,
        ),
        "zelf": _("U volgt deze verwijzing. Geef kenmerk %(it)s zelf door aan de ontvanger.", it=row.reference),
        "uitkomst": _("Dank u wel. De uitkomst is bewaard. U kunt haar hier nog wijzigen."),
        "ingetrokken": _("De verwijzing is ingetrokken. Zij telt niet meer mee."),
    }.get(done or "")
