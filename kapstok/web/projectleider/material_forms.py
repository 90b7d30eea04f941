"""Forms of materials: a file, a link, or a product that was handed out."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from kapstok.meetings.rules import Shown
from kapstok.progress.models import Product
from kapstok.progress.products.rules import ProductKind
from kapstok.web.fields import WholeNumberField
from kapstok.web.progress_words import PRODUCT_KINDS
from kapstok.web.typed import about_no_client, on_one_line


class _MaterialForm(FlaskForm):
    shown = RadioField(
        _l("Wanneer zien gasten het?"),
        [InputRequired(_l("Kies wanneer gasten het zien."))],
        choices=[
            SelectChoice(Shown.BEFORE.value, _l("Vooraf en achteraf")),
            SelectChoice(Shown.AFTER.value, _l("Alleen achteraf")),
        ],
        default=Shown.BEFORE.value,
    )


class NewFileForm(_MaterialForm):
    title = StringField(_l("Titel"), [Optional(), Length(max=200)], filters=[on_one_line])
    file = FileField(_l("Bestand"), [FileRequired(_l("Kies eerst een bestand."))])


class FileForm(_MaterialForm):
    title = StringField(
        _l("Titel"), [DataRequired(_l("Geef het materiaal een titel.")), Length(max=200)], filters=[on_one_line]
    )
    file = FileField(_l("Vervang door een ander bestand"), [Optional()])


class LinkForm(_MaterialForm):
    title = StringField(
        _l("Titel"), [DataRequired(_l("Geef het materiaal een titel.")), Length(max=200)], filters=[on_one_line]
    )
    url = URLField(
        _l("Link"), [DataRequired(_l("Een link begint met https://.")), Length(max=500)], filters=[on_one_line]
    )


class NewProductForm(_MaterialForm):
    """A product of the library, or one that joins it by being handed out."""

    product = SelectField(_l("Product uit de bibliotheek"), [Optional()])
    title = StringField(_l("Of iets anders, namelijk"), [Length(max=200), about_no_client], filters=[on_one_line])
    kind = SelectField(
        _l("Wat is het?"),
        [Optional()],
        choices=[SelectChoice(kind.value, words) for kind, words in PRODUCT_KINDS.items()],
        default=ProductKind.OTHER.value,
    )
    url = URLField(_l("Link"), [Optional(), Length(max=500)], filters=[on_one_line])
    copies = WholeNumberField(_l("Hoeveel exemplaren"), [Optional()])

    def __init__(self, library: list[Product]):
        self.among = {str(product.id): product for product in library}
        super().__init__()
        self.product.choices = [
            SelectChoice("", _("Iets anders")),
            *(SelectChoice(key, product.title) for key, product in self.among.items()),
        ]

    @property
    def chosen(self) -> Product | None:
        return self.among.get(self.product.data)

    def validate_title(self, field: StringField) -> None:
        if not field.data and not self.product.data:
            raise ValidationError(_("Kies een product, of vul in wat u uitdeelt."))


class ProductForm(_MaterialForm):
    title = StringField(
        _l("Wat deelt u uit?"),
        [DataRequired(_l("Geef het materiaal een titel.")), Length(max=200)],
        filters=[on_one_line],
    )
    url = URLField(_l("Link"), [Optional(), Length(max=500)], filters=[on_one_line])
