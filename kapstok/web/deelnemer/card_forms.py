"""The forms of the own card: the shape of what people write about themselves."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from kapstok.language import LANGUAGES
from kapstok.mail.rules import BadAddress, address
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.register import consent
from kapstok.register.cards import Item
from kapstok.register.consent import Answer, Purpose
from kapstok.register.models import Person
from kapstok.register.rules import match_key
from kapstok.web.typed import about_no_client, in_lines, on_one_line

YES, NO = "ja", "nee"
YES_OR_NO = (SelectChoice(YES, _l("Ja")), SelectChoice(NO, _l("Nee")))
LANGUAGE_NAMES = dict(zip(LANGUAGES, (_l("Nederlands"), _l("Engels")), strict=True))
ITEM_NAMES = {
    Item.PHOTO: _l("Foto"),
    Item.CALL_ME_FOR: _l("Waarvoor bel je mij"),
    Item.REACHABLE: _l("Bereikbaarheid"),
    Item.PHONE: _l("Telefoon"),
    Item.EMAIL: _l("E-mailadres"),
    Item.AREA: _l("Wijk of kern"),
}


class LinkForm(FlaskForm):
    """A form of the personal page."""

    class Meta:
        csrf = False  # the form carries the link's own token: see guards.check_form_token

    def values(self) -> dict:
        """What was filled in, by name."""
        return {field.name: field.data for field in self}


class OwnCardForm(LinkForm):
    name = StringField(_l("Naam"), [DataRequired(_l("Vul uw naam in.")), Length(max=120)], filters=[on_one_line])
    function_id = SelectField(_l("Functie"), [Optional()], coerce=int)
    phone = TelField(_l("Telefoon"), [Optional(), Length(max=40)], filters=[on_one_line])
    area = StringField(_l("Wijk of kern waar u werkt"), [Optional(), Length(max=120)], filters=[on_one_line])
    call_me_for = TextAreaField(
        _l("Waarvoor bel je mij?"),
        [Optional(), about_no_client, Length(max=300, message=_l("Maak dit korter: hooguit 300 tekens."))],
        filters=[in_lines],
    )
    reachable = StringField(
        _l("Wanneer en hoe bent u bereikbaar?"),
        [Optional(), about_no_client, Length(max=200, message=_l("Maak dit korter: hooguit 200 tekens."))],
        filters=[on_one_line],
    )
    language = SelectField(
        _l("Taal van mails en deze pagina"), choices=[SelectChoice(*pair) for pair in LANGUAGE_NAMES.items()]
    )

    def __init__(self, project: Project, person: Person, **options):
        super().__init__(obj=person, **options)
        functions = projects.terms(project, Vocabulary.FUNCTION)
        if person.function is not None and person.function not in functions:
            functions = [*functions, person.function]
        self.function_id.choices = [SelectChoice(0, "–"), *(SelectChoice(term.id, term.name) for term in functions)]

    def validate_name(self, field) -> None:
        if not match_key(field.data):
            raise ValidationError(_("Vul een naam met letters in."))

    def values(self) -> dict:
        return super().values() | {"function_id": self.function_id.data or None}


def _question(purpose: Purpose) -> RadioField:
    """Yes, no, or not answered: nobody says yes by leaving something as it was."""
    return RadioField(_l(consent.newest(purpose).question), [Optional()], choices=YES_OR_NO)


class VisibilityForm(LinkForm):
    """What somebody says to each question, and where they are seen."""

    card = _question(Purpose.CARD)
    paper = _question(Purpose.PAPER)
    lines = _question(Purpose.LINES)
    mantelzorger = _question(Purpose.MANTELZORGER)
    shown = SelectMultipleField(_l("Op mijn kaart staat ook"), [Optional()])
    on_map = BooleanField(_l("Ik mag in beelden van het netwerk staan"))
    on_rosters = BooleanField(_l("Mijn naam mag op de lijsten van anderen staan"))

    def __init__(self, person: Person, answers: Mapping[Purpose, Answer], **options):
        kept = {"shown": person.shown, "on_map": person.on_map, "on_rosters": person.on_rosters}
        super().__init__(data=kept | {str(purpose): _said(answers, purpose) for purpose in Purpose}, **options)
        self.shown.choices = [SelectChoice(str(item), _item(item, person)) for item in ITEM_NAMES]
        if not person.is_mantelzorger:
            del self.mantelzorger, self.on_rosters

    def said(self) -> dict[Purpose, bool]:
        """The questions that were answered now."""
        answered = {purpose: self[purpose].data for purpose in Purpose if purpose in self and self[purpose].data}
        return {purpose: value == YES for purpose, value in answered.items()}


def _said(answers: Mapping[Purpose, Answer], purpose: Purpose) -> str | None:
    """What a question is filled in with. An answer to an older text is not: the new one must be read first."""
    answer = answers.get(purpose)
    if answer is None or consent.text_is_new(answer, purpose):
        return None
    return YES if answer.given else NO


def _item(item: Item, person: Person) -> str:
    """What stands beside a box: the item, and what others would read."""
    name = ITEM_NAMES[item]
    if item is Item.PHOTO:
        return f"{name}"
    value = getattr(person, item)
    return f"{name}: {value}" if value else _("%(item)s (nog niet ingevuld)", item=name)


class AddressForm(LinkForm):
    email = EmailField(
        _l("Nieuw e-mailadres"),
        [InputRequired(_l("Vul het nieuwe adres in.")), Length(max=254)],
        filters=[on_one_line],
    )

    def validate_email(self, field) -> None:
        try:
            address(field.data)
        except BadAddress as refusal:
            raise ValidationError(refusal.text(_)) from None


class ElsewhereForm(LinkForm):
    organisation = StringField(
        _l("Waar werkt u nu?"),
        [DataRequired(_l("Vul in waar u nu werkt.")), about_no_client, Length(max=160)],
        filters=[on_one_line],
    )


class PhotoForm(LinkForm):
    photo = FileField(_l("Foto"), [FileRequired(_l("Kies eerst een foto."))])
