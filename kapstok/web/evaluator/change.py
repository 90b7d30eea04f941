"""What changed between two dates: which lines stayed, came and went, and of how many it is not known."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from kapstok import clock, disclosure
from kapstok.evaluation import dates, service
from kapstok.network.sources import SETS, SourceSet, anybody_asked
from kapstok.ties import moments, planning
from kapstok.ties.rules import SHORT_LINE
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import voice
from kapstok.web.evaluator.choices import MODES, STATED, StrengthChoice, from_address
from kapstok.web.filters import day, number

if TYPE_CHECKING:
    from kapstok.evaluation.between import Between, Side
    from kapstok.evaluation.change import Stability
    from kapstok.network.drawing import Figure

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
    today = clock.local_date(clock.now())
    usual = _usual_dates(today)
    if usual is None:
        return render_template("evaluator/change_empty.html")
    plan = planning.find_plan(g.project)
    choice = from_address(ChangeChoice, van=usual[0], tot=usual[1], sterkte=plan.threshold if plan else SHORT_LINE)
    swapped = _put_in_order(choice, today)
    sources = SETS[SourceSet(choice.bron.data)]
    found = dates.find_between(
        g.project,
        _end_of(choice.van.data),
        _end_of(choice.tot.data),
        dates.Compared(choice.sterkte.data, choice.richting.data, sources),
    )
    return render_template(
        "evaluator/change.html",
        choice=choice,
        swapped=swapped,
        found=found,
        roster=dates.ends(g.project)[-1],
        missing=[
            _missing(date, sources)
            for date, side in ((choice.van.data, found.first), (choice.tot.data, found.second))
            if not side.response.part
        ],
        sides=[_side(choice.van.data, found.first), _side(choice.tot.data, found.second)],
        lasting=_lasting(found.change) if found.change else None,
        picture=_figure(found, choice, sources) if found.change else None,
        sectors=_sectors(found),
    )


def _usual_dates(today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The ends of the first and the last measurement; of the only one, and today. None before there is any."""
    waves = dates.ends(g.project)
    if not waves:
        return None
    ends = [clock.local_date(wave.closed_at) if wave.closed_at else today for wave in waves]
    return ends[0], ends[1] if len(ends) > 1 else today


def _put_in_order(choice: ChangeChoice, today: dt.date) -> bool:
    """Keep both dates between the earliest and today, and the earlier one first. Whether they had to be swapped."""
    first, second = (min(max(field.data, EARLIEST), today) for field in (choice.van, choice.tot))
    choice.van.data, choice.tot.data = sorted((first, second))
    return first > second


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


def _side(date: dt.date, side: Side) -> dict:
    return {"day": day(date), "response": side.response, "lines": side.lines, "people": side.people}


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


def _sectors(found: Between) -> list[tuple[str, str, str, str, str, str]]:
    """Per pair of sectors, in words: which two, stayed, came, went, and of how many it is known."""
    names = service.network(g.project).people.sectors
    return [
        (
            names[row.one],
            names[row.other],
            *(number(count) for count in (row.kept, row.formed, row.lost, row.known)),
        )
        for row in found.sectors
    ]
