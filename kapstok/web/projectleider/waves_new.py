"""A new measurement: its name, who belongs on its roster and why, and what is asked until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.progress.surveys import asking
from kapstok.projects.models import Term
from kapstok.register.models import Organisation, Person
from kapstok.ties import measuring
from kapstok.ties.models import Wave
from kapstok.ties.plans import service as planning
from kapstok.ties.roster_rules import LastDayPast, Part
from kapstok.ties.rules import UnlikelyLastDay, WaveNameTaken
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.survey_asked import item_choices
from kapstok.web.typed import about_no_client, in_lines, on_one_line, row_id

NOBODY = Part(asks=False, named=False)
LINES, ITEMS = "lijnen", "vragenlijst"
ASKS, NAMED = "vult_in", "op_lijst"  # the two ticks
EVERYBODY = "iedereen"
# What a button of "In één keer" does: with which tick, and whether it is put or taken away.
AT_ONCE = {"vult-in": (ASKS, True), "niet-in": (ASKS, False), "op-lijst": (NAMED, True), "niet-op": (NAMED, False)}


class NewWaveForm(FlaskForm):
    name = StringField(
        _l("Naam van de meting"),
        [DataRequired(_l("Geef de meting een naam.")), about_no_client, Length(max=60)],
        filters=[on_one_line],
    )
    boundary = TextAreaField(
        _l("Wie hoort op de lijst, en wie niet?"),
        [
            DataRequired(_l("Schrijf in een zin wie op de lijst hoort. Zonder grens zegt een tweede meting weinig.")),
            about_no_client,
            Length(max=1000),
        ],
        filters=[in_lines],
    )
    questions = RadioField(
        _l("Wat vraagt u?"),
        [InputRequired(_l("Kies wat u vraagt."))],
        choices=[
            SelectChoice(LINES, _l("Alleen wie kent u")),
            SelectChoice(ITEMS, _l("Ook de vragenlijst")),
        ],
        default=ITEMS,
    )
    items = SelectMultipleField(_l("Uitspraken van de vragenlijst"), [Optional()], coerce=int)
    closes_on = DateField(_l("Laatste dag om te antwoorden"), [Optional()])

    @classmethod
    def offering(cls, number: int, **usual: object) -> NewWaveForm:
        """The form for the measurement of this number; without what is ``usual``: as it was sent."""
        form = cls(formdata=None, **usual) if usual else cls()
        form.items.choices = item_choices(asking.offered_for(None, g.project, number))
        if usual:
            form.items.data = [choice.value for choice in form.items.choices]
        return form


@dataclass(frozen=True)
class Choosing:
    """Everybody who can be on the roster, per organisation, with what is ticked."""

    organisations: list[tuple[Organisation | None, list[Person]]]
    sectors: list[Term]
    roster: Mapping[int, Part]
    left_out: bool  # whether somebody may not be listed

    def part(self, person: Person) -> Part:
        return self.roster.get(person.id, NOBODY)

    @property
    def asking(self) -> int:
        return sum(part.asks for part in self.roster.values())

    @property
    def listed(self) -> int:
        return sum(part.named for part in self.roster.values())


@blueprint.get("/metingen/nieuw")
def new_wave():
    known, people = measuring.list_waves(g.project), _people()
    form = NewWaveForm.offering(len(known), name=_suggested_name(known), boundary=_known_boundary(known))
    return _page(form, people, measuring.usual_roster(g.project, people))


@blueprint.post("/metingen/nieuw")
def new_wave_post():
    form, people, roster = _sent_form(), _people(), _sent_roster()
    status = 400
    if form.validate():
        try:
            wave = _open(form, roster)
        except Refused as refusal:
            _show_refusal(form, refusal)
            status = refusal.status
        else:
            db.session.commit()
            flash(
                _("De meting “%(name)s” is open. Vraag de deelnemers nu per mail om mee te doen.", name=wave.name),
                "status",
            )
            return redirect(url_for("projectleider.wave", wave_id=wave.id))
    return _page(form, people, roster), status


@blueprint.post("/metingen/nieuw/vinkjes")
def tick_roster_post():
    """The same page with one tick put or taken away for a whole group; nothing is kept. For who has no JavaScript."""
    people, roster = _people(), _sent_roster()
    tick, on = AT_ONCE.get(request.form.get("zet", ""), (ASKS, True))
    group = request.form.get("groep", EVERYBODY)
    for person in people:
        if group in groups_of(person):
            roster[person.id] = _with_tick(roster.get(person.id, NOBODY), person, tick, on)
    return _page(_sent_form(), people, roster)


def groups_of(person: Person) -> list[str]:
    """The groups that can be ticked at once of which this person is part."""
    groups = [EVERYBODY, f"o{person.organisation_id or 0}"]
    return [*groups, f"s{person.sector.id}"] if person.sector else groups


def _with_tick(part: Part, person: Person, tick: str, on: bool) -> Part:
    if tick == ASKS:
        return part._replace(asks=on)
    return part._replace(named=on and person.on_rosters)


def _people() -> list[Person]:
    return measuring.active_people(g.project, clock.now())


def _sent_form() -> NewWaveForm:
    return NewWaveForm.offering(len(measuring.list_waves(g.project)))


def _sent_roster() -> dict[int, Part]:
    asks, named = (set(request.form.getlist(tick, row_id)) for tick in (ASKS, NAMED))
    return {person_id: Part(person_id in asks, person_id in named) for person_id in asks | named}


def _open(form: NewWaveForm, roster: Mapping[int, Part]) -> Wave:
    wave = measuring.open_wave(
        g.project,
        form.name.data,
        clock.now(),
        actor=actor(),
        roster=roster,
        boundary=form.boundary.data,
        closes_on=form.closes_on.data,
        asks_items=form.questions.data == ITEMS,
    )
    if wave.asks_items and form.items.data:
        asking.choose(wave, form.items.data, wave.opened_at)
    return wave


def _show_refusal(form: NewWaveForm, refusal: Refused) -> None:
    """At its field, or above the form when it is about the roster or the project."""
    sentence = refusal.text(_)
    if isinstance(refusal, WaveNameTaken):
        form.name.errors = [sentence]
    elif isinstance(refusal, LastDayPast | UnlikelyLastDay):
        form.closes_on.errors = [sentence]
    else:
        form.form_errors.append(sentence)


def _suggested_name(known: list[Wave]) -> str:
    return _("Nulmeting") if not known else _("Meting T%(number)d", number=len(known))


def _known_boundary(known: list[Wave]) -> str:
    """As the measurement plan has it, or else as it was last time."""
    plan = planning.find_plan(g.project)
    return (plan.boundary if plan else "") or (known[-1].boundary if known else "")


def _choosing(people: list[Person], roster: Mapping[int, Part]) -> Choosing:
    organisations: dict[Organisation | None, list[Person]] = {}
    for person in people:
        organisations.setdefault(person.organisation, []).append(person)
    sectors = {person.sector for person in people if person.sector}
    here = {person.id for person in people}
    return Choosing(
        organisations=sorted(
            organisations.items(), key=lambda row: (row[0] is None, row[0].name.casefold() if row[0] else "")
        ),
        sectors=sorted(sectors, key=lambda sector: sector.position),
        roster={person_id: part for person_id, part in roster.items() if person_id in here},
        left_out=not all(person.on_rosters for person in people),
    )


def _page(form: NewWaveForm, people: list[Person], roster: Mapping[int, Part]) -> str:
    known, plan = measuring.list_waves(g.project), planning.find_plan(g.project)
    return render_template(
        "projectleider/waves/new.html",
        form=form,
        people=people,
        choosing=_choosing(people, roster),
        groups_of=groups_of,
        still_open=measuring.find_open_wave(g.project),
        is_first=not known,
        plan=plan,
        locks_plan=len(known) == 1 and (plan is None or plan.locked_at is None),
        today=clock.local_date(clock.now()),
        at_once=AT_ONCE,
    )
