"""Typing over what people filled in on paper: one key for each row, one form after the other.

What somebody answered before is not shown: it is not the projectleider's to see. That answers came in is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.scope import get_in_project
from kapstok.ties import measuring, room
from kapstok.ties.models import Wave
from kapstok.ties.rules import Answers, WaveClosed
from kapstok.ties.service import Recorded
from kapstok.ties.sheets import Block, Row, read_code
from kapstok.web.fields import names_of
from kapstok.web.projectleider import blueprint

KEYS = (
    ("0", _l("Ken ik niet")),
    ("1", _l("Van naam")),
    ("2", _l("Korte lijn")),
    ("3", _l("Overleg")),
    ("4", _l("Vaste afspraken")),
    ("x", _l("Weet ik niet")),
)
STRENGTHS = {key: int(key) if key.isdigit() else None for key, _words in KEYS}
NOBODY = "n"  # the key for "verder ken ik hier niemand"
_WRONG = _l("Typ 0, 1, 2, 3, 4 of x, of laat leeg.")
_WRONG_END = _l("Typ n, of laat leeg.")


@dataclass(frozen=True)
class Entry:
    """One sheet on the screen."""

    wave: Wave
    person: Person
    blocks: list[Block]
    mark: int  # of the order of the rows now
    form: FlaskForm

    def cell(self, row: Row) -> StringField:
        return self.form[f"kent_{row.name.id}"]

    def end(self, block: Block) -> StringField:
        """Where "verder ken ik hier niemand" is typed."""
        return self.form[f"niemand_{block.id}"]

    def answers(self) -> Answers:
        typed = {row.name.id: self.cell(row).data for block in self.blocks for row in block.rows}
        closed = {block.id for block in self.blocks if block.closes and self.end(block).data}
        return Answers({id: STRENGTHS[key] for id, key in typed.items() if key}, frozenset(closed))


@blueprint.get("/metingen/<int:wave_id>/invoeren")
def enter_sheets(wave_id: int):
    """Which form is next: its code or a name (``?wie=``) leads on to it."""
    wave, typed = _open_wave(wave_id), request.args.get("wie", "")[:200].strip()
    if not typed:
        return _next_page(wave)
    try:
        entry = room.find_sheet(g.project, wave, typed)
    except Refused as refusal:
        return _next_page(wave, typed, refusal.text(_)), refusal.status
    code = typed if read_code(typed) else None
    return redirect(url_for("projectleider.enter_lines", wave_id=wave_id, person_id=entry.person_id, vel=code))


@blueprint.get("/metingen/<int:wave_id>/deelnemers/<int:person_id>")
def enter_lines(wave_id: int, person_id: int):
    entry = _entry(_open_wave(wave_id), person_id)
    return _page(entry, tells=True)


@blueprint.post("/metingen/<int:wave_id>/deelnemers/<int:person_id>")
def enter_lines_post(wave_id: int, person_id: int):
    entry = _entry(measuring.get_wave(g.project, wave_id), person_id)
    if not entry.form.validate():
        return _page(entry), 400
    seen = entry.form["gezien"].data or ""
    try:
        recorded = room.enter_sheet(
            entry.wave,
            entry.person,
            entry.answers(),
            int(seen) if re.fullmatch(r"\d{1,9}", seen) else 0,
            clock.now(),
            entered_by_id=current_user.id,
        )
    except Refused as refusal:
        entry.form.form_errors.append(refusal.text(_))
        return _page(entry, tells=isinstance(refusal, room.SaidMeanwhile)), refusal.status
    db.session.commit()
    _tell(entry, recorded)
    return redirect(url_for("projectleider.enter_sheets", wave_id=wave_id))


def _open_wave(wave_id: int) -> Wave:
    found = measuring.get_wave(g.project, wave_id)
    if found.closed_at is not None:
        raise WaveClosed()
    return found


def _entry(wave: Wave, person_id: int) -> Entry:
    person = get_in_project(Person, g.project, person_id)
    room.get_entry(wave, person)
    roster = room.roster_of(wave, clock.now())
    blocks = roster.sheet_of(person)
    return Entry(wave, person, blocks, roster.mark_of(person), _form(blocks))


def _form(blocks: list[Block]) -> FlaskForm:
    """A field of one key for each row. The page's own token is checked by the blueprint's guard."""
    fields = {"gezien": HiddenField()}
    for block in blocks:
        for row in block.rows:
            fields[f"kent_{row.name.id}"] = _key_field(f"{row.number}. {row.name.name}", tuple(STRENGTHS), _WRONG)
        if block.closes:
            fields[f"niemand_{block.id}"] = _key_field(_nobody_else(block), (NOBODY,), _WRONG_END)
    return type("SheetForm", (FlaskForm,), {"Meta": type("Meta", (), {"csrf": False}), **fields})()


def _key_field(label: str, keys: tuple[str, ...], sentence: str) -> StringField:
    return StringField(label, [Optional(), AnyOf(keys, sentence)], filters=[_key])


def _key(typed: str | None) -> str:
    return (typed or "").strip().lower()


def _nobody_else(block: Block) -> str:
    if block.organisation:
        return _("Verder ken ik niemand van %(organisation)s", organisation=block.organisation)
    return _("Verder ken ik niemand van deze anderen")


def _tell(entry: Entry, recorded: Recorded) -> None:
    name = entry.person.name
    if recorded.added:
        flash(_("De antwoorden van %(name)s zijn bewaard.", name=name), "status")
    else:
        flash(_("De antwoorden van %(name)s stonden er al. Er is niets veranderd.", name=name), "status")
    if recorded.gone:
        flash(
            ngettext(
                "Eén antwoord is niet bewaard. Het gaat over iemand die niet meer op de lijst staat.",
                "%(num)d antwoorden zijn niet bewaard. Die gaan over mensen die niet meer op de lijst staan.",
                len(recorded.gone),
            ),
            "alert",
        )


def _page(entry: Entry, *, tells: bool = False) -> str:
    """``tells``: the page says what came in before, so that saving it again is a choice."""
    earlier = room.earlier(entry.wave, entry.person)
    if tells:
        entry.form["gezien"].data = str(earlier.last_id)
    code = read_code(request.args.get("vel", "")[:20])
    return render_template(
        "projectleider/waves/enter.html",
        entry=entry,
        form=entry.form,
        earlier=earlier,
        reordered=code is not None and code.mark != entry.mark,
        keys=KEYS,
    )


def _next_page(wave: Wave, typed: str = "", error: str = "") -> str:
    asked = room.people_asked(wave, clock.now())
    return render_template(
        "projectleider/waves/next.html",
        wave=wave,
        asked=asked,
        names=names_of(entry.person for entry in asked),
        entered=room.count_entered(wave),
        typed=typed,
        error=error,
    )
