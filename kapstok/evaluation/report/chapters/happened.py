"""What was done: products and steps, referrals. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.disclosure import SMALL_PUBLISHED, suppressed
from kapstok.errors import N_
from kapstok.evaluation.referred import for_publication
from kapstok.evaluation.report.claims import (
    Claim,
    Need,
    Unit,
    Value,
    count,
    month,
    share,
)
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Facts
from kapstok.evaluation.report.pen import Pen
from kapstok.evaluation.report.rules import Chapter
from kapstok.network.measures import Ratio
from kapstok.progress.products.rules import Stage
from kapstok.progress.steps.rules import Step
from kapstok.referrals.rules import Kind

USED = (Stage.IN_USE, Stage.EMBEDDED)
NO_PRODUCTS = N_("Er is nog van geen product vastgelegd hoe ver organisaties ermee zijn.")
NO_STEPS = N_("Er is nog van geen stap vastgelegd hoe ver organisaties ermee zijn.")
NONE_COUNTED = N_("Er zijn nog geen verwijzingen geteld.")


def claims(facts: Facts) -> Iterator[Claim]:
    yield from _products(facts)
    yield from _referrals(facts)


def _products(facts: Facts) -> Iterator[Claim]:
    progress = facts.progress
    users = {organisation for organisation, _product, stage, _since in progress.users if stage in USED}
    begun = Need(bool(progress.products), NO_PRODUCTS)
    yield Claim(
        "products.used.organisations",
        Chapter.PRODUCTS,
        about=N_("Hoeveel organisaties een product gebruiken"),
        sentence=_in_use(len(users)),
        values={"organisaties": count(len(users))},
        needs=(begun,),
        in_summary=True,
    )
    yield Claim(
        "products.steps.begun",
        Chapter.PRODUCTS,
        about=N_("Hoeveel organisaties aan het stappenplan begonnen"),
        sentence=N_("Organisaties die aan het stappenplan begonnen: %(begonnen)s van de %(gevraagd)s."),
        values={"begonnen": count(len(progress.plans)), "gevraagd": count(progress.asked)},
        needs=(Need(bool(progress.plans), NO_STEPS),),
    )
    yield Claim(
        "products.steps.embedded",
        Chapter.PRODUCTS,
        about=N_("Hoeveel organisaties het stappenplan hebben geborgd"),
        sentence=N_("Organisaties die de laatste stap, borgen, klaar hebben: %(geborgd)s."),
        values={"geborgd": count(progress.steps[Step.EMBEDDED])},
        needs=(Need(bool(progress.plans), NO_STEPS),),
    )


def _in_use(organisations: int) -> str:
    if organisations == 0:
        return N_("Nog geen organisatie heeft een product in gebruik of geborgd.")
    if organisations == 1:
        return N_("Bij één organisatie is ten minste één product in gebruik of geborgd.")
    return N_("Bij %(organisaties)s organisaties is ten minste één product in gebruik of geborgd.")


def _referrals(facts: Facts) -> Iterator[Claim]:
    referred = facts.referred
    counted = Need(bool(referred.months), NONE_COUNTED)
    sent = sum(number for _sender, _receiver, number in referred.flows)
    yield Claim(
        "referrals.counted.sent",
        Chapter.REFERRALS,
        about=N_("Hoeveel verwijzingen verwijzers telden"),
        sentence=N_("Verwijzers telden %(aantal)s verwijzingen in %(eerste)s.")
        if len(referred.months) == 1
        else N_("Verwijzers telden %(aantal)s verwijzingen, van %(eerste)s tot en met %(laatste)s."),
        values={
            "aantal": Value(Unit.REFERRALS, sent),
            "eerste": month(min(referred.months, default=None)),
            "laatste": month(max(referred.months, default=None)),
        },
        needs=(counted,),
        in_summary=True,
    )
    yield Claim(
        "referrals.counted.arrived",
        Chapter.REFERRALS,
        about=N_("Hoeveel verwijzingen ontvangers telden"),
        sentence=N_("Ontvangers telden %(aantal)s verwijzingen die aankwamen."),
        values={"aantal": Value(Unit.REFERRALS, referred.arrived)},
        needs=(counted,),
    )
    yield Claim(
        "referrals.counted.agreed",
        Chapter.REFERRALS,
        about=N_("Hoe ver de tellingen van beide kanten overeenkomen"),
        sentence=N_("In maanden waarin beide kanten telden, komen hun tellingen voor %(deel)s overeen."),
        values={"deel": share(referred.agreed)},
        needs=(counted,),
    )
    ended = sum(referred.outcomes.values())
    yield Claim(
        "referrals.ended.helped",
        Chapter.REFERRALS,
        about=N_("Bij welk deel van de verwijzingen iemand hulp kreeg"),
        sentence=N_("Van %(aantal)s verwijzingen is bekend hoe zij afliepen: bij %(deel)s kreeg iemand hulp."),
        values={
            "aantal": Value(Unit.REFERRALS, ended or None),
            "deel": share(Ratio(referred.outcomes.get(Kind.HELPED, 0), ended)),
        },
        needs=(counted,),
        in_summary=True,
    )


# Tables


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    _ = pen.translate
    if facts.progress.products:
        yield Chapter.PRODUCTS, _offered(facts, pen)
    if facts.progress.plans:
        yield Chapter.PRODUCTS, _finished(facts, pen)
    flows = for_publication(list(facts.referred.flows), _("overige stromen"))
    if flows:
        columns = (_("Van"), _("Naar"), _("Verwijzingen"))
        rows = tuple((sender, receiver, pen.number(number)) for sender, receiver, number in flows)
        yield Chapter.REFERRALS, Grid(_("Verwijzingen tussen sectoren"), columns, rows, numeric=(2,))
    if sum(facts.referred.outcomes.values()) >= SMALL_PUBLISHED:
        yield Chapter.REFERRALS, _outcomes(facts, pen)


def _offered(facts: Facts, pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple((each.title, *(pen.number(each.stages[stage]) for stage in Stage)) for each in facts.progress.products)
    columns = (_("Product"), *(pen.stages[stage] for stage in Stage))
    caption = _("Organisaties per product: hoe ver zij nu zijn")
    return Grid(caption, columns, rows, numeric=tuple(range(1, len(columns))))


def _finished(facts: Facts, pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple((pen.steps[step], pen.number(facts.progress.steps[step])) for step in Step)
    return Grid(_("Het stappenplan"), (_("Stap"), _("Organisaties die klaar zijn")), rows, numeric=(1,))


def _outcomes(facts: Facts, pen: Pen) -> Grid:
    """Small outcomes are hidden, and so is what would show them by subtraction."""
    _ = pen.translate
    shown = suppressed(facts.referred.outcomes, SMALL_PUBLISHED)
    rows = tuple((pen.outcomes[kind], pen.number(number)) for kind, number in shown.items() if number != 0)
    return Grid(_("Hoe verwijzingen afliepen"), (_("Afloop"), _("Verwijzingen")), rows, numeric=(1,))
