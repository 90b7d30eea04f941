"""Two people edited one thing: what the second one typed beside what the first one saved."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField


def differences(mine: FlaskForm, theirs: FlaskForm) -> list[tuple[str, str, str]]:
    """(label, theirs, mine) of every field in which two fillings of one form differ, in words."""
    pairs = ((theirs[field.name], field) for field in mine if field.name != "csrf_token")
    return [
        (str(field.label.text), _in_words(old), _in_words(field))
        for old, field in pairs
        if (old.data or None) != (field.data or None)  # nothing chosen is None in the register and 0 in a form
    ]


def _in_words(field: Field) -> str:
    if isinstance(field, SelectField):
        return next((str(choice.label) for choice in field.choices if choice.value == field.data), "–")
    if isinstance(field, BooleanField):
        return "✓" if field.data else "–"
    return str(field.data or "–")
