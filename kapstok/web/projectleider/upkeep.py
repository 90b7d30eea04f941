"""What the register asks of the projectleider, for the start page: who goes without a successor, what nobody keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok.directory import freshness
from kapstok.projects.models import Project
from kapstok.register import own_card
from kapstok.ties.leaving import service as handover

WEEK = dt.timedelta(days=7)


def upkeep(project: Project, now: dt.datetime) -> Iterator[tuple[str, str, str]]:
    """(sentence, button, address) of each thing to do, the most pressing first."""
    waiting = handover.waiting(project).values()
    if alone := [leaving for leaving in waiting if leaving.successor is None]:
        name = alone[0].leaver.name
        sentence = ngettext(
            "%(name)s vertrekt en heeft nog geen opvolger.",
            "%(num)d mensen vertrekken zonder opvolger, onder wie %(name)s.",
            len(alone),
            name=name,
        )
        yield sentence, _("Opvolger kiezen"), url_for("projectleider.leave", person_id=alone[0].leaver_id)
    neglected = freshness.neglected(project, now)
    if neglected.unkept:
        sentence = ngettext(
            "Op de sociale kaart heeft “%(name)s” geen eigenaar. Niemand houdt het bij.",
            "Op de sociale kaart hebben %(num)d onderdelen geen eigenaar, zoals “%(name)s”.",
            len(neglected.unkept),
            name=neglected.unkept[0].name,
        )
        yield sentence, _("Eigenaar kiezen"), url_for("projectleider.edit_service", service_id=neglected.unkept[0].id)
    if neglected.red:
        sentence = ngettext(
            "Naar “%(name)s” op de sociale kaart keek een jaar niemand, en de eigenaar antwoordt niet.",
            "Naar %(num)d onderdelen van de sociale kaart keek een jaar niemand, zoals “%(name)s”. "
            "De eigenaren antwoorden niet.",
            len(neglected.red),
            name=neglected.red[0].name,
        )
        yield sentence, _("Nakijken"), url_for("projectleider.services_to_check")
    if changed := own_card.changed_by_themselves(project, now - WEEK):
        sentence = ngettext(
            "%(name)s paste deze week de eigen gegevens aan.",
            "%(num)d mensen pasten deze week hun eigen gegevens aan, onder wie %(name)s.",
            len(changed),
            name=next(iter(changed)).name,
        )
        yield sentence, _("Bekijk wat er veranderde"), url_for("projectleider.changed_by_themselves")
