"""Referrals per month, where they went, and how they ended."""

from __future__ import annotations

from flask import g, render_template
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import service
from kapstok.referrals.rules import OUTCOMES
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, voice
from kapstok.web.evaluator.choices import PlaceChoice, from_address
from kapstok.web.filters import month
from kapstok.web.tallies import KIND_NAMES


@blueprint.get("/verwijzingen")
def referrals():
    from kapstok import disclosure
    from kapstok.evaluation.figures import referral_flow, referrals_per_month
    from kapstok.evaluation.referred import flows, per_month

    choice, counts = from_address(PlaceChoice), service.referral_counts(g.project)
    if not counts:
        return render_template("evaluator/referrals_empty.html")
    found = per_month(counts, clock.local_date(clock.now()))
    places = service.organisations(g.project)
    by_sector = choice.per.data == "sector"

    def name(organisation_id: int) -> str:
        place = places[organisation_id]
        return place.sector.name if by_sector else place.name

    caption = _("Bron: maandtellingen van organisaties. Geteld is wat is opgeschreven, niet wat er is gebeurd.")
    numbers = {_("verwezen"): tuple(each.sent or 0 for each in found.found)}
    marks = {name(row.id): row.sector.position for row in places.values()}
    return render_template(
        "evaluator/referrals.html",
        choice=choice,
        found=found,
        helped=disclosure.share(found.helped.part, found.helped.whole),
        months=dated(referrals_per_month([day.isoformat() for day in found.months], numbers, caption, voice()), month),
        flow=referral_flow(flows(counts, name), marks, caption, voice()),
        outcomes=[(KIND_NAMES[kind], found.ended(kind)) for kind in OUTCOMES if found.ended(kind)],
    )
