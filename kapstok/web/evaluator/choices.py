"""What readers can choose in the address of a page. What is not one of the choices falls back to the usual one."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice

from kapstok.network.sources import SETS, SourceSet, only_together
from kapstok.ties.rules import SHORT_LINE
from kapstok.web.strengths import STRENGTHS

F = TypeVar("F", bound=Form)

MODES = (
    SelectChoice("confirmed", _l("Beide kanten zeggen het")),
    SelectChoice("any", _l("Minstens één kant zegt het")),
    SelectChoice("directed", _l("Per persoon die het zegt")),
)
SOURCES = (
    SelectChoice(SourceSet.WAVES.value, _l("Metingen")),
    SelectChoice(SourceSet.ANSWERS.value, _l("Metingen en vragen na een bijeenkomst")),
    SelectChoice(SourceSet.ALL.value, _l("Alles wat mensen zeiden of wat is genoteerd")),
    SelectChoice(SourceSet.OBSERVED.value, _l("Alleen waarnemingen van de projectleider")),
    SelectChoice(SourceSet.IMPORTED.value, _l("Alleen ingelezen lijsten")),
    SelectChoice(SourceSet.PRESENT.value, _l("Samen aanwezig")),
    SelectChoice(SourceSet.SEATED.value, _l("Samen aan tafel")),
)
BETWEEN_TWO = tuple(choice for choice in MODES if choice.value != "directed")
STATED = tuple(choice for choice in SOURCES if not only_together(SETS[SourceSet(choice.value)]))
PLACES = (SelectChoice("sector", _l("Sector")), SelectChoice("organisatie", _l("Organisatie")))


class StrengthChoice(Form):
    sterkte = SelectField(_l("Lijnen vanaf sterkte"), choices=STRENGTHS, coerce=int, default=SHORT_LINE)


class NetworkChoice(StrengthChoice):
    """Fill the choices of ``sector`` before use: ``""`` is every sector."""

    richting = SelectField(_l("Wanneer telt een lijn"), choices=MODES, default="confirmed")
    bron = SelectField(_l("Bron"), choices=SOURCES, default=SourceSet.ANSWERS.value)
    sector = SelectField(_l("Sector"), default="")


class BothSidesChoice(StrengthChoice):
    richting = SelectField(_l("Wanneer telt een lijn"), choices=BETWEEN_TWO, default="confirmed")


class MeetingChoice(BothSidesChoice):
    """Fill the choices of ``bijeenkomst`` before use: ``""`` is all of them."""

    bijeenkomst = SelectField(_l("Bijeenkomst"), default="")


class PlaceChoice(BothSidesChoice):
    per = SelectField(_l("Verwijzingen per"), choices=PLACES, default="sector")


def chosen(form: F) -> F:
    """The same form with nothing in it but what can be chosen."""
    form.validate()
    for field in form:
        if field.errors:
            field.data, field.errors = field.default, []
    return form


def asked_for(kind: type[F], **usual: object) -> F:
    """What the address of this page asks for, nonsense included. ``usual``: what counts where it asks for nothing."""
    form = kind(request.args, data=usual)
    for name, value in usual.items():
        form[name].default = value
    return form


def from_address(kind: type[F], **usual: object) -> F:
    """What the address of this page asks for."""
    return chosen(asked_for(kind, **usual))
