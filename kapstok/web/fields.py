"""Form fields that read what people write."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from flask_babel import gettext as _
from wtforms import Field, FieldList, IntegerField, StringField, TimeField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from kapstok.errors import Refused
from kapstok.register.models import Person

_WHOLE = re.compile(r"-?(?:\d{1,9}|\d{1,3}(?:[. ]\d{3}){1,2})")


class WholeNumberField(IntegerField):
    """A whole number, with or without points between the thousands: 1250, 1.250."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None  # also when it held a number before: an emptied field is empty
        if not text:
            return
        if not _WHOLE.fullmatch(text):
            raise ValueError(_("Vul een heel getal in."))
        self.data = int(re.sub(r"[. ]", "", text))


class ClockField(TimeField):
    """A time of the day as people type it: 14.15, 14:15, 9.30."""

    widget = TextInput()

    def __init__(self, label=None, validators=None, **options):
        super().__init__(label, validators, format=["%H.%M", "%H:%M"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            raise ValueError(_("Vul een tijd in, bijvoorbeeld 14.15.")) from None


class PersonField(StringField):
    """Somebody of a list too long to choose from, typed by name; the browser suggests the names in ``people``."""

    people: Mapping[str, Person] = {}  # by ``names_of``

    @property
    def chosen(self) -> Person | None:
        """Who was named; None when nobody was, or nobody known."""
        wanted = _folded(self.data)
        found = [person for name, person in self.people.items() if _folded(name) == wanted]
        return (found or [person for person in self.people.values() if _folded(person.name) == wanted] or [None])[0]

    def pre_validate(self, form) -> None:
        wanted = _folded(self.data)
        if not wanted:
            return
        if self.chosen is None:
            raise ValidationError(_("“%(name)s” staat niet in de lijst. Kies een naam uit de lijst.", name=self.data))
        same = [name for name, person in self.people.items() if _folded(person.name) == wanted]
        if len(same) > 1 and wanted not in map(_folded, same):
            names = " · ".join(same)
            raise ValidationError(
                _("Er is meer dan één %(name)s. Kies een van deze: %(names)s.", name=self.data, names=names)
            )


class RowsField(FieldList):
    """Rows of a small form, as many as were sent; only rows that a page can have made are read."""

    @property
    def errors(self) -> list:
        """Those of its rows, also when a rule found them after the form was validated."""
        found = [row.errors for row in getattr(self, "entries", ())]
        return found if any(found) else []

    @errors.setter
    def errors(self, _found) -> None:
        """WTForms gathers them once, while validating; here they are read from the rows."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            if found := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,3}})-[a-z_]+", name):
                yield int(found[1])

    def add_blank(self, count: int) -> None:
        """Empty rows at the end, as far as there may be more."""
        room = count if self.max_entries is None else min(count, self.max_entries - len(self.entries))
        for _number in range(room):
            self.append_entry()

    def move_up(self, place: int) -> None:
        """Let a row change places with the one above it; the first stays where it is."""
        if 0 < place < len(self.entries):
            self.entries.insert(place - 1, self.entries.pop(place))
            self._compact_indices()


@contextmanager
def refusals_at(field: Field) -> Iterator[None]:
    """What a rule refuses inside is told at ``field``."""
    try:
        yield
    except Refused as refusal:
        field.errors = [refusal.text(_)]


def names_of(people: Iterable[Person]) -> dict[str, Person]:
    """People by what tells them apart: name and organisation, numbered where that is not enough."""
    found, times = {}, Counter()
    for person in people:
        name = f"{person.name}, {person.organisation.name}" if person.organisation else person.name
        times[name] += 1
        found[name if times[name] == 1 else f"{name} ({times[name]})"] = person
    return found


def name_in(people: Mapping[str, Person], wanted: Person | None) -> str:
    """How ``people`` call somebody; empty for nobody."""
    return next((name for name, person in people.items() if person is wanted), "")


def _folded(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
