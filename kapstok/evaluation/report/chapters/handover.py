"""What goes on when the project stops: who keeps what, how far organisations are, and what is still open. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.errors import N_
from kapstok.evaluation.report.claims import Claim, Need, count
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Facts
from kapstok.evaluation.report.pen import NOT_SHOWN, Pen
from kapstok.evaluation.report.rules import Chapter
from kapstok.progress.steps.rules import Step


def claims(facts: Facts) -> Iterator[Claim]:
    left = facts.left
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


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    _ = pen.translate
    kept = tuple((each.title, each.kept_by or NOT_SHOWN) for each in facts.progress.products)
    if kept:
        yield Chapter.HANDOVER, Grid(_("Wie de producten bijhoudt"), (_("Product"), _("Bijgehouden door")), kept)
    users = tuple(
        (organisation, product, pen.stages[stage], pen.day(since))
        for organisation, product, stage, since in facts.progress.users
    )
    if users:
        columns = (_("Organisatie"), _("Product"), _("Stand"), _("Sinds"))
        yield Chapter.HANDOVER, Grid(_("Producten per organisatie"), columns, users)
    plans = tuple(
        (organisation, *(pen.states[states[step]] if step in states else NOT_SHOWN for step in Step))
        for organisation, states in facts.progress.plans
    )
    if plans:
        columns = (_("Organisatie"), *(pen.steps[step] for step in Step))
        yield Chapter.HANDOVER, Grid(_("Het stappenplan per organisatie"), columns, plans)
