"""What changed between two dates: which lines stayed, came and went, and how sure one can be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from kapstok import clock, disclosure
from kapstok.errors import NotFound
from kapstok.evaluation import dates, service
from kapstok.extensions import db
from kapstok.network.sources import SETS, SourceSet, anybody_asked
from kapstok.ties import measuring, moments
from kapstok.ties.models import MeasurementPlan
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import SHORT_LINE
from kapstok.web import plan_words
from kapstok.web.evaluator import blueprint, certain
from kapstok.web.evaluator.charts import page, voice
from kapstok.web.evaluator.choices import MODES, STATED, StrengthChoice, from_address
from kapstok.web.filters import day, day_short, number

if TYPE_CHECKING:
    from kapstok.evaluation.between import Between
    from kapstok.network.drawing import Figure
    from kapstok.network.measured import Measurement, Network
    from kapstok.network.overlap import Stability

EARLIEST = dt.date(2000, 1, 1)  # before there were any answers, and still a date to count 24 months back from
A_DAY = dt.timedelta(days=1)
ASKED = tuple(choice for choice in STATED if anybody_asked(SETS[SourceSet(choice.value)]))


class ChangeChoice(StrengthChoice):
    """The defaults of the dates are the project's: the ends of its first and its last measurement."""

    van = DateField(_l("Van"), [InputRequired()])
    tot = DateField(_l("Tot en met"), [InputRequired()])
    richting = SelectField(_l("Wanneer telt een lijn"), choices=MODES, default="directed")
    bron = SelectField(_l("Bron"), choices=ASKED, default=SourceSet.WAVES.value)


@blueprint.get("/veranderingen")
def change():
    from kapstok.evaluation.headlines import to_compare

    network, today = service.network(g.project), clock.local_date(clock.now())
    waves = to_compare(network.measurements)
    if not waves:
        return render_template("evaluator/change_empty.html")
    plan = planning.find_plan(g.project)
    choice = _choice(waves, today, plan.threshold if plan else SHORT_LINE)
    swapped = _put_in_order(choice, today)
    sources = SETS[SourceSet(choice.bron.data)]
    moved = _keep_to_told_days(choice, network, waves[-1], sources)
    days = (choice.van.data, choice.tot.data)
    compared = dates.Compared(choice.sterkte.data, choice.richting.data, sources)
    found = dates.find_between(g.project, network, waves[-1], *(_end_of(date) for date in days), compared)
    sides = list(zip(days, (found.first, found.second), strict=True))
    picture = _figure(found, choice, sources) if found.change else None
    sure = certain.shown(network, days, choice.sterkte.data, plan)
    return page(
        "evaluator/change.html",
        {"lijnen-toen-en-nu": picture, "verschil-met-interval": sure.get("picture")},
        [wave for wave in network.measurements if wave.opened_at <= _end_of(days[1])],
        choice=choice,
        swapped=swapped,
        moved=moved,
        deviations=_deviations(plan, choice.sterkte.data, waves) if plan else [],
        found=found,
        finding=_finding(found, *days),
        roster=waves[-1],
        missing=[_missing(date, sources) for date, side in sides if not side.response.part],
        sides=[{"day": day(date), **vars(side)} for date, side in sides],
        lasting=_lasting(found.change) if found.change else None,
        picture=picture,
        sectors=_sectors(found, network.people.sectors),
        certain=sure,
    )


@blueprint.post("/veranderingen")
def change_post():
    """Have worked out in the background how sure the change is that this address is of."""
    from kapstok.evaluation.headlines import to_compare

    network, today = service.network(g.project), clock.local_date(clock.now())
    waves = to_compare(network.measurements)
    if not waves:
        raise NotFound()
    plan = planning.find_plan(g.project)
    choice = _choice(waves, today, plan.threshold if plan else SHORT_LINE)
    _put_in_order(choice, today)
    days = (choice.van.data, choice.tot.data)
    certain.ask(network, days, choice.sterkte.data)
    db.session.commit()
    return redirect(url_for("evaluator.change", van=days[0], tot=days[1], sterkte=choice.sterkte.data))


def _choice(waves: tuple[Measurement, ...], today: dt.date, threshold: int) -> ChangeChoice:
    """What the address asks for; else the ends of the first and the last measurement (of the only one, and today)."""
    ends = [clock.local_date(wave.closed_at) if wave.closed_at else today for wave in waves]
    return from_address(ChangeChoice, van=ends[0], tot=ends[1] if len(ends) > 1 else today, sterkte=threshold)


def _deviations(plan: MeasurementPlan, threshold: int, compared: tuple[Measurement, ...]) -> list[str]:
    ids = {wave.id for wave in compared}
    return plan_words.deviations(plan, threshold, [wave for wave in measuring.list_waves(g.project) if wave.id in ids])


def _put_in_order(choice: ChangeChoice, today: dt.date) -> bool:
    """Keep both dates between the earliest and today, and the earlier one first. Whether they had to be swapped."""
    first, second = (min(max(field.data, EARLIEST), today) for field in (choice.van, choice.tot))
    choice.van.data, choice.tot.data = sorted((first, second))
    choice.van.raw_data = choice.tot.raw_data = None  # or the fields would go on showing what was typed
    return first > second


def _keep_to_told_days(choice: ChangeChoice, network: Network, roster: Measurement, sources: tuple[str, ...]) -> bool:
    """Move both dates to days of which may be told. Whether one had to be moved."""
    from kapstok.evaluation.told_days import told_days, told_on

    said = network.statements.from_sources(sources)
    here = roster.asked | roster.named
    closings = [clock.local_date(wave.closed_at) for wave in network.measurements if wave.closed_at]
    days = told_days(said.where(here[said.respondent] & here[said.named]), closings)
    wanted = choice.van.data, choice.tot.data
    choice.van.data, choice.tot.data = (told_on(date, days) for date in wanted)
    return (choice.van.data, choice.tot.data) != wanted


def _end_of(date: dt.date) -> dt.datetime:
    """The last moment of a day: what was said on the day itself counts."""
    return clock.from_local(date + A_DAY, dt.time()) - dt.timedelta.resolution


def _missing(date: dt.date, sources: tuple[str, ...]) -> str:
    """Why nothing is known on this date."""
    first = moments.first_said(g.project, sources)
    if first is None:
        return _("Uit deze bron is nog niets bekend. Kies een andere bron.")
    if clock.local_date(first) > date:
        return _(
            "Op %(dag)s had nog niemand iets gezegd. De eerste antwoorden zijn van %(eerste)s.",
            dag=day(date),
            eerste=day(first),
        )
    return _("Op %(dag)s is er geen antwoord van de mensen op deze lijst van de laatste twee jaar.", dag=day(date))


def _finding(found: Between, first: dt.date, second: dt.date) -> str:
    """The page's sentence: what became of the lines, or between which days it is not known."""
    said = {"van": day_short(first), "tot": day_short(second)}
    if found.change is None:
        return _("Van %(van)s tot en met %(tot)s.", **said)
    change = found.change
    return _(
        "Van de %(toen)s lijnen van %(van)s waarvan ook op %(tot)s iets bekend is, waren er toen nog %(nog)s. "
        "Nieuw waren er %(nieuw)s.",
        toen=number(change.kept + change.lost),
        nog=number(change.kept),
        nieuw=number(change.formed),
        **said,
    )


def _lasting(change: Stability) -> float | None:
    """Jaccard's index, where it is of enough lines for a percentage."""
    return disclosure.share(change.kept, change.kept + change.formed + change.lost)


def _figure(found: Between, choice: ChangeChoice, sources: tuple[str, ...]) -> Figure:
    from kapstok.evaluation.between_figure import three_fates
    from kapstok.network.drawing import Caption
    from kapstok.network.measures import Ratio

    answered = Ratio(found.both, found.second.response.whole)
    caption = Caption(found.both, answered, choice.sterkte.data, choice.richting.data, sources)
    words = _("Op beide dagen bekend · %(onderschrift)s", onderschrift=caption.text(voice()))
    return three_fates(found.change, words, voice())


def _sectors(found: Between, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Per pair of sectors, in words: which two, stayed, came, went, and of how many it is known."""
    return [
        (names[row.one], names[row.other], *map(number, (row.kept, row.formed, row.lost, row.known)))
        for row in found.sectors
    ]
