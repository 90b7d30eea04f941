"""The casuskaart on the personal page: who is involved, who has the regie, what comes next. Only for who is on it."""

from __future__ import annotations

import datetime as dt

from flask import Response, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import ChangedMeanwhile, NotFound, Refused
from kapstok.extensions import db
from kapstok.referrals.cases import rules, service
from kapstok.referrals.models import CaseCard, CaseMember
from kapstok.register import cards
from kapstok.register.models import Person
from kapstok.ties.known import known_by
from kapstok.web.conflicts import differences
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.case_forms import MemberForm, MomentForm, NewCardForm, RegieForm, RoleForm
from kapstok.web.deelnemer.case_news import has_cases, shown_of
from kapstok.web.deelnemer.person import read_person

AT = "/d/<token>/casuskaarten"


@blueprint.get(AT)
def case_cards(token: str):
    person, now = _read(token), clock.now()
    shown = [shown_of(card, now) for card in service.list_own(person, now)]
    return render_template(
        "deelnemer/cases/list.html",
        token=token,
        shown=shown,
        thanks=_thanks(request.args.get("bewaard")),
        now=now,
        person=person,
        disappears=lambda card: rules.disappears(card.touched_at, card.closed_at),
    )


@blueprint.get(f"{AT}/nieuw")
def new_case_card(token: str):
    _read(token)
    return render_template("deelnemer/cases/new.html", token=token, form=NewCardForm(formdata=None))


@blueprint.post(f"{AT}/nieuw")
def new_case_card_post(token: str):
    person, form, now = _read(token), NewCardForm(), clock.now()
    if form.validate():
        at = form.moment(now)
        if not form.errors:
            said = {"role": form.role.data, "leads": form.leads.data, "next_at": at, "what": form.what.data}
            card = service.open_card(person, now, **said)
            db.session.commit()
            return _back(token, card, "nieuw")
    return render_template("deelnemer/cases/new.html", token=token, form=form), 400


@blueprint.get(f"{AT}/<int:card_id>")
def case_card(token: str, card_id: int):
    person, now = _read(token), clock.now()
    return _card_page(person, service.get_own(person, card_id, now), token, now)


# The regie


@blueprint.post(f"{AT}/<int:card_id>/regie")
def give_regie(token: str, card_id: int):
    person, card, now = _read_card(token, card_id)
    form = RegieForm(service.members_of(card, now))
    wanted = next((label for value, label, *_rest in form.lead.iter_choices() if value == form.lead.data), None)
    try:
        if form.lead.data is None:
            raise rules.NotOnCard()
        service.give_regie(card, form.lead.data or None, now, seen_version=form.seen_version)
    except (ChangedMeanwhile, rules.NotOnCard) as refusal:
        return _card_page(person, card, token, now, refusal=refusal, wanted=wanted), refusal.status
    db.session.commit()
    return _back(token, card, "regie")


# The next moment


@blueprint.get(f"{AT}/<int:card_id>/moment")
def case_moment(token: str, card_id: int):
    _person, card, _now = _read_card(token, card_id)
    return _moment_page(card, MomentForm.of(card, formdata=None), token)


@blueprint.post(f"{AT}/<int:card_id>/moment")
def case_moment_post(token: str, card_id: int):
    _person, card, now = _read_card(token, card_id)
    form = MomentForm()
    if not form.validate():
        return _moment_page(card, form, token), 400
    at = form.moment(now)
    if form.errors:
        return _moment_page(card, form, token), 400
    try:
        service.agree_moment(card, at, form.what.data, now, seen_version=form.seen_version)
    except ChangedMeanwhile:
        differs = differences(form, MomentForm.of(card, formdata=None))
        form.version.data = card.version
        return _moment_page(card, form, token, differs), 409
    db.session.commit()
    return _back(token, card, "moment")


# Who is on it


@blueprint.get(f"{AT}/<int:card_id>/erbij")
def add_to_case(token: str, card_id: int):
    person, card, now = _read_card(token, card_id)
    return _member_page(card, MemberForm(_choices(person, card, now), formdata=None), token)


@blueprint.post(f"{AT}/<int:card_id>/erbij")
def add_to_case_post(token: str, card_id: int):
    person, card, now = _read_card(token, card_id)
    form = MemberForm(_choices(person, card, now))
    if not form.validate() or form.one.chosen is None:
        return _member_page(card, form, token), 400
    try:
        service.add_member(card, form.one.chosen, form.role.data, now)
    except rules.CardFull as refusal:
        form.form_errors.append(refusal.text(_))
        return _member_page(card, form, token), 400
    db.session.commit()
    return _back(token, card, "erbij")


@blueprint.get(f"{AT}/<int:card_id>/rol/<int:person_id>")
def case_role(token: str, card_id: int, person_id: int):
    _person, card, now = _read_card(token, card_id)
    member = _member(card, person_id, now)
    form = RoleForm(formdata=None, role=member.role, version=card.version)
    return _role_page(card, member, form, token)


@blueprint.post(f"{AT}/<int:card_id>/rol/<int:person_id>")
def case_role_post(token: str, card_id: int, person_id: int):
    _person, card, now = _read_card(token, card_id)
    member, form = _member(card, person_id, now), RoleForm()
    if not form.validate():
        return _role_page(card, member, form, token), 400
    try:
        service.say_role(card, person_id, form.role.data, now, seen_version=form.seen_version)
    except ChangedMeanwhile:
        differs = differences(form, RoleForm(formdata=None, role=member.role))
        form.version.data = card.version
        return _role_page(card, member, form, token, differs), 409
    db.session.commit()
    return _back(token, card, "rol")


@blueprint.post(f"{AT}/<int:card_id>/weg/<int:person_id>")
def remove_from_case(token: str, card_id: int, person_id: int):
    person, card, now = _read_card(token, card_id)
    if person_id == person.id:  # leaving has a page of its own, that says what it means
        return redirect(url_for("deelnemer.leave_case", token=token, card_id=card_id))
    service.remove_member(card, person_id, now)
    db.session.commit()
    return _back(token, card, "weg")


@blueprint.get(f"{AT}/<int:card_id>/weggaan")
def leave_case(token: str, card_id: int):
    person, now = _read(token), clock.now()
    shown = shown_of(service.get_own(person, card_id, now), now)
    return render_template("deelnemer/cases/leave.html", token=token, shown=shown, person=person)


@blueprint.post(f"{AT}/<int:card_id>/weggaan")
def leave_case_post(token: str, card_id: int):
    person, now = _read(token), clock.now()
    service.leave(service.get_own(person, card_id, now), person, now)
    db.session.commit()
    return redirect(url_for("deelnemer.case_cards", token=token, bewaard="weggegaan"))


# Open and closed


@blueprint.post(f"{AT}/<int:card_id>/afsluiten")
def close_case(token: str, card_id: int):
    person, now = _read(token), clock.now()
    card = service.get_own(person, card_id, now)
    service.close(card, now)
    db.session.commit()
    return _back(token, card, "afgesloten")


@blueprint.post(f"{AT}/<int:card_id>/heropenen")
def reopen_case(token: str, card_id: int):
    person, now = _read(token), clock.now()
    card = service.get_own(person, card_id, now)
    service.reopen(card, now)
    db.session.commit()
    return _back(token, card, "heropend")


# Inside


def _read(token: str) -> Person:
    person = read_person(token)
    if not has_cases(person):
        raise NotFound()
    return person


def _read_card(token: str, card_id: int) -> tuple[Person, CaseCard, dt.datetime]:
    """For what changes an open card. Raises ``CardClosed`` for a page that was opened before it closed."""
    person, now = _read(token), clock.now()
    card = service.get_own(person, card_id, now)
    if card.closed_at is not None:
        raise rules.CardClosed()
    return person, card, now


def _member(card: CaseCard, person_id: int, now: dt.datetime) -> CaseMember:
    found = next((member for member in service.members_of(card, now) if member.person_id == person_id), None)
    if found is None:
        raise NotFound()
    return found


def _choices(person: Person, card: CaseCard, now: dt.datetime) -> list[Person]:
    return service.who_can_be_added(card, known_by(person, now), now)


def _card_page(
    person: Person,
    card: CaseCard,
    token: str,
    now: dt.datetime,
    refusal: Refused | None = None,
    wanted: str | None = None,
) -> str:
    shown = shown_of(card, now)
    people = [member.person for member in shown.members]
    chosen = {"lead": card.lead_id if shown.lead else 0, "version": card.version}
    return render_template(
        "deelnemer/cases/card.html",
        token=token,
        person=person,
        shown=shown,
        seen=cards.cards_or_names(g.project, people, cards.list_listed(g.project)),
        form=RegieForm(shown.members, formdata=None, data=chosen),
        refusal=refusal.text(_) if refusal else None,
        wanted=wanted,
        closes=rules.closes_by_itself(card.touched_at),
        disappears=rules.disappears(card.touched_at, card.closed_at),
        now=now,
        thanks=_thanks(request.args.get("bewaard")),
    )


def _moment_page(card: CaseCard, form: MomentForm, token: str, differs: list | None = None) -> str:
    return render_template("deelnemer/cases/moment.html", token=token, card=card, form=form, differences=differs)


def _member_page(card: CaseCard, form: MemberForm, token: str) -> str:
    return render_template("deelnemer/cases/add.html", token=token, card=card, form=form)


def _role_page(card: CaseCard, member: CaseMember, form: RoleForm, token: str, differs: list | None = None) -> str:
    return render_template(
        "deelnemer/cases/role.html", token=token, card=card, member=member, form=form, differences=differs
    )


def _back(token: str, card: CaseCard, saved: str) -> Response:
    return redirect(url_for("deelnemer.case_card", token=token, card_id=card.id, bewaard=saved))


def _thanks(saved: str | None) -> str | None:
    return {
        "nieuw": _("De kaart is er. Alleen u ziet haar nog. Zet er nu bij wie er betrokken zijn."),
        "regie": _("Dit is bewaard. Iedereen op de kaart ziet wie de regie heeft."),
        "moment": _("Het volgende moment is bewaard. Iedereen op de kaart ziet het."),
        "erbij": _("Deze persoon staat nu op de kaart, en ziet dat op de eigen pagina. Er gaat geen mail uit."),
        "rol": _("De rol is bewaard."),
        "weg": _("Deze persoon staat niet meer op de kaart en ziet haar niet meer."),
        "weggegaan": _("U staat niet meer op die kaart."),
        "afgesloten": _("De kaart is afgesloten."),
        "heropend": _("De kaart is weer open."),
    }.get(saved or "")
