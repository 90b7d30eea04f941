"""Write the demo's sociale kaart and wie is wie down as rows."""

from __future__ import annotations

import datetime as dt

from kapstok import clock
from kapstok.demo.shapes import Card, Offer
from kapstok.directory import models as directory
from kapstok.projects.models import Project, Term
from kapstok.register import models as register

_EVENING = dt.time(19, 30)


class Kaart:
    """Rows for offers; a place that several share is one row."""

    def __init__(self, project: Project, organisations: dict[str, register.Organisation], support: dict[str, Term]):
        self.project_id, self.organisations, self.support = project.id, organisations, support
        self.places: dict[tuple[str, str], directory.Location] = {}

    def service(self, offer: Offer, keeper: register.Person | None) -> directory.Service:
        """One service with all that hangs on it."""
        checked = clock.from_local(offer.checked_on, _EVENING)
        mine = {"project_id": self.project_id}
        service = directory.Service(
            **mine,
            organisation=self.organisations[offer.organisation],
            name=offer.name,
            description=offer.what,
            eligibility=offer.for_whom,
            how_to_refer=offer.how_to_refer,
            fees=offer.fees,
            email=f"info@{offer.organisation}.example.org",
            url=f"https://{offer.organisation}.example.org/",
            capacity=offer.capacity,
            waiting_weeks=offer.waiting_weeks,
            capacity_at=checked,
            keeper=keeper,
            confirmed_on=offer.checked_on,
            changed_at=checked,
            support=[self.support[key] for key in offer.support],
            areas=[directory.ServiceArea(**mine, name=area) for area in offer.areas],
            phones=[directory.Phone(**mine, number=offer.phone)],
        )
        service.at_locations = [directory.ServiceAtLocation(**mine, location=self._place(offer))]
        if offer.days:
            monthly = offer.days[0].isdigit()
            service.schedules = [
                directory.Schedule(
                    **mine,
                    byday=offer.days,
                    freq="MONTHLY" if monthly else "WEEKLY",
                    opens_at=offer.opens,
                    closes_at=offer.closes,
                )
            ]
        return service

    def _place(self, offer: Offer) -> directory.Location:
        place = offer.place
        key = offer.organisation, place.name
        if key not in self.places:
            self.places[key] = directory.Location(
                project_id=self.project_id,
                organisation=self.organisations[offer.organisation],
                name=place.name,
                address=place.address,
                postal_code=place.postal_code,
                city=place.area,
                area=place.area,
                accessibility="Rolstoeltoegankelijk",
            )
        return self.places[key]


def show_card(person: register.Person, card: Card) -> list[register.Consent]:
    """Fill in what ``person`` lets others see; the rows of what they said yes to."""
    person.call_me_for, person.reachable, person.shown = card.call_me_for, card.reachable, list(card.shown)
    said = {
        "project_id": person.project_id,
        "person_id": person.id,
        "text_version": "1",
        "given": True,
        "said_at": clock.from_local(card.said_on, _EVENING),
        "recorded_by": f"person:{person.id}",
    }
    purposes = ["card", "paper"] if card.on_paper else ["card"]
    return [register.Consent(purpose=purpose, **said) for purpose in purposes]
