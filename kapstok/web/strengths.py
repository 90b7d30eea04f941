"""The four strengths from which a line can be said to count, as readers choose among them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

STRENGTHS = (
    SelectChoice(1, _l("1: kent van naam of functie")),
    SelectChoice(2, _l("2: korte lijn")),
    SelectChoice(3, _l("3: overlegt regelmatig")),
    SelectChoice(4, _l("4: heeft vaste afspraken")),
)
