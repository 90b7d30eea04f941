"""Referrals: how many, whether they arrive, what comes of them, from whom to whom, and where a line goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import connected, service
from kapstok.referrals.following import finding
from kapstok.referrals.following.rules import Duration
from kapstok.referrals.rules import OUTCOMES
from kapstok.ties.rules import Source
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, happened, page, voice
from kapstok.web.evaluator.choices import PlaceChoice, from_address
from kapstok.web.filters import month
from kapstok.web.following import DURATION_NAMES
from kapstok.web.tallies import KIND_NAMES

if TYPE_CHECKING:
    from kapstok.evaluation.connected import Connected
    from kapstok.evaluation.referred import Coverage, Ended, Months
    from kapstok.network.drawing import Figure


@blueprint.get("/verwijzingen")
def referrals():
    from kapstok.evaluation.referral_figures import referral_flow, sent_and_arrived
    from kapstok.evaluation.referral_matrix import referral_matrix
    from kapstok.evaluation.referred import Coverage, coverage, flows, per_month
    from kapstok.network.timeline_figure import marked

    choice, counts = from_address(PlaceChoice), service.referral_counts(g.project)
    if not counts:
        return render_template("evaluator/referrals_empty.html")
    today = clock.local_date(clock.now())
    found, covered = per_month(counts, today), coverage(counts, today)
    places = service.organisations(g.project)
    by_sector = choice.per.data == "sector"

    def name(organisation_id: int) -> str:
        place = places[organisation_id]
        return place.sector.name if by_sector else place.name

    days = [day.isoformat() for day in found.months]
    marks = {name(row.id): row.sector.position for row in places.values()}
    both = sent_and_arrived(days, [(each.sent, each.arrived) for each in found.found], _of_sides(), voice())
    corridors = connected.find_corridors(g.project, by_sector, choice.sterkte.data, choice.richting.data)
    events = happened()
    drawn = {
        "per-maand": marked(dated(both, month), events),
        "afloop": marked(_ended(found, days), events),
        "stroom": referral_flow(flows(counts, name), marks, _of_senders(), voice()),
        "van-naar": referral_matrix(flows(counts, name), sorted(marks, key=marks.__getitem__), _of_senders(), voice()),
        "corridors": _corridors(corridors, choice),
    }
    return page(
        "evaluator/referrals.html",
        drawn,
        choice=choice,
        drawn=drawn,
        events=events,
        cells=_cells(corridors) if drawn["corridors"] else None,
        why_no_corridors=_why_no_corridors(corridors),
        left_out=corridors.left_out if corridors else 0,
        found=found,
        agreed=sum(covered.values(), Coverage()),
        helped=_helped(found),
        places=_per_place(covered),
        followed=_followed(),
    )


def _corridors(found: Connected | None, choice: PlaceChoice) -> Figure | None:
    from kapstok.evaluation.corridor_figure import corridor_dots
    from kapstok.network.drawing import Caption

    if found is None or not found.corridors:
        return None
    wave = found.wave
    rests = Caption(wave.response.part, wave.response, choice.sterkte.data, choice.richting.data, (Source.WAVE,))
    caption = _(
        "%(onderschrift)s (%(meting)s) · verwijzingen sinds %(maand)s, beide kanten op, bron: maandtellingen · "
        "geen lijn staat er alleen waar minstens de helft van de paren bekend is",
        onderschrift=rests.text(voice()),
        meting=wave.name,
        maand=month(found.since),
    )
    return corridor_dots(found.corridors, found.names, caption, voice())


def _cells(found: Connected | None) -> dict[str, int]:
    """How many corridors there are of each kind, by the key of the kind; "": of which it is not known."""
    from kapstok.evaluation.corridor_figure import four_cells

    return {kind or "": count for kind, count in four_cells(found.corridors if found else ()).items()}


def _why_no_corridors(found: Connected | None) -> str:
    if found is None:
        return _("Er is nog geen afgesloten meting. Daarom is niet bekend waar lijnen zijn.")
    if found.allowed.reason and not found.allowed.structure:
        return _(found.allowed.reason)
    if not found.corridors:
        return _(
            "Er zijn geen twee groepen van minstens 5 mensen die antwoordden. Lijnen tussen kleinere groepen zouden "
            "over herkenbare mensen gaan."
        )
    return ""


def _helped(found: Months) -> float | None:
    from kapstok import disclosure

    return disclosure.share(found.helped.part, found.helped.whole)


def _ended(found: Months, days: list[str]) -> Figure:
    """What became of what arrived, or was sent where the receiver said nothing, month by month."""
    from kapstok.evaluation.referral_figures import outcomes_per_month

    numbers = {str(KIND_NAMES[kind]): [each.outcomes.get(kind, 0) for each in found.found] for kind in OUTCOMES}
    numbers[_("nog bezig")] = [each.pending for each in found.found]
    numbers[_("onbekend")] = [each.unknown for each in found.found]
    there = {name: counts for name, counts in numbers.items() if any(counts)}
    caption = _(
        "Bron: maandtellingen van ontvangers. Onbekend: 60 dagen na de maand vertelde nog niemand hoe het afliep. "
        "Afgelopen is niet hetzelfde als geholpen."
    )
    return dated(outcomes_per_month(days, there, caption, voice()), month)


def _followed() -> Ended | None:
    """What is known of referrals that people followed one by one; None when nobody did, or hardly anybody."""
    from kapstok.evaluation.referred import followed_to_the_end

    found = finding.overview(g.project, clock.now())
    names = {str(DURATION_NAMES[kind]): found.durations[kind] for kind in Duration}
    return followed_to_the_end(
        names | {_("niet bekend"): found.durations[None]}, found.feedback[True], found.feedback[False]
    )


def _per_place(covered: dict[tuple[int, int | None], Coverage]) -> list[tuple[str, Coverage]]:
    """Services by name with how far both sides agree, those of which most is not known first."""
    names = service.place_names(g.project, covered)
    rows = [(names[place], each) for place, each in covered.items()]
    return sorted(rows, key=lambda row: (-(row[1].only_sent + row[1].only_arrived + row[1].most), row[0]))


def _of_sides() -> str:
    return _(
        "Bron: maandtellingen. Verwijzers tellen wat zij versturen, ontvangers wat er aankomt. Geteld is wat is "
        "opgeschreven, niet wat er is gebeurd; het verschil laat zien hoe volledig er is geteld."
    )


def _of_senders() -> str:
    return _("Bron: maandtellingen van verwijzers. Geteld is wat is opgeschreven, niet wat er is gebeurd.")
