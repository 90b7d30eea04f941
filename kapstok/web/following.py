"""Single referrals on pages: how their stages and outcomes are called, and the form that says what became of one."""

from __future__ import annotations

import datetime as dt

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from kapstok.directory.models import Service
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Module
from kapstok.referrals import service as referrals
from kapstok.referrals.following import service as following
from kapstok.referrals.following.finding import stage_of
from kapstok.referrals.following.rules import Duration, SaidMeanwhile, Stage, Status
from kapstok.referrals.following.service import Outcome
from kapstok.referrals.models import Referral
from kapstok.web import filters

STATUS_NAMES = {
    Status.SENT: _l("verstuurd"),
    Status.IN_PROGRESS: _l("in behandeling"),
    Status.WAITING: _l("wacht op de mantelzorger"),
    Status.NOT_STARTED: _l("past, nog niet gestart"),
    Status.HELPED: _l("hulp ontvangen"),
    Status.NOT_REACHED: _l("niet bereikt"),
    Status.NO_FIT: _l("past niet"),
    Status.NO_PLACE: _l("geen plek"),
    Status.FORWARDED: _l("doorgestuurd"),
    Status.DECLINED: _l("ziet ervan af"),
    Status.OTHER: _l("anders"),
}
YES, NO = "ja", "nee"
DURATION_NAMES = {
    Duration.TWO_WEEKS: _l("hooguit 2 weken"),
    Duration.SIX_WEEKS: _l("2 tot 6 weken"),
    Duration.LONGER: _l("meer dan 6 weken"),
}
BADGES = {Stage.OPEN: "neutral", Stage.UNKNOWN: "careful", Stage.ENDED: "good", Stage.WITHDRAWN: "neutral"}


class OutcomeForm(FlaskForm):
    """What became of one referral."""

    class Meta:
        csrf = False  # where it came from is checked by the blueprint: it stands on pages with and without cookies

    outcome = RadioField(
        _l("Wat werd ervan?"),
        [InputRequired(_l("Kies wat ervan werd."))],
        choices=[SelectChoice(status, STATUS_NAMES[status]) for status in Status if status is not Status.SENT],
    )
    forwarded_to = SelectField(_l("Bij doorgestuurd: naar wie?"), [Optional()], coerce=int)
    feedback = RadioField(
        _l("Hoorde de verwijzer dit van de ontvanger?"),
        [Optional()],
        choices=[SelectChoice(YES, _l("Ja")), SelectChoice(NO, _l("Nee"))],
    )
    seen = HiddenField()

    def __init__(self, referral: Referral, **options):
        given = {} if referral.status == Status.SENT else {"outcome": referral.status}
        if referral.feedback is not None:
            given["feedback"] = YES if referral.feedback else NO
        stands = {"forwarded_to": referral.forwarded_to_id or 0, "seen": referral.status}
        super().__init__(data=given | stands, **options)
        others = [row for row in referrals.list_places(g.project) if row.id != referral.to_organisation_id]
        elsewhere = SelectChoice(0, _("Iemand anders, of dat weet ik niet"))
        self.forwarded_to.choices = [elsewhere, *(SelectChoice(row.id, row.name) for row in others)]

    def said(self) -> Outcome:
        told = None if not self.feedback.data else self.feedback.data == YES
        return Outcome(Status(self.outcome.data), told, self.forwarded_to.data or None)


def keep_outcome(form: OutcomeForm, referral: Referral, now: dt.datetime, actor: str) -> int:
    """Keep what was said and commit: 0. Else the status of the page that comes back, with the sentence in the form."""
    if not form.validate():
        return 400
    try:
        following.say(referral, form.said(), now, actor=actor, seen=form.seen.data)
    except Refused as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.text(_))
        if isinstance(refusal, SaidMeanwhile):
            form.seen.data = referral.status  # they have seen it now
        return refusal.status
    db.session.commit()
    return 0


def check_module(project: Project) -> None:
    """What is off does not exist: ``NotFound``."""
    if not projects.has_module(project, Module.FOLLOWING):
        raise NotFound()


def place_name(referral: Referral) -> str:
    """Where it goes: the service and its organisation, or the organisation."""
    service: Service | None = referral.to_service
    organisation = referral.to_organisation.name
    return (
        _("%(service)s (%(organisation)s)", service=service.name, organisation=organisation)
        if service
        else organisation
    )


def state_in_words(referral: Referral, today: dt.date) -> str:
    """How it stands, in a few words."""
    match stage_of(referral, today):
        case Stage.WITHDRAWN:
            return _("ingetrokken")
        case Stage.UNKNOWN:
            return _("onbekend: na 60 dagen nog geen uitkomst")
    name = STATUS_NAMES[Status(referral.status)]
    if referral.forwarded_to is not None:
        return _("%(status)s naar %(organisation)s", status=name, organisation=referral.forwarded_to.name)
    return str(name)


def badge_of(referral: Referral, today: dt.date) -> tuple[str, str]:
    """(words, kind) for the badge."""
    where = stage_of(referral, today)
    is_end_without_help = where is Stage.ENDED and referral.status != Status.HELPED
    return state_in_words(referral, today), "neutral" if is_end_without_help else BADGES[where]


def facts_of(referral: Referral, today: dt.date) -> list[tuple[str, str]]:
    """All that both sides may read of it; people are never named."""
    found = [
        (_("Kenmerk"), referral.reference),
        (_("Van"), referral.from_organisation.name),
        (_("Naar"), place_name(referral)),
        (_("Maand"), filters.month(referral.month)),
    ]
    if referral.reason is not None:
        found.append((_("Reden"), referral.reason.name))
    if referral.note:
        found.append((_("Opmerking"), referral.note))
    found.append((_("Hoe het ermee staat"), state_in_words(referral, today)))
    if referral.duration:
        found.append((_("Doorlooptijd"), str(DURATION_NAMES[Duration(referral.duration)])))
    if referral.feedback is not None:
        found.append((_("Terugkoppeling"), _("ja") if referral.feedback else _("nog niet")))
    return found
