"""How somebody stands on the lists of others, on a page and on paper."""

from __future__ import annotations

from kapstok.register.models import Person
from kapstok.ties.listing import Name
from kapstok.ties.service import block_of


def name_of(person: Person) -> Name:
    """What others read of somebody. That a person is a mantelzorger is told by nothing beside the name."""
    if person.is_mantelzorger:
        return Name(person.id, person.name, area=person.area)
    organisation = person.organisation
    return Name(
        id=person.id,
        name=person.name,
        function=person.function.name if person.function else "",
        block=block_of(person),
        organisation=organisation.name if organisation else "",
        sector=person.sector.id if person.sector else None,
        area=(organisation.area if organisation else "") or person.area,
    )
