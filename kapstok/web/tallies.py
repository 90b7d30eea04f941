"""The form that counts referrals: the same for a participant and for the projectleider."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.mail.text import one_line
from kapstok.projects.models import Project
from kapstok.referrals import service as referrals
from kapstok.referrals.rules import MONTHS_BACK, MOST_AT_ONCE, Kind, Of
from kapstok.register.models import Organisation
from kapstok.web.fields import WholeNumberField

KIND_NAMES = {
    Kind.SENT: _l("verwezen"),
    Kind.ARRIVED: _l("aangekomen"),
    Kind.HELPED: _l("hulp ontvangen"),
    Kind.NOT_REACHED: _l("niet bereikt"),
    Kind.NO_FIT: _l("past niet"),
    Kind.NO_PLACE: _l("geen plek"),
    Kind.FORWARDED: _l("doorgestuurd"),
    Kind.DECLINED: _l("ziet ervan af"),
    Kind.OTHER: _l("anders"),
}


class TallyForm(FlaskForm):
    """One count. Fill ``receiver`` and ``reason`` with ``offer_choices`` before use."""

    receiver = SelectField(_l("Naar"), [InputRequired(_l("Kies naar wie er is verwezen."))])
    count = WholeNumberField(
        _l("Aantal"),
        [
            InputRequired(_l("Vul een aantal in.")),
            NumberRange(0, MOST_AT_ONCE, _l("Vul een aantal in van %(min)s tot en met %(max)s.")),
        ],
    )
    note = TextAreaField(
        _l("Opmerking"), [Optional(), Length(max=300)], filters=[lambda text: one_line(text) if text else text]
    )
    month = HiddenField()

    def counted(self, sender: Organisation, month: dt.date) -> Of:
        """What the count is of."""
        organisation_id, _dot, service_id = self.receiver.data.partition(".")
        return Of(month, Kind.SENT, sender.id, int(organisation_id), int(service_id) if service_id else None)

    def refuse(self, refusal: Refused) -> None:
        """Say a refusal where it belongs: what the note may not hold above the note, the rest above the form."""
        errors = self.note.errors if isinstance(refusal, (HoldsBsn, HoldsBirthDate)) else self.form_errors
        errors.append(refusal.text(_))


class ParticipantTallyForm(TallyForm):
    class Meta:
        csrf = False  # the link itself proves where the form came from


def offer_choices(form: TallyForm, project: Project, sender: Organisation | None = None) -> None:
    """Organisations and what they offer, those a sender used last in front."""
    names = dict(_receivers(referrals.list_places(project)))
    recent = [_value(*place) for place in referrals.last_receivers(sender)] if sender else []
    recent = [value for value in recent if value in names]
    others = [value for value in names if value not in recent]
    form.receiver.choices = [
        SelectChoice("", _("Kies …")),
        *(SelectChoice(value, names[value], optgroup=_("Laatst gebruikt")) for value in recent),
        *(SelectChoice(value, names[value], optgroup=_("Organisaties en hun aanbod")) for value in others),
    ]


def chosen_month(text: str | None, now: dt.datetime) -> dt.date:
    """The month of ``2026-03``, kept within what can be counted; this month for anything else."""
    this_month = clock.month_of(clock.local_date(now))
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text or "")
    if found is None:
        return this_month
    wanted = (int(found[1]), int(found[2]))
    earliest = months_before(this_month, MONTHS_BACK)
    if wanted < (earliest.year, earliest.month):
        return earliest
    return min(this_month, dt.date(*wanted, 1))


def months_before(month: dt.date, number: int) -> dt.date:
    """The first day of the month ``number`` months earlier (later when negative)."""
    years, index = divmod(month.year * 12 + month.month - 1 - number, 12)
    return dt.date(years, index + 1, 1)


def neighbours(month: dt.date, now: dt.datetime) -> tuple[dt.date | None, dt.date | None]:
    """The months before and after that can be looked at."""
    this_month = clock.month_of(clock.local_date(now))
    before, after = months_before(month, 1), months_before(month, -1)
    return before if before >= months_before(this_month, MONTHS_BACK) else None, after if after <= this_month else None


def _receivers(organisations: Iterable[Organisation]) -> Iterable[tuple[str, str]]:
    for organisation in organisations:
        yield _value(organisation.id, None), organisation.name
        for service in organisation.services:
            if service.archived_at is None:
                yield _value(organisation.id, service.id), f"{organisation.name}: {service.name}"


def _value(organisation_id: int, service_id: int | None) -> str:
    return f"{organisation_id}.{service_id or ''}"
