"""Verbs of the library: products, and how far organisations have come with them. Handing out: ``handouts.py``."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from sqlalchemy import Row, func

from kapstok import clock
from kapstok.database import new_uid
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings.material_rules import check_link
from kapstok.progress.models import Adoption, Product
from kapstok.progress.products.rules import (
    DEFAULT_PRODUCTS,
    Known,
    NoTitle,
    ProductArchived,
    ProductChanged,
    ProductKind,
    Stage,
    TitleTaken,
    after,
    check_stage,
)
from kapstok.projects.models import Project
from kapstok.register.models import Organisation
from kapstok.scope import get_in_project, in_project

Since = dict[Stage, dt.date]  # since when an organisation has reached each stage


def ensure_products(project: Project) -> None:
    """Give a project its first products. A project that has any keeps what it has."""
    if db.session.scalar(in_project(Product, project).limit(1)) is None:
        add_known(project)


def missing(project: Project) -> list[Known]:
    """What new projects start with, as far as this one has it neither in its library nor in its archive."""
    query = in_project(Product, project).with_only_columns(Product.key, func.lower(Product.title))
    there = {each for row in db.session.execute(query) for each in row}
    return [known for known in DEFAULT_PRODUCTS if there.isdisjoint((known.key, known.title.lower()))]


def add_known(project: Project) -> None:
    """Put in the library what new projects start with, as far as it is missing. Twice is harmless."""
    # Of a form sent twice, the second sees the first.
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})
    position = _next_position(project.id)
    for place, known in enumerate(missing(project)):
        db.session.add(Product(project_id=project.id, position=position + place, **asdict(known)))
    db.session.flush()


def list_products(project: Project | int, *, archived: bool = False) -> list[Product]:
    """The library in its order; with ``archived`` what is in the archive instead."""
    state = Product.archived_at.is_not(None) if archived else Product.archived_at.is_(None)
    return list(db.session.scalars(in_project(Product, project).where(state).order_by(Product.position, Product.id)))


def get_product(project: Project | int, product_id: int) -> Product:
    return get_in_project(Product, project, product_id)


def find_product(project: Project | int, title: str) -> Product | None:
    """The product with this title, whatever its capitals; also one in the archive."""
    query = in_project(Product, project).where(func.lower(Product.title) == title.lower())
    return db.session.scalars(query.order_by(Product.archived_at.is_not(None), Product.id)).first()


def add_product(
    project: Project,
    kind: ProductKind,
    title: str,
    now: dt.datetime,
    *,
    description: str = "",
    kept_by: str = "",
    url: str = "",
) -> Product:
    """Put a product in the library. Raises ``NoTitle``, ``TitleTaken``, ``BadLink`` and what free text may not hold."""
    # Of a form sent twice, the second sees the first.
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})
    _check(project.id, None, title, (title, description, kept_by), url, now)
    product = Product(
        project_id=project.id,
        key=new_uid(),
        kind=kind,
        title=title,
        description=description,
        kept_by=kept_by,
        url=url,
        position=_next_position(project.id),
    )
    db.session.add(product)
    db.session.flush()
    return product


def edit_product(
    product: Product,
    seen_version: int,
    kind: ProductKind,
    title: str,
    now: dt.datetime,
    *,
    description: str = "",
    kept_by: str = "",
    url: str = "",
) -> None:
    """Change a product that looked like ``seen_version``. Raises ``ProductChanged`` and as ``add_product``."""
    if product.version != seen_version:
        raise ProductChanged(title=product.title)
    _check(product.project_id, product.id, title, (title, description, kept_by), url, now)
    product.kind, product.title, product.url = kind, title, url
    product.description, product.kept_by = description, kept_by
    db.session.flush()


def archive_product(product: Product, now: dt.datetime) -> None:
    """No longer handed out; what was said of it stands. Saying it twice is harmless."""
    product.archived_at = product.archived_at or now
    db.session.flush()


def restore_product(product: Product) -> None:
    product.archived_at = None
    db.session.flush()


def set_stage(
    product: Product,
    organisation: Organisation,
    stage: Stage | None,
    day: dt.date,
    now: dt.datetime,
    person_id: int | None = None,
) -> None:
    """An organisation is at this stage since ``day``; None: at none. What came after it is no longer so.

    Raises ``ProductArchived``, ``BeforeEarlierStage`` and what ``check_day`` refuses.
    """
    if product.archived_at is not None:
        raise ProductArchived(title=product.title)
    # Of two who say it at once, the second sees.
    db.session.refresh(product, ["version"], with_for_update={"key_share": True})
    query = in_project(Adoption, product.project_id).where(
        Adoption.product_id == product.id, Adoption.organisation_id == organisation.id
    )
    kept = {Stage(row.stage): row for row in db.session.scalars(query)}
    if stage is not None:
        check_stage(stage, day, {each: row.on_date for each, row in kept.items()}, clock.local_date(now))
        row = kept.get(stage)
        if row is None:
            row = Adoption(
                project_id=product.project_id, product_id=product.id, organisation_id=organisation.id, stage=stage
            )
            db.session.add(row)
        if row.on_date != day:
            row.on_date, row.recorded_at, row.recorded_by_id = day, now, person_id
    for later in after(stage):
        if later in kept:
            db.session.delete(kept[later])
    db.session.flush()


def since_when(product: Product) -> dict[int, Since]:
    """By organisation id, since when it has reached each stage of this product."""
    found: dict[int, Since] = {}
    for row in adoptions(product.project_id):
        if row.product_id == product.id:
            found.setdefault(row.organisation_id, {})[Stage(row.stage)] = row.on_date
    return found


def adoptions(project: Project | int) -> list[Row]:
    """Every stage that was reached, plain: (product_id, organisation_id, stage, on_date), the oldest first."""
    columns = Adoption.product_id, Adoption.organisation_id, Adoption.stage, Adoption.on_date
    query = in_project(Adoption, project).with_only_columns(*columns)
    return list(db.session.execute(query.order_by(Adoption.on_date, Adoption.id)))


def _next_position(project_id: int) -> int:
    last = db.session.scalar(in_project(Product, project_id).with_only_columns(func.max(Product.position)))
    return 0 if last is None else last + 1


def _check(project_id: int, own_id: int | None, title: str, texts: tuple[str, ...], url: str, now: dt.datetime) -> None:
    if not title:
        raise NoTitle()
    for text in texts:
        check_free_text(text, now)
    if url:
        check_link(url)
    there = find_product(project_id, title)
    if there is not None and there.id != own_id:
        raise TitleTaken(title=there.title)
