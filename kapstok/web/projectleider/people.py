"""People: the list, one person, adding, changing, and the archive."""

from __future__ import annotations

import math

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok import clock
from kapstok.directory.freshness import kept_by
from kapstok.disclosure import SMALL_INSIDE
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.mail import sent
from kapstok.meetings import service as meetings
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.privacy import doubles
from kapstok.privacy.references import Kind
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.referrals import service as referrals
from kapstok.register import service as register
from kapstok.register.bulk import Act
from kapstok.register.rules import NoSector, PersonChanged, PersonKnown
from kapstok.register.service import Filter, Order
from kapstok.ties import measuring
from kapstok.ties.contacts import count_short_lines_to
from kapstok.ties.leaving import service as handover
from kapstok.web.conflicts import differences
from kapstok.web.history import readable
from kapstok.web.projectleider import blueprint, mail
from kapstok.web.projectleider.bulk import ACTS
from kapstok.web.projectleider.duplicates import merged_into
from kapstok.web.projectleider.leaving import parting
from kapstok.web.projectleider.observations import lines_shown
from kapstok.web.projectleider.register_forms import LANGUAGE_NAMES, NewPersonForm, PersonForm
from kapstok.web.typed import row_id
from kapstok.web.whoiswho import own_of

PAGE_SIZE = 50
FARTHEST_PAGE = 10_000


@blueprint.get("/netwerk")
def people():
    wanted = wanted_people()
    page = min(max(request.args.get("pagina", 1, int), 1), FARTHEST_PAGE)
    found, total = register.page_of_people(g.project, wanted, page, PAGE_SIZE)
    return render_template(
        "projectleider/people/list.html",
        people=found,
        total=total,
        wanted=wanted,
        page=page,
        pages=math.ceil(total / PAGE_SIZE),
        sectors=projects.terms(g.project, Vocabulary.SECTOR),
        functions=projects.terms(g.project, Vocabulary.FUNCTION),
        organisations=register.list_organisations(g.project),
        leaving=handover.waiting(g.project),
        doubles=len(doubles.find_pairs(g.project, Kind.PERSON)),
        orders=ORDERS.items(),
        acts=[item for item in ACTS.items() if item[0] not in (_NOT_IN_ARCHIVE if wanted.archived else {Act.RESTORE})],
        asked={name: value for name, value in request.args.items() if name in _ASKED and value},
    )


@blueprint.get("/netwerk/mensen/nieuw")
def new_person():
    form = NewPersonForm(g.project, organisation_id=request.args.get("organisatie", 0, row_id))
    return render_template("projectleider/people/form.html", form=form, person=None)


@blueprint.post("/netwerk/mensen/nieuw")
def new_person_post():
    form = NewPersonForm(g.project)
    if form.validate():
        try:
            person = register.create_person(g.project, clock.now(), **form.values())
        except Refused as refusal:
            _at_its_field(form, refusal)
        else:
            db.session.commit()
            flash(_("%(name)s staat in het netwerk.", name=person.name), "status")
            return redirect(url_for("projectleider.person", person_id=person.id))
    return render_template("projectleider/people/form.html", form=form, person=None), 400


@blueprint.get("/netwerk/mensen/<int:person_id>")
def person(person_id: int):
    shown, now = register.get_person(g.project, person_id), clock.now()
    if shown.merged_into_id is not None:
        return redirect(url_for("projectleider.person", person_id=shown.merged_into_id))
    reached_by = count_short_lines_to(shown, now)
    return render_template(
        "projectleider/people/show.html",
        person=shown,
        now=now,
        invitations=meetings.invitations_of(shown),
        reached_by=reached_by,
        lines=lines_shown(shown, now),
        measuring=measuring.find_open_wave(g.project) is not None,
        parting=parting(shown, now),
        too_few_lines=SMALL_INSIDE,
        too_few=SMALL_INSIDE if 0 < reached_by < SMALL_INSIDE else None,
        language=LANGUAGE_NAMES[shown.language],
        changes=readable(g.project, shown),
        merged=merged_into(shown),
        counted=referrals.counted_by(shown),
        kept=kept_by(shown),
        own=own_of(shown),
        mail_lines=mail.lines(sent.latest_to(g.project.id, shown.id)),
        Attendance=Attendance,
        Partstat=Partstat,
    )


@blueprint.get("/netwerk/mensen/<int:person_id>/bewerken")
def edit_person(person_id: int):
    edited = register.get_person(g.project, person_id)
    return render_template("projectleider/people/form.html", form=PersonForm(g.project, edited), person=edited)


@blueprint.post("/netwerk/mensen/<int:person_id>/bewerken")
def edit_person_post(person_id: int):
    edited = register.get_person(g.project, person_id)
    form, status, differs = PersonForm(g.project, edited), 400, []
    if form.validate():
        try:
            register.edit_person(edited, request.form.get("version", 0, int), **form.values())
        except PersonChanged:
            status, differs = 409, differences(form, PersonForm(g.project, edited, formdata=None))
        except Refused as refusal:
            _at_its_field(form, refusal)
        else:
            db.session.commit()
            flash(_("De gegevens van %(name)s zijn bewaard.", name=edited.name), "status")
            return redirect(url_for("projectleider.person", person_id=person_id))
    return render_template("projectleider/people/form.html", form=form, person=edited, differences=differs), status


@blueprint.post("/netwerk/mensen/<int:person_id>/archiveren")
def archive_person(person_id: int):
    archived = register.get_person(g.project, person_id)
    register.archive_person(archived, clock.now())
    db.session.commit()
    flash(_("%(name)s staat in het archief en krijgt geen uitnodigingen meer.", name=archived.name), "status")
    return redirect(url_for("projectleider.person", person_id=person_id))


@blueprint.post("/netwerk/mensen/<int:person_id>/terugzetten")
def restore_person(person_id: int):
    restored = register.get_person(g.project, person_id)
    register.restore_person(restored)
    db.session.commit()
    flash(_("%(name)s staat weer in het netwerk.", name=restored.name), "status")
    return redirect(url_for("projectleider.person", person_id=person_id))


_ASKED = ("zoek", "sector", "functie", "organisatie", "archief", "volgorde")
_NOT_IN_ARCHIVE = {Act.ARCHIVE, Act.CHECK}
ORDERS = {
    Order.NAME: _l("Naam"),
    Order.ORGANISATION: _l("Organisatie"),
    Order.FUNCTION: _l("Functie"),
    Order.NEWEST: _l("Nieuwste eerst"),
}


def wanted_people() -> Filter:
    """Which people the address asks for: the list and its download know the same filters."""
    return Filter(
        search=request.args.get("zoek", "")[:200],
        sector_id=request.args.get("sector", None, row_id),
        function_id=request.args.get("functie", None, row_id),
        organisation_id=request.args.get("organisatie", None, row_id),
        archived="archief" in request.args,
        order=request.args.get("volgorde", Order.NAME, Order),
    )


def _at_its_field(form: PersonForm, refusal: Refused) -> None:
    match refusal:
        case NoSector():
            form.sector_id.errors = [refusal.text(_)]
        case PersonKnown():
            form.name.errors = [refusal.text(_)]
        case _:
            raise refusal
