"""Which kinds of support fit which situation, best first: what participants find in "Naar wie verwijs ik?"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from kapstok.directory import situations as guide
from kapstok.errors import ChangedMeanwhile
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Term
from kapstok.projects.rules import Vocabulary
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint


class KindsForm(FlaskForm):
    """As many choices as ``guide.MOST_KINDS``, in order; a choice may stay empty."""

    first = SelectField(_l("Past het best"))
    second = SelectField(_l("Past daarna"))
    third = SelectField(_l("Derde keus"))
    fourth = SelectField(_l("Vierde keus"))
    fifth = SelectField(_l("Vijfde keus"))

    def __init__(self, support: list[Term], chosen: Iterable[Term] = (), **options):
        keys = ("first", "second", "third", "fourth", "fifth")
        data = {name: str(kind.id) for name, kind in zip(keys, chosen, strict=False)}
        super().__init__(data=data, **options)
        self.places = [self[name] for name in keys]
        offered = [SelectChoice(str(kind.id), kind.name) for kind in support]
        for place in self.places:
            place.choices = [SelectChoice("", _("Geen")), *offered]

    def kinds(self, support: list[Term]) -> list[Term]:
        by_id = {str(kind.id): kind for kind in support}
        return [by_id[place.data] for place in self.places if place.data]


@blueprint.get("/instellingen/situaties")
def situations():
    found = guide.list_situations(g.project)
    nothing_chosen = not any(kinds for _situation, kinds in found)
    return render_template("projectleider/settings/situations.html", situations=found, nothing_chosen=nothing_chosen)


@blueprint.post("/instellingen/situaties")
def fill_situations():
    """Our own examples, for a project that has none."""
    guide.fill(g.project)
    db.session.commit()
    flash(_("Onze voorbeelden staan erin. Pas ze aan tot ze kloppen voor uw netwerk."), "status")
    return redirect(url_for("projectleider.situations"))


@blueprint.get("/instellingen/situaties/<int:situation_id>")
def situation(situation_id: int):
    chosen, kinds = guide.get_situation(g.project, situation_id)
    return _page(chosen, KindsForm(_support(), kinds), _written(kinds))


@blueprint.post("/instellingen/situaties/<int:situation_id>")
def situation_post(situation_id: int):
    chosen, kinds = guide.get_situation(g.project, situation_id)
    support, seen = _support(), request.form.get("seen", "")
    form = KindsForm(support)
    if not form.validate():
        return _page(chosen, form, seen), 400
    try:
        guide.choose_kinds(g.project, situation_id, form.kinds(support), _read(seen))
    except ChangedMeanwhile:
        theirs = KindsForm(support, kinds, formdata=None)
        return _page(chosen, form, _written(kinds), differences(form, theirs), in_conflict=True), 409
    db.session.commit()
    flash(_("Bewaard. Zo vinden mensen nu hulp bij “%(situation)s”.", situation=chosen.name), "status")
    return redirect(url_for("projectleider.situations"))


def _support() -> list[Term]:
    return projects.terms(g.project, Vocabulary.SUPPORT)


def _written(kinds: list[Term]) -> str:
    """The ids of what stands on the page, as the form sends them back."""
    return ",".join(str(kind.id) for kind in kinds)


def _read(seen: str) -> list[int]:
    return [int(part) for part in re.findall(r"[0-9]{1,9}", seen)]


def _page(chosen: Term, form: KindsForm, seen: str, differs=(), *, in_conflict: bool = False) -> str:
    return render_template(
        "projectleider/settings/situation.html",
        situation=chosen,
        form=form,
        seen=seen,
        differences=differs,
        in_conflict=in_conflict,
    )
