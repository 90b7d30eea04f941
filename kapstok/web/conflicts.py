"""Two people edited one thing: what the second one typed beside what the first one saved."""

from __future__ import annotations

import datetime as dt

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, SelectMultipleField

from kapstok.web import filters


def differences(mine: FlaskForm, theirs: FlaskForm) -> list[tuple[str, str, str]]:
    """(label, theirs, mine) of every field in which two fillings of one form differ, in words."""
    words = (
        (str(field.label.text), _in_words(theirs[field.name]), _in_words(field))
        for field in mine
        if field.name != "csrf_token"
    )
    return [(label, old, new) for label, old, new in words if old != new]


def _in_words(field: Field) -> str:
    value = field.data
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
