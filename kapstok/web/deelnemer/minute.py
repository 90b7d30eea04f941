""" "Uw Kapstok-minuut": everything that is open for somebody this month, in one form that is kept as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.web.deelnemer import blueprint, indicators, own_check, received, referrals, steps, survey
from kapstok.web.deelnemer.asked import Card, lines_card
from kapstok.web.deelnemer.person import read_person
from kapstok.web.lines import occasion_of
from kapstok.web.sections import Section, SectionRefused, draw


@dataclass(frozen=True)
class Part:
    """A part of the page: the key with which its fields begin, its functions, and the page it has of its own."""

    key: str
    module: ModuleType  # offers find_section and keep_section: see ``web.sections``
    page: str

    def is_in(self, sent: MultiDict) -> bool:
        return any(name.startswith(self.key) for name in sent)


PARTS = (
    Part("sent_", referrals, "deelnemer.referrals"),
    Part("recv_", received, "deelnemer.received"),
    Part("ind_", indicators, "deelnemer.indicators_page"),
    Part("step_", steps, "deelnemer.steps"),
    Part("item_", survey, "deelnemer.survey"),
    Part("card_", own_check, "deelnemer.card"),
)


@dataclass(frozen=True)
class Shown:
    """A part as it stands on the page, with what was wrong with it."""

    part: Part
    section: Section
    html: Markup
    errors: dict[str, str]


@blueprint.get("/d/<token>/minuut")
def minute(token: str):
    person, now = read_person(token), clock.now()
    finished = set(request.args.get("klaar", "").split("."))
    return _page(person, token, now, thanks="klaar" in request.args, finished=finished)


@blueprint.post("/d/<token>/minuut")
def minute_post(token: str):
    """All parts are kept, or none: nobody has to find out which half of a page arrived."""
    person, now = read_person(token), clock.now()
    refused = _keep(person, request.form, now)
    if refused:
        db.session.rollback()
        return _page(person, token, now, sent=request.form, refused=refused), 400
    db.session.commit()
    finished = _sent_parts(request.form) - {part.key for part, _section in open_sections(person, now)}
    return redirect(url_for("deelnemer.minute", token=token, klaar=".".join(sorted(finished))))


def open_sections(person: Person, now: dt.datetime) -> list[tuple[Part, Section]]:
    """The parts in which something is open for this person, in the order of the page."""
    return [(part, section) for part, section in _sections(person, now) if not section.done]


def minute_card(person: Person, token: str, now: dt.datetime, cards: Iterable[Card]) -> Card | None:
    """For the personal page, once there is more than one thing to fill in. ``cards``: those of its other parts."""
    titles = [card.title for card in cards if not card.done]
    checked = own_check.find_section(person, now)  # the one part without a card of its own
    titles += [] if checked.done else [checked.title]
    if len(titles) < 2:
        return None
    sentence = _("Alles op één pagina, in een minuut: %(parts)s", parts=" · ".join(titles))
    return Card(_("Uw Kapstok-minuut"), sentence, _("Invullen"), url_for("deelnemer.minute", token=token), False)


def _sections(person: Person, now: dt.datetime, sent: MultiDict | None = None) -> list[tuple[Part, Section]]:
    found = [(part, _section(part, person, now, sent)) for part in PARTS]
    return [(part, section) for part, section in found if section is not None]


def _section(part: Part, person: Person, now: dt.datetime, sent: MultiDict | None) -> Section | None:
    """With what was typed; when that is no longer asked of this person, with what is asked now."""
    try:
        return part.module.find_section(person, now, sent)
    except NotFound:
        return part.module.find_section(person, now)


def _keep(person: Person, sent: MultiDict, now: dt.datetime) -> dict[str, dict[str, str]]:
    """Keep what came back of each part; what is wrong: a sentence by name of a field, by key of the part."""
    refused = {}
    for part in PARTS:
        if not part.is_in(sent):
            continue
        try:
            part.module.keep_section(person, sent, now)
        except SectionRefused as refusal:
            refused[part.key] = refusal.errors
        except Refused as refusal:
            refused[part.key] = {"": refusal.text(_)}
    return refused


def _sent_parts(sent: MultiDict) -> set[str]:
    return {part.key for part in PARTS if part.is_in(sent)}


def _page(
    person: Person,
    token: str,
    now: dt.datetime,
    *,
    sent: MultiDict | None = None,
    refused: Mapping[str, dict[str, str]] = MappingProxyType({}),
    thanks: bool = False,
    finished: Collection[str] = (),
) -> str:
    sections = _sections(person, now, sent)
    shown = []
    for part, section in sections:
        if not section.done or (sent is not None and part.is_in(sent)):
            errors = refused.get(part.key, {})
            shown.append(Shown(part, section, draw(section, token, errors), errors))
    return render_template(
        "deelnemer/minute.html",
        token=token,
        shown=shown,
        left_out=sent is not None and not _sent_parts(sent) <= {each.part.key for each in shown},
        done=[(part, section) for part, section in sections if section.done],
        finished=[section.title for part, section in sections if part.key in finished and section.done],
        thanks=thanks,
        lines=lines_card(occasion_of(person, now), token, now),
    )
