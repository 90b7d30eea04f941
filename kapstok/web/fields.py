"""Form fields that read what people write."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from wtforms import IntegerField

_WHOLE = re.compile(r"-?(?:\d{1,9}|\d{1,3}(?:[. ]\d{3}){1,2})")


class WholeNumberField(IntegerField):
    """A whole number, with or without points between the thousands: 1250, 1.250."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        if not _WHOLE.fullmatch(text):
            self.data = None
            raise ValueError(_("Vul een heel getal in."))
        self.data = int(re.sub(r"[. ]", "", text))
