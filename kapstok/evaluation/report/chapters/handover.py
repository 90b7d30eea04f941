"""What goes on when the project stops: who keeps what, how far organisations are, and what is still open. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.errors import N_
from kapstok.evaluation.report.claims import Claim, Need, Unit, Value, count
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Facts
from kapstok.evaluation.report.pen import NOT_SHOWN, Pen
from kapstok.evaluation.report.rules import Chapter
from kapstok.network.measures import Ratio
from kapstok.progress.steps.rules import Step


def claims(facts: Facts) -> Iterator[Claim]:
    left = facts.left
    yield _leader_stops(facts)
    yield Claim(
        "handover.kaart.keepers",
        Chapter.HANDOVER,
        about=N_("Wie de sociale kaart bijhoudt"),
        sentence=N_("Aanbod op de sociale kaart: %(aanbod)s. Daarvan met een beheerder: %(beheerd)s."),
        values={"aanbod": count(left.services), "beheerd": count(left.kept)},
        needs=(Need(left.services > 0, N_("Er staat nog geen aanbod op de sociale kaart.")),),
    )
    if facts.together.held:
        yield Claim(
            "handover.agreements.open",
            Chapter.HANDOVER,
            about=N_("Welke afspraken nog openstaan"),
            sentence=N_("Afspraken uit bijeenkomsten die nog openstaan: %(aantal)s."),
            values={"aantal": count(left.open_agreements)},
        )


def _leader_stops(facts: Facts) -> Claim:
    """The borgingstest: a sum on the last measurement, and no forecast."""
    left = facts.left
    missing = N_(
        "Daarvoor moet de projectleider zelf op de lijst staan, en moeten zeven van de tien mensen hebben geantwoord."
    )
    return Claim(
        "handover.stop.leader",
        Chapter.HANDOVER,
        about=N_("Hoe het netwerk is zonder de projectleider"),
        sentence=N_(
            "Nu kent %(nu)s van de paren uit verschillende sectoren elkaar direct of via één ander. Zonder de "
            "projectleider erbij is dat %(zonder)s."
        ),
        values={"nu": _short(left.short), "zonder": _short(left.without)},
        needs=(Need(left.short is not None, missing),),
        in_summary=True,
    )


def _short(found: Ratio | None) -> Value:
    return Value(Unit.SHARE, found.value, whole=found.whole) if found else Value(Unit.SHARE, None)


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    for grid in (_kept(facts, pen), _used(facts, pen), _plans(facts, pen)):
        if grid.rows:
            yield Chapter.HANDOVER, grid


def _kept(facts: Facts, pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple((each.title, each.kept_by or NOT_SHOWN) for each in facts.progress.products)
    return Grid(_("Wie de producten bijhoudt"), (_("Product"), _("Bijgehouden door")), rows)


def _used(facts: Facts, pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple(
        (organisation, product, pen.stages[stage], pen.day(since))
        for organisation, product, stage, since in facts.progress.users
    )
    return Grid(_("Producten per organisatie"), (_("Organisatie"), _("Product"), _("Stand"), _("Sinds")), rows)


def _plans(facts: Facts, pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple(
        (organisation, *(pen.states[states[step]] if step in states else NOT_SHOWN for step in Step))
        for organisation, states in facts.progress.plans
    )
    columns = (_("Organisatie"), *(pen.steps[step] for step in Step))
    return Grid(_("Het stappenplan per organisatie"), columns, rows)
