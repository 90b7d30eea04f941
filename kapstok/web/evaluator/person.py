"""One person of the picture, by pseudonym: their lines at a moment, and via whom they reach somebody else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from flask import Response, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from kapstok import clock
from kapstok.evaluation import service
from kapstok.network.graph import NA
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import SHORT_LINE
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import page, voice
from kapstok.web.evaluator.choices import NetworkChoice, asked_for, chosen
from kapstok.web.evaluator.picture_choices import (
    as_choice,
    asked_again,
    may_walk,
    moment_in_words,
    sources,
    told_by,
)
from kapstok.web.strengths import STRENGTHS

if TYPE_CHECKING:
    from kapstok.evaluation.ego import Contact
    from kapstok.evaluation.scenes import Scenes
    from kapstok.network.drawing import Figure


class PersonChoice(NetworkChoice):
    """A person is shown with all their lines: there is no choice of sector. ``moment``: an index, None is the last."""

    sector = None  # type: ignore[assignment]
    moment = SelectField(_l("Moment"), coerce=int, validate_choice=False)
    naar = StringField(
        _l("Pseudoniem van de ander"), [DataRequired()], filters=[lambda text: (text or "").strip().upper()], default=""
    )


@blueprint.get("/netwerk/persoon/<label>", endpoint="network_person")
def show(label: str):
    plan = planning.find_plan(g.project)
    choice = chosen(asked_for(PersonChoice, sterkte=plan.threshold if plan else SHORT_LINE))
    found = service.find_scenes(g.project, as_choice(choice, (), whole=True), clock.now())
    back = url_for("evaluator.network", **asked_again(choice, "moment", "naar"))
    if found is None or not found.allowed.structure:
        return redirect(back)
    return _page(label, choice, found, back)


def _page(label: str, choice: PersonChoice, found: Scenes, back: str) -> Response | str:
    from kapstok.evaluation import ego

    person = ego.find_person(found, label)
    if person is None:
        raise NotFound()
    moment = _moment(choice, found)
    walks = may_walk(found, choice)
    lines = ego.contacts(service.network(g.project), found, as_choice(choice, (), whole=True), person, moment)
    picture = _picture(found, person, choice, moment)
    return page(
        "evaluator/network_person.html",
        {"mensbeeld": picture},
        service.network(g.project).measurements,
        label=label,
        picture=picture,
        choice=choice,
        back=back,
        about=_about(found, person),
        heard=bool(found.spoke[moment, person]),
        groups=_groups(found, lines, choice),
        sectors=_by_sector(found, lines),
        unknown=[_seen(found, other, choice) for other in ego.not_known(found, person, moment)],
        directed=found.story.directed,
        walks=walks,
        reason=found.allowed.reason,
        way=_way(found, person, choice, moment) if walks and choice.naar.data else None,
        **told_by(choice),
    )


def _picture(found: Scenes, person: int, choice: PersonChoice, moment: int) -> Figure | None:
    from kapstok.network.drawing import Caption
    from kapstok.network.person_figure import person_figure

    cast, heard = found.cast, found.heard[moment]
    return person_figure(
        replace(cast.people, labels=(*cast.people.labels[: cast.alone], *[_group()] * bool(cast.group))),
        cast.positions,
        person,
        found.story.arcs_at(moment),
        marks=service.network(g.project).sectors.positions,
        heard=found.spoke[moment],
        caption=Caption(len(cast.people), heard, choice.sterkte.data, choice.richting.data, sources(choice)),
        voice=voice(),
    )


def _group() -> str:
    return _("Mantelzorgers (groep)")


def _moment(choice: PersonChoice, found: Scenes) -> int:
    """The moment asked for, or the last; the form then offers all."""
    names = [moment_in_words(moment) for moment in found.moments]
    choice.moment.choices = [SelectChoice(i, name) for i, name in enumerate(names)]
    if choice.moment.data not in range(len(names)):
        choice.moment.data = len(names) - 1
    return choice.moment.data


def _seen(found: Scenes, person: int, choice: PersonChoice) -> dict:
    """How somebody stands on the page: name, sector, function, and the page of their own, unless they are a group."""
    alone = person < found.cast.alone
    label = found.cast.people.labels[person]
    again = asked_again(choice, "naar")
    return {
        "name": label if alone else _group(),
        "url": url_for("evaluator.network_person", label=label, **again) if alone else None,
        **_about(found, person),
    }


def _about(found: Scenes, person: int) -> dict:
    people, words = found.cast.people, service.network(g.project).sectors
    sector, function = int(people.sector[person]), int(people.function[person])
    return {
        "sector": {"name": words.names[sector], "position": words.positions[sector]},
        "function": None if function == NA else people.functions[function],
    }


def _groups(found: Scenes, lines: list[Contact], choice: PersonChoice) -> list[dict]:
    """The contacts by strength, the strongest first; those without a strength in one group without a name."""
    words = {strength.value: strength.label for strength in STRENGTHS}
    return [
        {
            "strength": words.get(strength),
            "rows": [{**_seen(found, one.person, choice), "contact": one, "side": _side(one)} for one in rows],
        }
        for strength, rows in ((key, list(rows)) for key, rows in groupby(lines, key=lambda one: one.strength))
    ]


def _side(one: Contact) -> str:
    if one.says and one.is_named:
        return _("beiden")
    return _("deze persoon") if one.says else _("de ander")


def _by_sector(found: Scenes, lines: list[Contact]) -> list[tuple[dict, int]]:
    """How many lines lead to each sector, the most first."""
    counts = Counter(int(found.cast.people.sector[one.person]) for one in lines)
    first = {int(found.cast.people.sector[one.person]): one.person for one in lines}
    return [(_about(found, first[sector])["sector"], count) for sector, count in counts.most_common()]


def _way(found: Scenes, person: int, choice: PersonChoice, moment: int) -> dict:
    """Via whom, or why that cannot be told: the other is not drawn, is this person, or cannot be reached."""
    from kapstok.evaluation import ego

    other = ego.find_person(found, choice.naar.data)
    steps = None if other is None else ego.way(found, person, other, moment)
    return {
        "is_drawn": other is not None,
        "is_self": other == person,
        "steps": [_seen(found, one, choice) for one in steps or []],
    }
