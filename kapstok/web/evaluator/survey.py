"""The vragenlijst: per audience what people find, what they experienced as change, and what they said at meetings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import g, render_template, request
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import service
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import page, voice
from kapstok.web.filters import percent
from kapstok.web.paired_words import in_words
from kapstok.web.statements import audience_words

if TYPE_CHECKING:
    from kapstok.evaluation.opinions import Asked, Opinion
    from kapstok.network.drawing import Figure


@dataclass(frozen=True)
class Shown:
    """One item: its figure, what the same people said twice in words, and those numbers as a table."""

    id: str
    figure: Figure
    drawn: bool  # whether a single share can be shown; an empty chart says nothing
    words: list[str]
    turnover: list[tuple[str, int, int]]


@dataclass(frozen=True)
class Group:
    """Everything that one audience was asked."""

    audience: str
    level: list[Shown]
    experienced: list[Shown]
    afterwards: list[Shown]


@blueprint.get("/vragenlijst")
def survey():
    """``voor``: the sectors of one audience, as the form offers them."""
    items = service.survey_results(g.project, clock.now())
    sectors = {term.key: term.name for term in projects.terms(g.project, Vocabulary.SECTOR)}
    by_audience: dict[str, list[Asked]] = {}
    for item in items:
        by_audience.setdefault(",".join(item.audience), []).append(item)
    chosen = request.args.get("voor", "alle")
    shown = {key: found for key, found in by_audience.items() if chosen in (key, "alle") or chosen not in by_audience}
    if not items:
        return render_template("evaluator/survey_empty.html")
    groups = [_group(number, found, sectors) for number, found in enumerate(shown.values(), 1)]
    every = [item for group in groups for item in (*group.level, *group.experienced, *group.afterwards)]
    return page(
        "evaluator/survey.html",
        {item.id: item.figure for item in every if item.drawn},
        groups=groups,
        audiences=[(key, audience_words(found[0].audience, sectors)) for key, found in by_audience.items()],
        chosen=chosen if chosen in by_audience else "alle",
        compared=next((item.linked.tested for item in items if item.linked), 0),
    )


def _group(number: int, items: list[Asked], sectors: Mapping[str, str]) -> Group:
    from kapstok.evaluation.opinions import EXPERIENCED

    waves = [item for item in items if item.waves]
    return Group(
        audience=audience_words(items[0].audience, sectors),
        level=_numbered(f"niveau-{number}", _over_waves, [item for item in waves if item.kind != EXPERIENCED]),
        experienced=_numbered(f"ervaren-{number}", _over_waves, [item for item in waves if item.kind == EXPERIENCED]),
        afterwards=_numbered(f"bijeenkomst-{number}", _after_meetings, [item for item in items if item.meetings]),
    )


def _numbered(part: str, show: Callable[[str, Asked], Shown], items: list[Asked]) -> list[Shown]:
    return [show(f"{part}-{place}", item) for place, item in enumerate(items, 1)]


def _over_waves(name: str, item: Asked) -> Shown:
    from kapstok.evaluation.figures import opinion_shares

    words, turnover = in_words(item)
    figure = opinion_shares(item.text, item.waves, item.opinions, _caption(), voice())
    return Shown(name, figure, _is_drawn(item.opinions), words, turnover)


def _after_meetings(name: str, item: Asked) -> Shown:
    """Meetings are attended by different people: their shares are no change."""
    from kapstok.evaluation.figures import opinion_shares

    figure = opinion_shares(item.text, item.meetings, item.afterwards, _caption(), voice())
    figure = replace(figure, title=item.text, plain="", columns=(_("Bijeenkomst"), *figure.columns[1:]))
    return Shown(name, figure, _is_drawn(item.afterwards), [], [])


def _is_drawn(opinions: tuple[Opinion, ...]) -> bool:
    return any(found.share is not None for found in opinions)


def _caption() -> str:
    return _("Eens is een 4 of een 5 op een schaal van 5; de streep is het interval van %(deel)s.", deel=percent(0.95))
