"""What readers can choose of the picture of the network, and what the page says of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from kapstok.network.sources import SETS, SourceSet, anybody_asked, only_together
from kapstok.web.evaluator.choices import NetworkChoice
from kapstok.web.filters import day_short

if TYPE_CHECKING:
    from kapstok.evaluation.scenes import Choice, Moment, Scenes

MOST_FOR_BRIDGES = 2_000  # people; beyond that walking every way takes too long for a page


class SizeBy(StrEnum):
    """The measures that people can be drawn by, as they stand in addresses."""

    NAMED = "genoemd"
    LINES = "lijnen"
    BRIDGES = "bruggen"


SIZES = (
    SelectChoice(SizeBy.NAMED.value, _l("Vaker genoemd")),
    SelectChoice(SizeBy.LINES.value, _l("Meer lijnen")),
    SelectChoice(SizeBy.BRIDGES.value, _l("Vaker tussen anderen in")),
)


class PictureChoice(NetworkChoice):
    grootte = SelectField(_l("Groter is"), choices=SIZES, default=SizeBy.NAMED.value)

    def offer_sizes(self, bridges: bool) -> None:
        """Leave the last measure out where it may not be shown."""
        if not bridges:
            self.grootte.choices = SIZES[:-1]
            if self.grootte.data == SizeBy.BRIDGES:
                self.grootte.data = self.grootte.default


def sources(choice: NetworkChoice) -> tuple[str, ...]:
    return SETS[SourceSet(choice.bron.data)]


def as_choice(form: NetworkChoice, sectors: Sequence[str], *, whole: bool = False) -> Choice:
    """What the form asks for; ``whole``: of all sectors, whichever it asks for."""
    from kapstok.evaluation.scenes import Choice

    return Choice(
        threshold=form.sterkte.data,
        mode=form.richting.data,
        sources=sources(form),
        sector=None if whole or not form.sector.data else sectors.index(form.sector.data),
    )


def may_walk(found: Scenes, form: NetworkChoice) -> bool:
    """Whether ways through the network may be shown: enough people were heard, of what people were asked."""
    asked = anybody_asked(sources(form))
    return asked and found.allowed.paths and len(found.cast.people) <= MOST_FOR_BRIDGES


def asked_again(form: NetworkChoice, *without: str) -> dict[str, object]:
    """The choices that are not the usual ones, for the address of another page; ``without`` these fields."""
    asked = {field.name: field.data for field in form if field.data not in (field.default, None, "")}
    return {name: value for name, value in asked.items() if name not in without}


def told_by(form: NetworkChoice) -> dict[str, bool]:
    """What kind of sources the page speaks of: who was where, or what somebody noted that nobody was asked for."""
    return {"together": only_together(sources(form)), "asked": anybody_asked(sources(form))}


def sector_choices(names: Sequence[str]) -> list[SelectChoice]:
    return [SelectChoice("", _("Alle sectoren")), *(SelectChoice(name, name) for name in names)]


def moment_in_words(moment: Moment) -> str:
    if moment.after_meeting:
        return _("Na “%(bijeenkomst)s”, %(dag)s", bijeenkomst=moment.name, dag=day_short(moment.at))
    return _("%(meting)s, %(dag)s", meting=moment.name, dag=day_short(moment.at))
