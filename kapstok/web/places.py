"""Where a name still stands, as a projectleider reads it: a sentence, and the page on which it can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from kapstok.directory.models import Contact, Location, Phone, Schedule, Service, ServiceAtLocation
from kapstok.meetings.models import Invitation, Meeting
from kapstok.privacy.mentions import Mention
from kapstok.progress.models import Product, StepRecord
from kapstok.projects.models import Project, Term
from kapstok.referrals.models import ReferralTally
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project
from kapstok.ties.models import RosterSuggestion


@dataclass(frozen=True)
class Place:
    """One text: what it is, and where it is changed (None: nowhere on a page)."""

    sentence: str
    url: str | None


def places(project: Project, found: Sequence[Mention]) -> list[Place]:
    """Each place once, in the order in which they were found."""
    return list(dict.fromkeys(_place(project, mention) for mention in found))


def _place(project: Project, mention: Mention) -> Place:
    match mention.table:
        case "meeting":
            return _meeting(get_in_project(Meeting, project, mention.row_id))
        case "invitation":
            invitation = get_in_project(Invitation, project, mention.row_id)
            page = url_for("projectleider.answers", meeting_id=invitation.meeting_id)
            return Place(_("Een opmerking bij een antwoord op “%(title)s”", title=invitation.meeting.title), page)
        case "person":
            person = get_in_project(Person, project, mention.row_id)
            page = url_for("projectleider.person", person_id=person.id)
            return Place(_("De kaart van %(name)s", name=person.name), page)
        case "organisation":
            return _organisation(get_in_project(Organisation, project, mention.row_id))
        case "service":
            return _service(get_in_project(Service, project, mention.row_id))
        case "contact" | "phone" | "schedule" | "service_at_location" | "location":
            return _around(project, mention)
        case "referral_tally":
            tally = get_in_project(ReferralTally, project, mention.row_id)
            month = url_for("projectleider.referrals", maand=f"{tally.month:%Y-%m}")
            return Place(_("Een opmerking bij een telling van verwijzingen"), month)
        case "tally_import":
            return Place(_("De naam van een bestand met tellingen"), url_for("projectleider.tally_imports"))
        case "referral":
            return Place(_("Een opmerking bij een gevolgde verwijzing"), None)
        case "case_card" | "case_member":
            return Place(_("Een tekst op een casuskaart: alleen wie erop staat, kan die wijzigen"), None)
        case "step_record":
            step = get_in_project(StepRecord, project, mention.row_id)
            page = url_for("projectleider.organisation_steps", organisation_id=step.organisation_id)
            return Place(_("Een tekst bij het stappenplan van een organisatie"), page)
        case "product":
            product = get_in_project(Product, project, mention.row_id)
            page = url_for("projectleider.edit_product", product_id=product.id)
            return Place(_("Het product “%(title)s”", title=product.title), page)
        case "indicator":
            page = url_for("projectleider.edit_indicator", indicator_id=mention.row_id)
            return Place(_("Wat organisaties tellen"), page)
        case "survey_item":
            page = url_for("projectleider.edit_item", item_id=mention.row_id)
            return Place(_("Een uitspraak van de vragenlijst"), page)
        case "roster_suggestion":
            missed = get_in_project(RosterSuggestion, project, mention.row_id)
            return Place(_("Wie er gemist wordt"), url_for("projectleider.suggestions", wave_id=missed.wave_id))
        case "term":
            word = get_in_project(Term, project, mention.row_id)
            page = url_for("projectleider.edit_word", kind=word.kind, term_id=word.id)
            return Place(_("Het woord “%(name)s”", name=word.name), page)
        case "project":
            return Place(_("De gegevens van dit project"), url_for("projectleider.settings"))
        case _:
            return Place(_("Een tekst bij de metingen"), url_for("projectleider.waves"))


def _meeting(meeting: Meeting) -> Place:
    page = url_for("projectleider.edit_meeting", meeting_id=meeting.id)
    return Place(_("De bijeenkomst “%(title)s”", title=meeting.title), page)


def _organisation(organisation: Organisation) -> Place:
    page = url_for("projectleider.organisation", organisation_id=organisation.id)
    return Place(_("De organisatie %(name)s", name=organisation.name), page)


def _service(service: Service) -> Place:
    page = url_for("projectleider.organisation", organisation_id=service.organisation_id)
    return Place(_("Het aanbod “%(name)s”", name=service.name), page)


_AROUND = {
    "contact": Contact,
    "phone": Phone,
    "schedule": Schedule,
    "service_at_location": ServiceAtLocation,
    "location": Location,
}


def _around(project: Project, mention: Mention) -> Place:
    """What hangs on a service or an organisation is changed there."""
    row = get_in_project(_AROUND[mention.table], project, mention.row_id)
    service_id, organisation_id = getattr(row, "service_id", None), getattr(row, "organisation_id", None)
    if service_id is not None:
        return _service(get_in_project(Service, project, service_id))
    if organisation_id is not None:
        return _organisation(get_in_project(Organisation, project, organisation_id))
    return Place(_("Een plek of telefoonnummer op de sociale kaart"), None)
