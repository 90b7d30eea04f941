"""Parts of the personal page that are asked on a page of their own, and together in the Kapstok-minuut.

A part lives in the module of its own page and offers two functions. ``find_section(person, now, sent=None)`` gives what
to show (with what was typed, when ``sent`` is given), or None when nothing is asked of this person.
``keep_section(person, sent, now)`` keeps what was filled in and raises ``SectionRefused``; a part that came back
untouched keeps nothing. The route commits once for all parts. Names of fields begin with the key of the section.
``draw`` makes its HTML, without a form of its own: the page that shows one or more of them has the form and its button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from markupsafe import Markup


@dataclass(frozen=True)
class Section:
    """One part: ``template`` is drawn with ``values``. ``done``: everything it asks has an answer."""

    key: str
    title: str
    template: str
    done: bool
    values: Mapping[str, Any] = field(default_factory=dict)


class SectionRefused(Exception):
    """Something in one part cannot be kept: a sentence per name of a field ("" for the part as a whole)."""

    status = 400

    def __init__(self, errors: Mapping[str, str]):
        super().__init__(errors)
        self.errors = dict(errors)


class Overtaken(SectionRefused):
    """A colleague was first since the form was opened; what was typed is on it again, beside what they said."""

    status = 409


def draw(section: Section, token: str, errors: Mapping[str, str] | None = None) -> Markup:
    """The part as it stands in a form. Its template finds ``section``, every name of ``values``, the ``token`` of the
    personal link, and ``errors``: a sentence by name of a field ("" for the part as a whole), empty when nothing is
    wrong.
    """
    return Markup(
        render_template(section.template, section=section, token=token, errors=errors or {}, **section.values)
    )
