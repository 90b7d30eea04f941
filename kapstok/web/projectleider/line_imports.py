"""Read in lines from elsewhere: choose a file, say what it means, see what would land, and withdraw it later."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register.models import ImportDraft
from kapstok.ties.imports import service as lines
from kapstok.ties.imports.shapes import MOST_BYTES, Problem, Shape
from kapstok.ties.imports.weighing import Meaning, Plan, Zeros, check_said_on
from kapstok.ties.rules import SHORT_LINE
from kapstok.web.own_words import STRENGTHS
from kapstok.web.projectleider import blueprint

MOST_SHOWN = 200  # problems, or names
SAMPLE = 10  # lines that are shown before they land
BOTH, ONE = "both", "one"
SHAPES = {
    Shape.EDGES: _l("een lijst met lijnen"),
    Shape.MATRIX: _l("een matrix"),
    Shape.GRAPHML: _l("een GraphML-bestand"),
    Shape.DL: _l("een DL-bestand van UCINET"),
}


class LinesFileForm(FlaskForm):
    file = FileField(_l("Bestand met lijnen"), [FileRequired(_l("Kies eerst een bestand."))])


class MeaningForm(FlaskForm):
    """What the file cannot tell. Nothing is kept of it: it stands in the address, and goes along when lines land."""

    class Meta:
        csrf = False  # asked by GET; what lands is sent with the token that every POST needs

    said_on = DateField(
        _l("Op welke dag zeiden de mensen dit?"), [InputRequired(_l("Kies de dag waarop de mensen dit zeiden."))]
    )
    zeros = RadioField(
        _l("Wat betekent een 0 of een lege cel?"),
        [InputRequired(_l("Kies wat een 0 of een lege cel betekent."))],
        choices=[
            SelectChoice(Zeros.NOT_ASKED.value, _l("Niet gevraagd of niet ingevuld. Wij nemen er niets van over.")),
            SelectChoice(Zeros.ZEROS.value, _l("Een 0 is “ken ik niet”. Een lege cel is niet gevraagd.")),
            SelectChoice(Zeros.ALL.value, _l("Een 0 en een lege cel zijn allebei “ken ik niet”.")),
        ],
        default=Zeros.NOT_ASKED.value,
    )
    ones = SelectField(
        _l("In dit bestand staat alleen 0 en 1. Wat betekent een 1?"),
        choices=[SelectChoice(strength, STRENGTHS[strength]) for strength in STRENGTHS if strength],
        coerce=int,
        default=SHORT_LINE,
    )
    direction = RadioField(
        _l("Voor wie gelden de lijnen?"),
        [InputRequired(_l("Kies voor wie de lijnen gelden."))],
        choices=[
            SelectChoice(ONE, _l("Voor één kant: de eerste naam (of de rij) zegt het over de tweede (of de kolom).")),
            SelectChoice(BOTH, _l("Voor beide kanten: wat er staat, zeggen zij van elkaar.")),
        ],
        default=ONE,
    )
    leave_out = BooleanField(_l("Laat deze namen weg, met al hun lijnen"))

    def validate_said_on(self, field: DateField) -> None:
        if field.data is None:  # not a date: the field says so itself
            return
        try:
            check_said_on(field.data, clock.local_date(clock.now()))
        except Refused as refusal:
            raise ValidationError(refusal.text(_)) from None

    @property
    def meaning(self) -> Meaning:
        """As chosen; as it is by default where something was sent that is no choice."""
        if {"zeros", "ones", "direction"} & self.errors.keys():
            return Meaning()
        return Meaning(Zeros(self.zeros.data), self.ones.data, self.direction.data == BOTH, self.leave_out.data)


@blueprint.get("/netwerk/lijnen-inlezen")
def line_imports():
    return _list_page(LinesFileForm())


@blueprint.post("/netwerk/lijnen-inlezen")
def line_imports_post():
    form, problems = LinesFileForm(), ()
    if form.validate():
        upload = form.file.data
        data = upload.read(MOST_BYTES + 1)
        try:
            draft = lines.receive(g.project, current_user.id, upload.filename or "", data, clock.now())
        except Refused as refusal:
            form.file.errors = [refusal.text(_)]
            problems = refusal.problems if isinstance(refusal, lines.FileIsWrong) else ()
        else:
            db.session.commit()
            return redirect(url_for("projectleider.lines_preview", draft_id=draft.id))
    return _list_page(form, problems), 400


@blueprint.get("/netwerk/lijnen-inlezen/<int:draft_id>")
def lines_preview(draft_id: int):
    try:
        draft = lines.get_draft(g.project, draft_id)
    except NotFound:
        return _landed_before(draft_id)
    given = lines.lines_of(draft)
    form = MeaningForm(request.args or None, data={"direction": BOTH if given.both_ways else ONE})
    if request.args:
        form.validate()
    return _preview(draft, form)


@blueprint.post("/netwerk/lijnen-inlezen/<int:draft_id>")
def land_lines(draft_id: int):
    form = MeaningForm()
    try:
        draft = lines.get_draft(g.project, draft_id)
        if not form.validate():
            return _preview(draft, form), 400
        seen, now = request.form.get("fingerprint", ""), clock.now()
        made = lines.land(g.project, draft_id, form.meaning, form.said_on.data, seen, now, user_id=current_user.id)
    except NotFound:
        return _landed_before(draft_id)
    except Refused as refusal:
        return _preview(draft, form, refusal.text(_)), refusal.status
    db.session.commit()
    flash(ngettext("Er is één lijn ingelezen.", "Er zijn %(num)d lijnen ingelezen.", made.statements), "status")
    return redirect(url_for("projectleider.line_imports"))


@blueprint.post("/netwerk/lijnen-inlezen/<int:draft_id>/weg")
def drop_lines(draft_id: int):
    lines.drop(lines.get_draft(g.project, draft_id))
    db.session.commit()
    flash(_("Het bestand is weggelegd. Er is niets ingelezen."), "status")
    return redirect(url_for("projectleider.line_imports"))


@blueprint.get("/netwerk/lijnen-inlezen/ingelezen/<int:import_id>/intrekken")
def withdraw_lines(import_id: int):
    found = lines.files.get(g.project, import_id)
    if found.withdrawn_at is not None:
        return redirect(url_for("projectleider.line_imports"))
    return render_template("projectleider/lines/withdraw.html", found=found)


@blueprint.post("/netwerk/lijnen-inlezen/ingelezen/<int:import_id>/intrekken")
def withdraw_lines_post(import_id: int):
    lines.files.withdraw(lines.files.get(g.project, import_id), clock.now(), actor=_actor())
    db.session.commit()
    flash(_("De lijnen zijn ingetrokken. Zij tellen nergens meer mee."), "status")
    return redirect(url_for("projectleider.line_imports"))


@blueprint.post("/netwerk/lijnen-inlezen/ingelezen/<int:import_id>/terugzetten")
def bring_back_lines(import_id: int):
    lines.files.bring_back(lines.files.get(g.project, import_id), actor=_actor())
    db.session.commit()
    flash(_("De lijnen zijn teruggezet. Zij tellen weer mee."), "status")
    return redirect(url_for("projectleider.line_imports"))


def _landed_before(draft_id: int):
    """Back to the list, for who comes back or clicks twice. Raises ``NotFound`` when nobody remembers the file."""
    lines.check_landed(g.project, draft_id)
    flash(_("Dit bestand is al ingelezen."), "status")
    return redirect(url_for("projectleider.line_imports"))


def _list_page(form: LinesFileForm, problems: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "projectleider/lines/list.html",
        form=form,
        problems=problems[:MOST_SHOWN],
        more=len(problems[MOST_SHOWN:]),
        translate=_,
        unfinished=lines.list_unfinished(g.project, current_user.id),
        imports=lines.files.list(g.project),
    )


def _preview(draft: ImportDraft, form: MeaningForm, refused: str | None = None) -> str:
    given = lines.lines_of(draft)
    plan = lines.plan_of(g.project, given, form.meaning)
    said_on = None if form.errors else form.said_on.data
    return render_template(
        "projectleider/lines/preview.html",
        draft=draft,
        form=form,
        refused=refused,
        earlier=lines.files.find_earlier(g.project, draft.file_name),
        shape=SHAPES[given.shape],
        names=len(given.names),
        plan=plan,
        problems=plan.problems[:MOST_SHOWN],
        more=len(plan.problems[MOST_SHOWN:]),
        most_shown=MOST_SHOWN,
        translate=_,
        strengths=[(f"{strength}: {STRENGTHS[strength]}", number) for strength, number in plan.per_strength.items()],
        sample=_sample(plan),
        fingerprint=plan.fingerprint(said_on) if said_on and plan.can_land else None,
    )


def _sample(plan: Plan) -> list[tuple]:
    """The first lines with names; the file is the projectleider's own."""
    names = {person.id: person.name for person in lines.known_people(g.project)}
    shown = plan.statements[:SAMPLE]
    return [(names[line.respondent], names[line.named], line.strength, STRENGTHS[line.strength]) for line in shown]


def _actor() -> str:
    return f"user:{current_user.id}"
