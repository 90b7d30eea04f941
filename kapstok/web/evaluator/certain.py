"""How sure a change is: at once for a few hundred people, else asked for and worked out in the background."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import g, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.evaluation import calculations, certainty
from kapstok.evaluation.calculations import Kind
from kapstok.ties.models import MeasurementPlan
from kapstok.web.evaluator.certainty_words import told

if TYPE_CHECKING:
    from kapstok.evaluation.inference.certainty import Certainty
    from kapstok.network.measured import Measurement, Network

Days = tuple[dt.date, dt.date]


def shown(network: Network, days: Days, threshold: int, plan: MeasurementPlan | None) -> dict[str, object]:
    """What the page tells: the ``words``; or how far it is with them (``under_way``), where they can be asked for
    (``ask``), or what is ``missing`` and where it is told ``instead``."""
    closed = _closed(network)
    if len(closed) < 2:
        return {"missing": _("Om te zeggen hoe zeker dit is, zijn twee afgesloten metingen nodig.")}
    waves = _ending(closed, days)
    if waves is None:
        ends = {"van": min(closed), "tot": max(closed), "sterkte": threshold}
        return {
            "missing": _("Hoe zeker dit is, ziet u als beide dagen de laatste dag van een meting zijn."),
            "instead": url_for("evaluator.change", **ends),
        }
    if not certainty.takes_long(*waves):
        return _in_words(
            certainty.find_certainty(g.project, network, *waves, threshold), network, waves, threshold, plan
        )
    return _from_the_background(network, waves, threshold, plan, days)


def ask(network: Network, days: Days, threshold: int) -> None:
    """Ask for it in the background, or ``NotFound`` where there is nothing to ask. Flushes."""
    waves = _ending(_closed(network), days)
    if waves is None or not certainty.takes_long(*waves):
        raise NotFound()
    version = certainty.version(g.project, *waves, threshold)
    asked = certainty.asked(*waves, threshold)
    calculations.ask(g.project, Kind.CERTAINTY, asked, version, clock.now(), user_id=current_user.id)


def _closed(network: Network) -> dict[dt.date, Measurement]:
    """Closed measurements by their last day."""
    return {clock.local_date(wave.closed_at): wave for wave in network.measurements if wave.closed_at}


def _ending(closed: dict[dt.date, Measurement], days: Days) -> tuple[Measurement, Measurement] | None:
    """The two measurements that ended on these days."""
    first, last = (closed.get(day) for day in days)
    return None if first is None or last is None or first is last else (first, last)


def _from_the_background(
    network: Network,
    waves: tuple[Measurement, Measurement],
    threshold: int,
    plan: MeasurementPlan | None,
    days: Days,
) -> dict[str, object]:
    from kapstok.evaluation.inference.certainty import from_json

    asked, version = certainty.asked(*waves, threshold), certainty.version(g.project, *waves, threshold)
    found = calculations.find(g.project, calculations.key_of(Kind.CERTAINTY, asked, version))
    if found is not None and found.result is not None:
        return _in_words(from_json(found.result), network, waves, threshold, plan)
    if found is not None and found.finished_at is None:
        return {"under_way": found}
    address = url_for("evaluator.change_post", van=days[0], tot=days[1], sterkte=threshold)
    return {"ask": address, "trouble": found is not None}


def _in_words(
    found: Certainty,
    network: Network,
    waves: tuple[Measurement, Measurement],
    threshold: int,
    plan: MeasurementPlan | None,
) -> dict[str, object]:
    if found.reason:
        return {"missing": _(found.reason)}
    return told(found, network.people.sectors, waves[0].name, threshold, plan)
