"""The statements of a vragenlijst as people answer them: five points and "niet van toepassing"."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from kapstok.progress.surveys.rules import seconds_to_answer

NOT_APPLICABLE = "nvt"
CHOICES = (
    SelectChoice("1", _l("Helemaal niet mee eens")),
    SelectChoice("2", _l("Niet mee eens")),
    SelectChoice("3", _l("Niet eens, niet oneens")),
    SelectChoice("4", _l("Mee eens")),
    SelectChoice("5", _l("Helemaal mee eens")),
    SelectChoice(NOT_APPLICABLE, _l("Niet van toepassing")),
)
OPINIONS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, NOT_APPLICABLE: None}  # what each choice keeps


def statements_form(
    texts: Mapping[str, str], known: Mapping[str, int | None], sent: MultiDict | None = None
) -> FlaskForm:
    """A radio field per statement (name → text), with what was sent, or else what was said before (by name).

    Carries no token: the page it is on has one, or sends nothing.
    """
    radios = {name: RadioField(text, [Optional()], choices=CHOICES) for name, text in texts.items()}
    kind = type("StatementsForm", (FlaskForm,), {"Meta": type("Meta", (), {"csrf": False}), **radios})
    chosen = {name: NOT_APPLICABLE if value is None else str(value) for name, value in known.items()}
    return kind(formdata=sent, data=chosen)


def audience_words(audience: Collection[str], names: Mapping[str, str]) -> str:
    """For whom a statement is: sector keys (none: everybody) by the ``names`` of all sectors, as short as it can be."""
    left_out = [name for key, name in names.items() if key not in audience]
    if not audience or not left_out:
        return _("iedereen")
    if len(left_out) == 1 and len(names) > 2:
        return _("iedereen, behalve: %(wie)s", wie=left_out[0])
    return ", ".join(names.get(key, key) for key in audience)


def how_long(items: int) -> str:
    """How long answering takes: "8 uitspraken, ongeveer een minuut"."""
    if not items:
        return _("geen uitspraken")
    seconds = seconds_to_answer(items)
    if seconds <= 30:
        return ngettext(
            "1 uitspraak, minder dan een halve minuut", "%(num)d uitspraken, minder dan een halve minuut", items
        )
    if seconds <= 60:
        return ngettext("1 uitspraak, ongeveer een minuut", "%(num)d uitspraken, ongeveer een minuut", items)
    return ngettext(
        "1 uitspraak, ongeveer %(minuten)s minuten",
        "%(num)d uitspraken, ongeveer %(minuten)s minuten",
        items,
        minuten=-(-seconds // 60),
    )
