"""The forms of the sociale kaart: the shape of what is typed about a service, its plek, and the place where it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from kapstok.directory import parts, places
from kapstok.directory import service as directory
from kapstok.directory.models import Service
from kapstok.directory.rules import DAYS, LONGEST_WAIT, Capacity, Desk, Hours, Number, area_names
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation
from kapstok.web.fields import WholeNumberField
from kapstok.web.kaart import PLEK, WEEKS, day_name
from kapstok.web.projectleider.register_forms import mail_address, readable
from kapstok.web.typed import in_lines, on_one_line, within

MOST_ROWS = 21  # of times, telephone numbers or desks in one form
SPARE_ROWS = {"hours": 1, "phones": 1, "desks": 1}  # empty ones that are ready to be filled in
PART_OF_ROW = {"hours": "schedules", "phones": "phones", "desks": "contacts"}
FIRST_OF_ROW = {"hours": "opens", "phones": "number", "desks": "desk"}  # a field that every row has


def web_address(form, field) -> None:
    """A validator: an address that a browser opens as a page."""
    try:
        address = urlsplit(field.data)
    except ValueError:
        address = urlsplit("")
    if address.scheme not in ("http", "https") or not address.netloc:
        raise ValidationError(_("Een webadres begint met https://."))


class PlekForm(FlaskForm):
    """Is there a place now?"""

    capacity = RadioField(
        _l("Is er nu plek?"),
        [InputRequired(_l("Kies of er nu plek is."))],
        choices=[SelectChoice(str(value), label) for value, label in PLEK.items()],
        default=str(Capacity.UNKNOWN),
    )
    waiting_weeks = WholeNumberField(
        _l("Wachttijd in weken"),
        [Optional(), within(1, LONGEST_WAIT, _l("Vul een aantal weken in van 1 tot en met 260, of laat het leeg."))],
    )


class PlaceForm(FlaskForm):
    """Where something is offered."""

    name = StringField(
        _l("Naam van de plek"), [DataRequired(_l("Geef de plek een naam.")), readable, Length(max=160)],
        filters=[on_one_line],
    )  # fmt: skip
    address = StringField(_l("Straat en nummer"), [Optional(), Length(max=200)], filters=[on_one_line])
    postal_code = StringField(_l("Postcode"), [Optional(), Length(max=10)], filters=[on_one_line])
    city = StringField(_l("Plaats"), [Optional(), Length(max=120)], filters=[on_one_line])
    area = StringField(_l("Wijk of kern"), [Optional(), Length(max=120)], filters=[on_one_line])
    transportation = StringField(_l("Hoe komt u er"), [Optional(), Length(max=300)], filters=[on_one_line])
    accessibility = StringField(_l("Toegankelijkheid"), [Optional(), Length(max=300)], filters=[on_one_line])

    def values(self) -> dict:
        """What ``add_location`` and ``edit_location`` take."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}


class ServiceForm(PlekForm):
    """One service. Made by ``service_form``, which adds a row of fields for each time, telephone number and desk."""

    name = StringField(
        _l("Naam van het aanbod"),
        [DataRequired(_l("Geef het aanbod een naam.")), readable, Length(max=160)],
        filters=[on_one_line],
    )
    eligibility = TextAreaField(_l("Voor wie is het"), [Optional(), Length(max=2000)], filters=[in_lines])
    description = TextAreaField(_l("Wat houdt het in"), [Optional(), Length(max=2000)], filters=[in_lines])
    how_to_refer = TextAreaField(_l("Hoe verwijst u hiernaar"), [Optional(), Length(max=2000)], filters=[in_lines])
    email = EmailField(_l("E-mailadres"), [Optional(), mail_address, Length(max=254)], filters=[on_one_line])
    url = URLField(_l("Website"), [Optional(), web_address, Length(max=300)], filters=[on_one_line])
    places = SelectMultipleField(_l("Waar is het"), [Optional()], coerce=int)
    areas = SelectMultipleField(_l("Voor welke wijken en kernen"), [Optional()])
    other_areas = StringField(_l("Andere wijken en kernen"), [Optional(), Length(max=600)], filters=[on_one_line])
    fees = TextAreaField(_l("Kosten"), [Optional(), Length(max=1000)], filters=[in_lines])
    support = SelectMultipleField(_l("Hulpthema’s"), [Optional()], coerce=int)
    keeper_id = SelectField(_l("Wie houdt dit bij"), [Optional()], coerce=int)
    is_public = BooleanField(_l("Mag op openbare pagina’s staan"), default=True)

    rows: dict[str, int]  # how many of each kind: see ``service_form``

    def __init__(self, project: Project, organisation: Organisation, service: Service | None = None, **options):
        super().__init__(**(_filled_in(service) if service else {}), **options)
        self._places = {row.id: row for row in places.list_locations(organisation)}
        self._support = {
            term.id: term
            for term in projects.terms(project, Vocabulary.SUPPORT, archived=True)
            if term.archived_at is None or (service and term in service.support)
        }
        own_areas = [area.name for area in service.areas] if service else []
        self.places.choices = [SelectChoice(row.id, places.in_words(row)) for row in self._places.values()]
        self.support.choices = [SelectChoice(term.id, term.name) for term in self._support.values()]
        self.areas.choices = [SelectChoice(name, name) for name in places.known_areas(project, own_areas)]
        self.keeper_id.choices = [
            SelectChoice(0, "–"),
            *(SelectChoice(row.id, row.name) for row in directory.possible_keepers(organisation, service)),
        ]

    def validate_other_areas(self, field) -> None:
        if any(len(name) > 120 for name in area_names(field.data)):
            raise ValidationError(_("Zet een komma tussen twee wijken of kernen."))

    def validate(self, extra_validators=None) -> bool:
        """Also what fields of one row say together."""
        super().validate(extra_validators)
        for row in range(self.rows["hours"]):
            self._check_hours(row)
        for row in range(self.rows["phones"]):
            if self[f"number_for_{row}"].data and not self[f"number_{row}"].data:
                self[f"number_{row}"].errors = [_("Vul het telefoonnummer in, of haal weg waarvoor het is.")]
        return not self.errors

    def values(self) -> dict:
        """What ``add_service`` and ``edit_service`` take."""
        return {name: self[name].data for name in _COLUMNS} | {
            "keeper_id": self.keeper_id.data or None,
            "support": [self._support[term_id] for term_id in self.support.data or ()],
            "areas": list(area_names(",".join([*(self.areas.data or ()), self.other_areas.data]))),
            "places": [self._places[place_id] for place_id in self.places.data or ()],
            "schedules": self._filled("hours", self._hours, Hours()),
            "phones": self._filled("phones", self._number, Number("")),
            "contacts": self._filled("desks", self._desk, Desk()),
        }

    def _filled(self, kind: str, read: Callable[[int], Any], empty: Any) -> list:
        return [value for row in range(self.rows[kind]) if (value := read(row)) != empty]

    def _check_hours(self, row: int) -> None:
        opens, closes, days = self[f"opens_{row}"], self[f"closes_{row}"], self[f"days_{row}"]
        if opens.errors or closes.errors or days.errors:
            return
        if (opens.data is None) != (closes.data is None):
            missing = closes if closes.data is None else opens
            missing.errors = [_("Vul beide tijden in, of geen van beide.")]
        elif opens.data is not None and not days.data:
            days.errors = [_("Kies op welke dagen dit is.")]

    def _hours(self, row: int) -> Hours:
        days = tuple(day for day in DAYS if day in (self[f"days_{row}"].data or ()))
        week = self[f"week_{row}"].data if days else 0
        return Hours(days, week, self[f"opens_{row}"].data, self[f"closes_{row}"].data, self[f"words_{row}"].data)

    def _number(self, row: int) -> Number:
        return Number(self[f"number_{row}"].data, self[f"number_for_{row}"].data)

    def _desk(self, row: int) -> Desk:
        email = (self[f"desk_email_{row}"].data or "").lower() or None
        return Desk(self[f"desk_{row}"].data, self[f"department_{row}"].data, email)


_COLUMNS = (
    "name", "eligibility", "description", "how_to_refer", "email", "url", "fees", "capacity", "waiting_weeks",
    "is_public",
)  # fmt: skip


def service_form(
    project: Project,
    organisation: Organisation,
    service: Service | None = None,
    *,
    more: str = "",
    rows: dict[str, int] | None = None,
    **options,
) -> ServiceForm:
    """A form with as many rows as were typed, or as ``service`` has and some to spare; one more of the kind ``more``.

    ``rows``: as many as another form has, to compare the two.
    """
    rows = rows or {kind: _rows(kind, service) + (kind == more) for kind in SPARE_ROWS}
    fields: dict[str, Any] = {"rows": {kind: min(number, MOST_ROWS) for kind, number in rows.items()}}
    for kind, make in (("hours", _hours_fields), ("phones", _phone_fields), ("desks", _desk_fields)):
        for row in range(fields["rows"][kind]):
            fields |= {f"{name}_{row}": field for name, field in make(row + 1).items()}
    return type("ServiceForm", (ServiceForm,), fields)(project, organisation, service, **options)


def _rows(kind: str, service: Service | None) -> int:
    if request.method == "POST":
        typed = (re.fullmatch(rf"{FIRST_OF_ROW[kind]}_(\d{{1,2}})", name) for name in request.form)
        return max((int(found[1]) + 1 for found in typed if found), default=SPARE_ROWS[kind])
    return SPARE_ROWS[kind] + (len(parts.parts_of(service)[PART_OF_ROW[kind]]) if service else 0)


def _hours_fields(number: int) -> dict[str, Any]:
    return {
        "days": SelectMultipleField(
            _l("Tijd %(number)s: dagen", number=number),
            [Optional()],
            choices=[SelectChoice(day, day_name(day)) for day in DAYS],
        ),
        "week": SelectField(
            _l("Tijd %(number)s: hoe vaak", number=number),
            choices=[SelectChoice(week, label) for week, label in WEEKS.items()],
            coerce=int,
            default=0,
        ),
        "opens": TimeField(_l("Tijd %(number)s: van", number=number), [Optional()]),
        "closes": TimeField(_l("Tijd %(number)s: tot", number=number), [Optional()]),
        "words": StringField(
            _l("Tijd %(number)s: in woorden", number=number), [Optional(), Length(max=300)], filters=[on_one_line]
        ),
    }


def _phone_fields(number: int) -> dict[str, Any]:
    return {
        "number": TelField(
            _l("Telefoon %(number)s", number=number), [Optional(), Length(max=40)], filters=[on_one_line]
        ),
        "number_for": StringField(
            _l("Waarvoor is nummer %(number)s", number=number), [Optional(), Length(max=160)], filters=[on_one_line]
        ),
    }


def _desk_fields(number: int) -> dict[str, Any]:
    return {
        "desk": StringField(
            _l("Balie of aanspreekpunt %(number)s", number=number), [Optional(), Length(max=160)], filters=[on_one_line]
        ),
        "department": StringField(
            _l("Afdeling %(number)s", number=number), [Optional(), Length(max=160)], filters=[on_one_line]
        ),
        "desk_email": EmailField(
            _l("E-mailadres %(number)s", number=number),
            [Optional(), mail_address, Length(max=254)],
            filters=[on_one_line],
        ),
    }


def _filled_in(service: Service) -> dict[str, Any]:
    """What the form shows of a service: its columns, and a row of fields for each of its parts."""
    had = parts.parts_of(service)
    data = {name: getattr(service, name) for name in (*_COLUMNS, "keeper_id")}
    data |= {
        "support": [term.id for term in had["support"]],
        "areas": had["areas"],
        "places": [place.id for place in had["places"]],
    }
    for row, hours in enumerate(had["schedules"]):
        data |= {f"days_{row}": list(hours.days), f"week_{row}": hours.week, f"words_{row}": hours.description}
        data |= {f"opens_{row}": hours.opens_at, f"closes_{row}": hours.closes_at}
    for row, phone in enumerate(had["phones"]):
        data |= {f"number_{row}": phone.number, f"number_for_{row}": phone.description}
    for row, desk in enumerate(had["contacts"]):
        data |= {f"desk_{row}": desk.name, f"department_{row}": desk.department, f"desk_email_{row}": desk.email}
    return data
