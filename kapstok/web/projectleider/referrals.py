"""A month of referrals at a glance: both sides of each service, who counted, and a count that came by telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.plausible import is_jump
from kapstok.referrals import service
from kapstok.referrals.models import ReferralTally
from kapstok.referrals.rules import (
    MOST_AT_ONCE,
    OUTCOMES,
    CountedMeanwhile,
    Kind,
    Of,
    Reconciled,
    both_sides,
    last_before,
)
from kapstok.register.models import Organisation
from kapstok.web import filters
from kapstok.web.counting import Key, Place, place_of, places
from kapstok.web.fields import WholeNumberField
from kapstok.web.projectleider import blueprint
from kapstok.web.tallies import KIND_NAMES, chosen_month, neighbours, read_month
from kapstok.web.typed import about_no_client, on_one_line, row_id, within


class ByTelephoneForm(FlaskForm):
    """One count that the projectleider fills in for an organisation. Ready for use after ``offer_choices``."""

    kind = SelectField(_l("Wat is geteld?"), choices=[SelectChoice(*each) for each in KIND_NAMES.items()])
    sender = SelectField(_l("Van (alleen bij verwezen)"))
    receiver = SelectField(_l("Naar"), [InputRequired(_l("Kies naar wie er is verwezen."))])
    count = WholeNumberField(
        _l("Aantal"),
        [
            InputRequired(_l("Vul een aantal in.")),
            within(0, MOST_AT_ONCE, _l("Vul een heel getal in van 0 tot en met %(most)s.", most=MOST_AT_ONCE)),
        ],
    )
    sure = BooleanField(_l("Ja, dit klopt"))
    note = TextAreaField(_l("Opmerking"), [Optional(), Length(max=300), about_no_client], filters=[on_one_line])
    month = HiddenField()

    def offer_choices(self, organisations: Sequence[Organisation], known: Mapping[Key, Place]) -> None:
        """Nobody is chosen beforehand: a form sent in haste would count for whoever comes first in the alphabet."""
        nobody = SelectChoice("", _("Kies …"))
        self.sender.choices = [nobody, *(SelectChoice(str(each.id), each.name) for each in organisations)]
        self.receiver.choices = [nobody, *(SelectChoice(_value(key), each.full_name) for key, each in known.items())]

    def validate_sender(self, sender: SelectField) -> None:
        if self.kind.data == Kind.SENT and not sender.data:
            raise ValidationError(_("Kies wie er heeft verwezen."))

    def counted(self, month: dt.date) -> Of:
        """What the count is of. What a receiver counts came from everybody."""
        kind, (receiver, _dot, offer) = Kind(self.kind.data), self.receiver.data.partition(".")
        sender = int(self.sender.data) if kind == Kind.SENT else None
        return Of(month, kind, sender, int(receiver), int(offer) if offer else None)


@dataclass(frozen=True)
class Row:
    """One receiver in one month."""

    place: Place
    sides: Reconciled

    @property
    def ends(self) -> str:
        """What became of those that arrived."""
        known = self.sides.outcomes
        words = [f"{KIND_NAMES[kind]} {filters.number(known[kind])}" for kind in OUTCOMES if known.get(kind)]
        if self.sides.pending:
            words.append(ngettext("één loopt nog", "%(num)d lopen nog", self.sides.pending))
        if self.sides.unknown:
            words.append(ngettext("van één onbekend", "van %(num)d onbekend", self.sides.unknown))
        return " · ".join(words)


@dataclass(frozen=True)
class Counted:
    """One organisation that counted. ``people``: how many counted their own."""

    organisation: Organisation
    is_whole: bool
    people: int
    last_at: dt.datetime


@blueprint.get("/verwijzingen")
def referrals():
    now = clock.now()
    month = chosen_month(request.args.get("maand"), now)
    return _page(ByTelephoneForm(month=f"{month:%Y-%m}", sender=str(_asked_for() or "")), month, now)


@blueprint.post("/verwijzingen")
def add_referral():
    now, form = clock.now(), ByTelephoneForm()
    month = read_month(form.month.data) or clock.month_before(clock.local_date(now))
    _offer(form, month)
    if form.validate():
        of = form.counted(month)
        if not _is_asked_back(form, of):
            try:
                counter = service.Counter(is_whole=True, user_id=current_user.id)
                service.record_count(g.project, of, form.count.data, counter, now, note=form.note.data or "")
                service.check_arrived(g.project, month, of.receiver, of.service)
            except Refused as refusal:
                db.session.rollback()
                form.form_errors.append(refusal.text(_))
            else:
                db.session.commit()
                flash(_("Het aantal is bewaard voor de hele organisatie."), "status")
                organisation = of.sender or of.receiver
                return redirect(url_for("projectleider.referrals", maand=f"{month:%Y-%m}", organisatie=organisation))
    return _page(form, month, now), 400


@blueprint.post("/verwijzingen/<int:tally_id>/weg")
def withdraw_referral(tally_id: int):
    tally = service.get_tally(g.project, tally_id)
    if request.form.get("count", str(tally.count)) != str(tally.count):  # of another number than was looked at
        flash(CountedMeanwhile().text(_), "alert")
    else:
        service.withdraw(tally, clock.now())
        db.session.commit()
        flash(_("De telling is weggehaald."), "status")
    counter = tally.from_organisation_id or tally.to_organisation_id
    return redirect(url_for("projectleider.referrals", maand=f"{tally.month:%Y-%m}", organisatie=counter))


def _is_asked_back(form: ByTelephoneForm, of: Of) -> bool:
    """Whether the number is far from the organisation's last one, and nobody said that it is right."""
    senders = None if of.sender is None else [of.sender]
    said = service.said(g.project, senders=senders, receivers=[of.receiver], kinds=[of.kind])
    before = last_before((each for each in said if each.is_whole), of.month).get(of)
    if form.sure.data or not is_jump(before, form.count.data):
        return False
    form.count.errors = [
        _(
            "De vorige keer waren het er %(before)s, nu %(count)s. Klopt dat, zet dan hieronder een vinkje.",
            before=before,
            count=form.count.data,
        )
    ]
    return True


def _offer(form: ByTelephoneForm, month: dt.date) -> tuple[list[Organisation], dict[Key, Place]]:
    organisations = service.list_places(g.project, month)
    known = places(organisations, month)
    form.offer_choices(organisations, known)
    return organisations, known


def _page(form: ByTelephoneForm, month: dt.date, now: dt.datetime) -> str:
    organisations, known = _offer(form, month)
    tallies = service.list_tallies(g.project, month)
    shown = next((each for each in _counters(tallies) if each.organisation.id == _asked_for()), None)
    known |= {(each.to_organisation_id, each.to_service_id): place_of(each) for each in tallies}
    earlier, later = neighbours(month, now)
    return render_template(
        "projectleider/referrals/month.html",
        form=form,
        month=month,
        earlier=earlier,
        later=later,
        organisations=organisations,
        rows=_rows(known, month, now),
        counters=_counters(tallies),
        shown=shown.organisation if shown else None,
        tallies=[each for each in tallies if shown and _counter_of(each) is shown.organisation],
        kinds=KIND_NAMES,
        place_of=place_of,
    )


def _asked_for() -> int | None:
    return request.args.get("organisatie", type=row_id)


def _rows(known: Mapping[Key, Place], month: dt.date, now: dt.datetime) -> list[Row]:
    """What both sides counted, by name of the receiver."""
    gone = Place(_("Een aanbod dat is gestopt"), "")
    found = both_sides(service.counts(g.project, month), clock.local_date(now))
    rows = [Row(known.get((receiver, offer), gone), sides) for (_month, receiver, offer), sides in found.items()]
    return sorted(rows, key=lambda row: row.place.full_name.casefold())


def _counters(tallies: Iterable[ReferralTally]) -> list[Counted]:
    """Which organisations counted, by name."""
    theirs: dict[Organisation, list[ReferralTally]] = {}
    for tally in tallies:
        theirs.setdefault(_counter_of(tally), []).append(tally)
    found = [
        Counted(
            organisation,
            any(each.is_whole for each in said),
            len({each.counted_by_person_id for each in said if not each.is_whole}),
            max(each.counted_at for each in said),
        )
        for organisation, said in theirs.items()
    ]
    return sorted(found, key=lambda each: each.organisation.name.casefold())


def _counter_of(tally: ReferralTally) -> Organisation:
    return tally.from_organisation or tally.to_organisation


def _value(key: Key) -> str:
    return f"{key[0]}.{key[1] or ''}"
