"""The forms of the casuskaart: few fields, and nothing about a client in any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kapstok import clock
from kapstok.referrals.cases import rules
from kapstok.referrals.models import CaseCard, CaseMember
from kapstok.register.models import Person
from kapstok.web.deelnemer.card_forms import LinkForm
from kapstok.web.fields import ClockField, PersonField, names_of, refusals_at
from kapstok.web.typed import about_no_client_at_all, on_one_line, row_id

NOBODY = 0


def _role(label: str) -> StringField:
    too_long = _l("Maak dit korter: hooguit 80 tekens.")
    checks = [Optional(), about_no_client_at_all, Length(max=rules.LONGEST_ROLE, message=too_long)]
    return StringField(label, checks, filters=[on_one_line])


class VersionForm(LinkForm):
    """A form that knows how the card looked when it was shown."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """0, which no card has, for what our page did not send."""
        try:
            return row_id(str(self.version.data))
        except ValueError:
            return 0


class MomentForm(VersionForm):
    date = DateField(_l("Dag"), [Optional()])
    start = ClockField(_l("Tijd"), [Optional()])
    what = StringField(
        _l("Wat gaat u dan doen?"),
        [
            Optional(),
            about_no_client_at_all,
            Length(max=rules.LONGEST_WHAT, message=_l("Maak dit korter: hooguit 160 tekens.")),
        ],
        filters=[on_one_line],
    )

    @classmethod
    def of(cls, card: CaseCard, **options) -> MomentForm:
        """Filled in with what stands on the card."""
        at = clock.local(card.next_at) if card.next_at else None
        start = at.time().replace(second=0, microsecond=0) if at else None
        kept = {"date": at.date() if at else None, "start": start, "what": card.next_what, "version": card.version}
        return cls(data=kept, **options)

    def moment(self, now: dt.datetime) -> dt.datetime | None:
        """The moment that was filled in. What is refused is told at the day; see ``errors``."""
        found = None
        with refusals_at(self.date):
            found = rules.next_moment(self.date.data, self.start.data, self.what.data, now)
        return found


class NewCardForm(MomentForm):
    role = _role(_l("Uw rol"))
    leads = BooleanField(_l("Ik heb de regie"))


class MemberForm(LinkForm):
    one = PersonField(_l("Wie komt erbij?"), [InputRequired(_l("Typ een naam uit de lijst."))], filters=[on_one_line])
    role = _role(_l("Rol"))

    def __init__(self, people: Iterable[Person], **options):
        super().__init__(**options)
        self.one.people = names_of(people)


class RoleForm(VersionForm):
    role = _role(_l("Rol"))


class RegieForm(VersionForm):
    lead = SelectField(_l("Wie heeft de regie?"), [Optional()], coerce=int)

    def __init__(self, members: Iterable[CaseMember], **options):
        super().__init__(**options)
        named = [SelectChoice(member.person_id, member.person.name) for member in members]
        self.lead.choices = [SelectChoice(NOBODY, _("Niemand")), *named]
