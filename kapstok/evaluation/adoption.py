"""What is known of products and steps in a project, with names, as pages and files of the evaluation ask for it."""

from __future__ import annotations

import datetime as dt

from kapstok import clock
from kapstok.evaluation import service
from kapstok.progress.models import Product
from kapstok.progress.products import handouts
from kapstok.progress.products import service as products
from kapstok.progress.steps import service as steps
from kapstok.projects.models import Project
from kapstok.register.models import Organisation


def all_products(project: Project) -> list[Product]:
    """The library, and then its archive: what organisations said of a product stands."""
    return [*products.list_products(project), *products.list_products(project, archived=True)]


def going_round(project: Project, now: dt.datetime) -> list[tuple[dt.date, str]]:
    """Since when each product goes round, and its title, the earliest first."""
    titles = {product.id: product.title for product in all_products(project)}
    return sorted((day, titles[product_id]) for product_id, day in handouts.first_days(project, now).items())


def product_rows(project: Project) -> list[tuple[str, str, str, str, str, dt.date]]:
    """For ``adopted.products_table``, by organisation: its sector, the product and its kind, the stage, since when."""
    places, library = service.organisations(project), {product.id: product for product in all_products(project)}
    rows = [
        (*_named(places[row.organisation_id]), library[row.product_id].title, library[row.product_id].kind, *row[2:])
        for row in products.adoptions(project)
    ]
    return sorted(rows)


def step_rows(project: Project) -> list[tuple[str, str, str, str, dt.date]]:
    """For ``adopted.steps_table``, by organisation: its sector, the step, the state, since when."""
    places = service.organisations(project)
    return sorted((*_named(places[row.organisation_id]), *row[1:]) for row in steps.records(project))


def stopped(project: Project) -> dict[int, dt.date]:
    """By organisation id, since when it takes no part any more; without those that do."""
    places = service.organisations(project).values()
    return {place.id: clock.local_date(place.archived_at) for place in places if place.archived_at is not None}


def _named(organisation: Organisation) -> tuple[str, str]:
    return organisation.name, organisation.sector.name
