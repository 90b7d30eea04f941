"""The forms of people and organisations: the shape of what is typed."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField, StringField, TelField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from kapstok.language import LANGUAGES
from kapstok.mail.rules import BadAddress, address
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.register.models import Organisation, Person
from kapstok.register.reporters import can_count, find_reporter
from kapstok.register.rules import match_key
from kapstok.web.typed import on_one_line

LANGUAGE_NAMES = dict(zip(LANGUAGES, (_l("Nederlands"), _l("Engels")), strict=True))


def mail_address(form, field) -> None:
    """A validator: one address to which our mail can go."""
    try:
        address(field.data)
    except BadAddress as refusal:
        raise ValidationError(refusal.text(_)) from None


def readable(form, field) -> None:
    """A validator: a name with at least one letter or digit."""
    if not match_key(field.data):
        raise ValidationError(_("Vul een naam met letters in."))


class PersonForm(FlaskForm):
    name = StringField(
        _l("Naam"), [DataRequired(_l("Vul een naam in.")), readable, Length(max=120)], filters=[on_one_line]
    )
    function_id = SelectField(_l("Functie"), [Optional()], coerce=int)
    organisation_id = SelectField(_l("Organisatie"), [Optional()], coerce=int)
    sector_id = SelectField(_l("Sector"), [Optional()], coerce=int)
    email = EmailField(_l("E-mailadres"), [Optional(), mail_address, Length(max=254)], filters=[on_one_line])
    phone = TelField(_l("Telefoon"), [Optional(), Length(max=40)], filters=[on_one_line])
    area = StringField(_l("Wijk of kern"), [Optional(), Length(max=120)], filters=[on_one_line])
    language = SelectField(
        _l("Taal van mails en eigen pagina"), choices=[SelectChoice(*pair) for pair in LANGUAGE_NAMES.items()]
    )
    on_map = BooleanField(_l("Mag in netwerkbeelden en op wie-is-wie staan"))
    on_rosters = BooleanField(_l("Mag op de lijst staan waarop anderen aangeven wie zij kennen"))

    def __init__(self, project: Project, person: Person | None = None, **options):
        super().__init__(obj=person, **options)
        self.function_id.choices = _terms(project, Vocabulary.FUNCTION, person and person.function)
        self.sector_id.choices = _terms(project, Vocabulary.SECTOR, person and person.own_sector)
        organisations = _kept(register.list_organisations(project), person and person.organisation)
        self.organisation_id.choices = _choices(organisations)

    def values(self) -> dict:
        """What ``create_person`` and ``edit_person`` take."""
        fields = {field.name: field.data for field in self if field.name != "csrf_token"}
        return fields | {name: fields[name] or None for name in ("function_id", "organisation_id", "sector_id")}


class NewPersonForm(PersonForm):
    """About being seen, people decide later, on their own page."""

    on_map = on_rosters = None


class OrganisationForm(FlaskForm):
    name = StringField(
        _l("Naam"), [DataRequired(_l("Vul een naam in.")), readable, Length(max=160)], filters=[on_one_line]
    )
    sector_id = SelectField(_l("Sector"), [InputRequired()], coerce=int)
    area = StringField(_l("Wijk of kern"), [Optional(), Length(max=120)], filters=[on_one_line])
    email = EmailField(_l("E-mailadres"), [Optional(), mail_address, Length(max=254)], filters=[on_one_line])
    phone = TelField(_l("Telefoon"), [Optional(), Length(max=40)], filters=[on_one_line])
    website = URLField(_l("Website"), [Optional(), Length(max=300)], filters=[on_one_line])

    def __init__(self, project: Project, organisation: Organisation | None = None, **options):
        super().__init__(obj=organisation, **options)
        choices = _terms(project, Vocabulary.SECTOR, organisation and organisation.sector)
        self.sector_id.choices = [SelectChoice(0, _("Kies een sector")), *choices[1:]]

    def validate_sector_id(self, field) -> None:
        if not field.data:
            raise ValidationError(_("Kies een sector."))

    def validate_website(self, field) -> None:
        try:
            parts = urlsplit(field.data)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValidationError(_("Een webadres begint met https://."))

    def values(self) -> dict:
        """What ``create_organisation`` and ``edit_organisation`` take."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}


class ReporterForm(FlaskForm):
    """Who counts for an organisation; 0: everybody who works there."""

    reporter_id = SelectField(_l("Wie telt?"), coerce=int)

    def __init__(self, project: Project, organisation: Organisation, **options):
        named = find_reporter(organisation)
        super().__init__(data={"reporter_id": named.id if named else 0}, **options)
        everybody = [person for person in register.list_people(project) if can_count(person)]
        theirs = [person for person in everybody if person.organisation_id == organisation.id]
        others = [person for person in everybody if person.organisation_id != organisation.id]
        self.reporter_id.choices = {
            _("Allemaal"): [(0, _("Iedereen die er werkt"))],
            _("Werkt bij %(organisation)s", organisation=organisation.name): [
                (person.id, person.name) for person in theirs
            ],
            _("Anderen"): [(person.id, person.name) for person in others],
        }


def _terms(project: Project, kind: Vocabulary, current: Term | None) -> list[SelectChoice]:
    """Choices of one vocabulary; a retired word stays a choice for who has it."""
    return _choices(_kept(projects.terms(project, kind), current))


def _choices(rows: list) -> list[SelectChoice]:
    return [SelectChoice(0, "–"), *(SelectChoice(row.id, row.name) for row in rows)]


def _kept(rows: list, current) -> list:
    return rows if current is None or current in rows else [*rows, current]
