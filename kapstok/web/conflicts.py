"""Two people edited one thing: what the second one typed beside what the first one saved."""

from __future__ import annotations

import datetime as dt

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FieldList, HiddenField, SelectField, SelectMultipleField

from kapstok.web import filters


def differences(mine: FlaskForm, theirs: FlaskForm) -> list[tuple[str, str, str]]:
    """(label, theirs, mine) of every field in which two fillings of one form differ, in words."""
    words = (
        (str(field.label.text), _in_words(theirs[field.name]), _in_words(field))
        for field in mine
        if not isinstance(field, HiddenField)
    )
    return [(label, old, new) for label, old, new in words if old != new]


def _in_words(field: Field) -> str:
    value = field.data
    if isinstance(field, FieldList):
        return "; ".join(filter(None, map(_row_in_words, field))) or "–"
    if isinstance(field, SelectMultipleField):
        return ", ".join(str(choice.label) for choice in field.choices if choice.value in (value or ())) or "–"
    if isinstance(field, SelectField):
        return next((str(choice.label) for choice in field.choices if choice.value == value), "–")
    if isinstance(field, BooleanField):
        return "✓" if value else "–"
    if isinstance(value, dt.date):
        return filters.day(value)
    if isinstance(value, dt.time):
        return f"{value:%H.%M}"
    return str(value or "–")


def _row_in_words(row: Field) -> str:
    """One row of a list, in the order of its fields; empty when nothing was typed in it."""
    if not any(field.data for field in row.form if not isinstance(field, (SelectField, HiddenField))):
        return ""
    return ", ".join(_in_words(field) for field in row.form if field.data and not isinstance(field, HiddenField))
