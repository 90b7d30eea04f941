"""The network from moment to moment: the part of the network page under the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from kapstok import clock
from kapstok.evaluation import service
from kapstok.web.evaluator.charts import happened, voice
from kapstok.web.evaluator.picture_choices import PictureChoice, as_choice, moment_in_words, sources

if TYPE_CHECKING:
    from kapstok.network.drawing import Figure
    from kapstok.network.timeline_figure import Event


@dataclass(frozen=True)
class Shown:
    """The figure with what its marks stand for, or the ``reason`` why there is none (a Dutch msgid)."""

    figure: Figure | None
    events: list[Event]
    reason: str | None


def shown(choice: PictureChoice) -> Shown | None:
    """What the page shows of the course of all sectors; None of sources in which nobody was asked anything."""
    from kapstok.evaluation.over_time_figure import course
    from kapstok.network.drawing import Caption
    from kapstok.network.timeline_figure import marked

    found = service.find_over_time(g.project, as_choice(choice, (), whole=True), clock.now())
    if found is None:
        return None
    if found.reason:
        return Shown(None, [], found.reason)
    last = found.moments[-1].heard
    caption = Caption(found.people, last, choice.sterkte.data, choice.richting.data, sources(choice))
    events = happened()
    names = [moment_in_words(told.moment) for told in found.moments]
    return Shown(marked(course(found, names, caption, voice()), events), events, None)
