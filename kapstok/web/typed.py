"""What people type or paste, made fit to keep: filters and checks for form fields."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from wtforms.validators import StopValidation, ValidationError

from kapstok import clock
from kapstok.freetext import AboutClient, check_free_text, check_no_client
from kapstok.mail.text import lines, one_line


def on_one_line(text: str | None) -> str:
    """One line without control characters; ``""`` for nothing."""
    return one_line(text) if text else ""


def in_lines(text: str | None) -> str:
    """The lines of ``text`` without control characters; ``""`` for nothing."""
    return "\n".join(lines(text)) if text else ""


def about_no_client(form, field) -> None:
    """A validator: no number or date by which a client could be known."""
    try:
        check_free_text(field.data, clock.now())
    except AboutClient as refusal:
        raise ValidationError(refusal.text(_)) from None


def about_no_client_at_all(form, field) -> None:
    """The strict validator, for what is written about one situation: no address of a house or of mail either."""
    try:
        check_no_client(field.data, clock.now())
    except AboutClient as refusal:
        raise ValidationError(refusal.text(_)) from None


def within(lowest: int, highest: int, sentence: str) -> Callable:
    """A validator for whole numbers. (WTForms' ``NumberRange`` makes a float of them, and fails on 400 digits.)"""

    def check(form, field) -> None:
        if field.data is not None and not lowest <= field.data <= highest:
            raise StopValidation(sentence)

    return check


def row_id(text: str) -> int:
    """A key in a query, as databases can hold it; ``ValueError`` for anything else, so that ``args.get`` ignores it."""
    number = int(text)
    if not 0 < number < 2**31:
        raise ValueError(text)
    return number
