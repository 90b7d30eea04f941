"""Who or what stands in the register twice: told apart, or merged into one, and parted again."""

from __future__ import annotations

import math

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from kapstok import clock
from kapstok.extensions import db
from kapstok.privacy import doubles, merging
from kapstok.privacy.comparing import Preview, preview
from kapstok.privacy.merging import LookedDifferent
from kapstok.privacy.records import CHOICES, MODELS, Record
from kapstok.privacy.references import Kind
from kapstok.projects import service as projects
from kapstok.register import service as register
from kapstok.register.duplicates import Reason
from kapstok.register.models import Person
from kapstok.register.service import Filter
from kapstok.scope import in_project
from kapstok.web.history_words import LABELS
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.register_forms import LANGUAGE_NAMES

PAGE_SIZE = 20
MOST_FOUND = 30
KINDS = {"mensen": Kind.PERSON, "organisaties": Kind.ORGANISATION}  # as they stand in addresses
WORDS = {kind: word for word, kind in KINDS.items()}
REASONS = {
    Reason.PHONE: _l("hetzelfde telefoonnummer"),
    Reason.EMAIL: _l("hetzelfde mailadres"),
    Reason.WEBSITE: _l("dezelfde website"),
    Reason.SAME_NAME: _l("dezelfde naam"),
    Reason.ALIKE: _l("een naam die erop lijkt, bij dezelfde organisatie"),
}


@blueprint.get("/netwerk/dubbel/<any(mensen, organisaties):kind>")
def duplicates(kind: str):
    pairs = doubles.find_pairs(g.project, KINDS[kind])
    pages = max(math.ceil(len(pairs) / PAGE_SIZE), 1)
    page = min(max(request.args.get("pagina", 1, int), 1), pages)
    shown = pairs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = _rows(KINDS[kind], {row_id for pair in shown for row_id in (pair.first, pair.second)})
    return render_template(
        "projectleider/duplicates/list.html",
        kind=kind,
        pairs=[
            (rows[pair.first], rows[pair.second], [str(REASONS[reason]) for reason in pair.reasons]) for pair in shown
        ],
        total=len(pairs),
        page=page,
        pages=pages,
        counts=doubles.count_pairs(g.project),
        Kind=Kind,
    )


@blueprint.post("/netwerk/dubbel/<any(mensen, organisaties):kind>/<int:one_id>/<int:other_id>/verschillend")
def tell_apart(kind: str, one_id: int, other_id: int):
    doubles.tell_apart(g.project, KINDS[kind], one_id, other_id)
    db.session.commit()
    flash(_("Goed om te weten. Deze twee blijven apart staan."), "status")
    return redirect(url_for("projectleider.duplicates", kind=kind))


@blueprint.get("/netwerk/dubbel/<any(mensen, organisaties):kind>/<int:row_id>")
def choose_double(kind: str, row_id: int):
    """Which other one is the same, for a double that does not look alike."""
    row, search = _get(KINDS[kind], row_id), request.args.get("zoek", "")[:200]
    found = [other for other in _search(KINDS[kind], search) if other.id != row_id] if search.strip() else []
    return render_template(
        "projectleider/duplicates/choose.html", kind=kind, row=row, search=search, found=found[:MOST_FOUND]
    )


@blueprint.get("/netwerk/dubbel/<any(mensen, organisaties):kind>/<int:kept_id>/<int:gone_id>")
def merge(kind: str, kept_id: int, gone_id: int):
    return _merge_page(kind, preview(g.project, KINDS[kind], kept_id, gone_id))


@blueprint.post("/netwerk/dubbel/<any(mensen, organisaties):kind>/<int:kept_id>/<int:gone_id>")
def merge_post(kind: str, kept_id: int, gone_id: int):
    seen = tuple(request.form.get(name, 0, int) for name in ("kept_version", "gone_version"))
    try:
        done = merging.merge(
            g.project,
            KINDS[kind],
            kept_id,
            gone_id,
            seen=seen,
            from_gone=_from_gone(KINDS[kind]),
            now=clock.now(),
            actor=f"user:{current_user.id}",
        )
    except LookedDifferent as refusal:
        problem = refusal.text(_)
        return _merge_page(kind, preview(g.project, KINDS[kind], kept_id, gone_id), problem), 409
    db.session.commit()
    name = _get(KINDS[kind], done.kept_id).name
    flash(_("Alles staat nu bij %(name)s. U kunt dit op deze pagina nog ongedaan maken.", name=name), "status")
    return redirect(_page_of(KINDS[kind], done.kept_id))


@blueprint.post("/netwerk/samengevoegd/<int:merge_id>/ongedaan")
def undo_merge(merge_id: int):
    undone = merging.undo(g.project, merge_id, clock.now(), actor=f"user:{current_user.id}")
    db.session.commit()
    flash(_("Het zijn er weer twee, elk met wat erbij hoorde."), "status")
    return redirect(_page_of(Kind(undone.kind), undone.kept_id))


def merged_into(record: Record) -> list[tuple]:
    """(merge, the record that went) of every merge into ``record``, the latest first: that one can be undone."""
    done = merging.merges_into(record)
    gone = _rows(Kind(record.__tablename__), {row.gone_id for row in done})
    return [(row, gone[row.gone_id]) for row in done if row.gone_id in gone]


def _get(kind: Kind, row_id: int) -> Record:
    if kind is Kind.PERSON:
        return register.get_person(g.project, row_id)
    return register.get_organisation(g.project, row_id)


def _rows(kind: Kind, ids: set[int]) -> dict[int, Record]:
    model = MODELS[kind]
    return {row.id: row for row in db.session.scalars(in_project(model, g.project).where(model.id.in_(ids)))}


def _search(kind: Kind, search: str) -> list:
    if kind is Kind.ORGANISATION:
        return register.list_organisations(g.project, search)
    return [
        row for archived in (False, True) for row in register.list_people(g.project, Filter(search, archived=archived))
    ]


def _page_of(kind: Kind, row_id: int) -> str:
    if kind is Kind.PERSON:
        return url_for("projectleider.person", person_id=row_id)
    return url_for("projectleider.organisation", organisation_id=row_id)


def _from_gone(kind: Kind) -> set[str]:
    return {name for name in CHOICES[kind] if request.form.get(name) == "gone"}


def _merge_page(kind: str, seen: Preview, problem: str = "") -> str:
    chosen = _from_gone(KINDS[kind]) if request.method == "POST" else seen.suggested
    choices = [
        (name, LABELS[str(KINDS[kind]), name], _in_words(seen.kept, name), _in_words(seen.gone, name), name in chosen)
        for name in seen.differing
    ]
    same = [
        (LABELS[str(KINDS[kind]), name], _in_words(seen.kept, name))
        for name in CHOICES[KINDS[kind]]
        if name not in seen.differing and getattr(seen.kept, name)
    ]
    return render_template(
        "projectleider/duplicates/merge.html",
        kind=kind,
        seen=seen,
        choices=choices,
        same=same,
        moves=_moves(seen),
        laid_aside=_laid_aside(seen),
        problem=problem,
    )


def _in_words(record: Record, name: str) -> str:
    """One choice of a record as people read it."""
    value = getattr(record, name)
    if name == "organisation_id":
        person: Person = record  # type: ignore[assignment]
        own = person.own_sector.name if person.own_sector else "–"
        return person.organisation.name if person.organisation else _("geen, sector %(sector)s", sector=own)
    if name in ("function_id", "sector_id"):
        return projects.get_term(g.project, value).name if value else _("(leeg)")
    if name == "language":
        return str(LANGUAGE_NAMES.get(value, value))
    return value or _("(leeg)")


def _moves(seen: Preview) -> list[str]:
    """What goes to the record that stays, counted in the words of its readers."""
    counts: dict[str, int] = {}
    for name, ids in seen.plan.moved.items():
        table = name.partition(".")[0]
        counts[table] = counts.get(table, 0) + len(ids)
    return [_counted(table, count) for table, count in counts.items() if _counted(table, count)]


def _laid_aside(seen: Preview) -> list[str]:
    return [_counted(table, len(rows)) for table, rows in seen.plan.aside.items() if _counted(table, len(rows))]


def _counted(table: str, count: int) -> str:
    """ "" for what says nothing to readers (history, keys)."""
    match table:
        case "invitation":
            return ngettext("één uitnodiging", "%(num)d uitnodigingen", count)
        case "seat":
            return ngettext("één plek aan tafel", "%(num)d plekken aan tafel", count)
        case "tie":
            return ngettext("één antwoord over wie wie kent", "%(num)d antwoorden over wie wie kent", count)
        case "roster_entry":
            return ngettext("één plek in een meting", "%(num)d plekken in metingen", count)
        case "survey_answer":
            return ngettext("één antwoord op de vragenlijst", "%(num)d antwoorden op de vragenlijst", count)
        case "referral_tally":
            return ngettext("één telling van verwijzingen", "%(num)d tellingen van verwijzingen", count)
        case "observation":
            return ngettext("één telling van mantelzorgers", "%(num)d tellingen van mantelzorgers", count)
        case "consent":
            return ngettext("één keuze over wie wat ziet", "%(num)d keuzes over wie wat ziet", count)
        case "person_photo":
            return ngettext("één foto", "%(num)d foto’s", count)
        case "service":
            return ngettext("één aanbod", "%(num)d keer aanbod", count)
        case "person":
            return ngettext("één persoon", "%(num)d mensen", count)
        case "location":
            return ngettext("één plek", "%(num)d plekken", count)
        case "outbox_message":
            return ngettext("één mail", "%(num)d mails", count)
        case "handover":
            return ngettext("één overdracht", "%(num)d overdrachten", count)
    return ""
