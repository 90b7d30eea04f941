"""Reads everything that an eindverslag can tell of, one part after another, each of a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from sqlalchemy import func

from kapstok import clock, disclosure
from kapstok.directory import freshness
from kapstok.directory.models import Service
from kapstok.disclosure import SMALL_PUBLISHED
from kapstok.evaluation import adoption, holding, service
from kapstok.evaluation.kept import Kept
from kapstok.evaluation.report import texts
from kapstok.evaluation.report.rules import Step as Part
from kapstok.extensions import db
from kapstok.meetings import attendance, minutes
from kapstok.progress import indicators
from kapstok.progress.products import service as library
from kapstok.progress.products.rules import Stage
from kapstok.progress.steps import service as plans
from kapstok.progress.steps.rules import State, Step
from kapstok.projects.models import Project
from kapstok.referrals.rules import OUTCOMES
from kapstok.register.models import Organisation
from kapstok.scope import in_project
from kapstok.ties import measuring
from kapstok.ties.plans import rules as plan_rules
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Headline, Test
from kapstok.ties.rules import SHORT_LINE

if TYPE_CHECKING:
    from kapstok.evaluation.headlines import Headlines
    from kapstok.evaluation.report import facts
    from kapstok.evaluation.report.facts import Facts
    from kapstok.evaluation.report.pictures import Drawn
    from kapstok.evaluation.report.sectors import BetweenSectors
    from kapstok.network.measures import Ratio

Tick = Callable[[Part], None]  # called before each part is read

_measured = Kept(most=8)
_held = Kept(most=8)


def read(project: Project, now: dt.datetime, tick: Tick = lambda part: None) -> Facts:
    """All the facts of a project. Measurements that still run are in none of them."""
    from kapstok.evaluation.report.facts import Facts

    tick(Part.NETWORK)
    plan = _plan(project)
    compared = _compared(project, plan.threshold)
    waves = measuring.list_waves(project)
    tick(Part.MEETINGS)
    together, groups = _together(project, plan.threshold, now), attendance.present_groups(project)
    tick(Part.PRODUCTS)
    progress = _progress(project, now)
    tick(Part.REFERRALS)
    referred = _referred(project, clock.local_date(now))
    tick(Part.IN_VIEW)
    counted = _counted(project)
    tick(Part.SURVEY)
    return Facts(
        about=_about(project, now),
        reach=_reach(project, now, Counter(person for _id, _at, people in groups for person in people)),
        waves=_waves(project),
        running=tuple(wave.name for wave in waves if wave.closed_at is None),
        plan=plan,
        together=together,
        progress=progress,
        referred=referred,
        counted=counted,
        said=tuple(service.survey_results(project, now)),
        left=_left(project, plan.threshold, now),
        headlines=compared[0] if compared else None,
        sectors=compared[1] if compared else None,
    )


def version(project: Project, found: Facts) -> Hashable:
    """What differs as soon as a report made of these facts would.

    What the network says is told by what it was made of: ``found`` leaves it out of its words.
    """
    from kapstok.network import load

    return load.version(project), repr(found), tuple(sorted(texts.own_texts(project).items()))


def drawn(project: Project) -> Drawn | None:
    """Who is drawn person by person, in the places of the evaluator's own picture; None before a measurement closed."""
    from kapstok.evaluation import scenes
    from kapstok.evaluation.exports import closed
    from kapstok.evaluation.headlines import to_compare
    from kapstok.evaluation.report.pictures import Drawn

    network = service.network(project)
    waves = to_compare(closed(network))
    if not waves:
        return None
    return Drawn(scenes.cast(network, waves[-1], project.drawn_at), waves, network.sectors.positions)


# The parts


def _about(project: Project, now: dt.datetime) -> facts.About:
    from kapstok.evaluation.report.facts import About

    places = [place for place in service.organisations(project).values() if place.archived_at is None]
    active = measuring.active(project.id, now).with_only_columns(func.count())
    return About(
        name=project.name,
        region=project.region,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        participants=db.session.scalar(active) or 0,
        organisations=len(places),
        sectors=len({place.sector_id for place in places}),
    )


def _reach(project: Project, now: dt.datetime, times: Counter[int]) -> facts.Reach:
    from kapstok.evaluation.report.facts import Reach
    from kapstok.network.load import REST_NAME

    people = measuring.active_people(project, now)
    sector = {person.id: person.sector.name if person.sector else REST_NAME for person in people}
    merged = Counter(disclosure.merged_groups(sector, REST_NAME, SMALL_PUBLISHED).values())
    places = [place for place in service.organisations(project).values() if place.archived_at is None]
    return Reach(
        people=_by_size(merged) if len(people) >= SMALL_PUBLISHED else (),
        organisations=_by_size(Counter(place.sector.name for place in places)),
        met=len(times),
        again=sum(count > 1 for count in times.values()),
    )


def _by_size(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def _waves(project: Project) -> tuple[facts.Measured, ...]:
    from kapstok.evaluation.exports import closed
    from kapstok.evaluation.report.facts import Measured

    return tuple(
        Measured(wave.name, clock.local_date(wave.opened_at), clock.local_date(wave.closed_at), wave.response)
        for wave in closed(service.network(project))
        if wave.closed_at is not None
    )


def _plan(project: Project) -> facts.Plan:
    from kapstok.evaluation.report.facts import Plan

    plan = planning.find_plan(project)
    if plan is None:
        return Plan(Headline.DENSITY, SHORT_LINE, describes=False, made=False)
    made = planning.standing(plan) not in (plan_rules.Standing.DEFAULT, plan_rules.Standing.AFTERWARDS)
    return Plan(plan.headline, plan.threshold, plan.test == Test.DESCRIBE, made)


def _compared(project: Project, threshold: int) -> tuple[Headlines, BetweenSectors | None] | None:
    """The first closed measurement and the last, on lines of this strength; kept, since intervals take a while."""
    from kapstok.evaluation.exports import closed
    from kapstok.evaluation.headlines import headlines, to_compare
    from kapstok.evaluation.report.sectors import between_sectors
    from kapstok.network import load

    network = service.network(project)
    waves = to_compare(closed(network))
    if not waves:
        return None
    return _measured.get(
        (load.version(project), threshold),
        lambda: (headlines(network, waves, threshold), between_sectors(network, waves, threshold)),
    )


def _together(project: Project, threshold: int, now: dt.datetime) -> facts.Together:
    from kapstok.evaluation.chain import service as chains
    from kapstok.evaluation.gatherings import gathering
    from kapstok.evaluation.headlines import PATHS
    from kapstok.evaluation.report.facts import Met, Together

    held = [gathering(each) for each in service.held_meetings(project, now)]
    chain = chains.find_chain(project, threshold, PATHS, now)  # nothing of a running measurement is in it
    pairs = {(one, other) for _id, _at, one, other in attendance.present_pairs(project)}
    return Together(
        held=tuple(
            Met(
                each.held.title,
                clock.local_date(each.held.starts_at),
                each.held.method,
                each.held.present,
                each.useful,
            )
            for each in held
        ),
        pairs=len(pairs),
        steps=chain.told.total if chain else None,
        steps_of=chain.told.all_of if chain else 0,
        lines=chain.lines if chain else None,
    )


def _progress(project: Project, now: dt.datetime) -> facts.Progress:
    from kapstok.evaluation.adopted import each_per_month, furthest_per_month
    from kapstok.evaluation.report.facts import Offered, Progress

    today, gone = clock.local_date(now), adoption.stopped(project)
    adopted, places = library.adoptions(project), service.organisations(project)
    known = {row.product_id for row in adopted}
    offered, furthest = [], {}
    for product in adoption.all_products(project):
        if product.id not in known:
            continue
        rows = [(row.organisation_id, row.stage, row.on_date) for row in adopted if row.product_id == product.id]
        monthly = furthest_per_month(rows, list(Stage), today, gone)
        offered.append(Offered(product.title, product.kept_by, {stage: monthly.now(stage) for stage in Stage}))
        for organisation, stage, day in sorted(rows, key=lambda row: list(Stage).index(Stage(row[1]))):
            if organisation not in gone:
                furthest[places[organisation].name, product.title] = (Stage(stage), day)
    followed = plans.list_plans(project, now)
    done = [(row.organisation_id, row.step, row.on_date) for row in plans.records(project) if row.state == State.DONE]
    finished = each_per_month(done, list(Step), today, gone)
    return Progress(
        products=tuple(offered),
        users=tuple((*of, *reached) for of, reached in sorted(furthest.items())),
        asked=len(followed),
        steps={step: finished.now(step) for step in Step},
        plans=tuple((plan.organisation.name, plan.states) for plan in followed if plan.records),
    )


def _referred(project: Project, today: dt.date) -> facts.Referred:
    from kapstok.evaluation.referred import Coverage, coverage, flows, per_month
    from kapstok.evaluation.report.facts import Referred

    counts, places = service.referral_counts(project), service.organisations(project)
    found = per_month(counts, today)
    return Referred(
        months=found.months,
        flows=tuple(flows(counts, lambda place: places[place].sector.name)),
        arrived=found.arrived,
        outcomes={kind: found.ended(kind) for kind in OUTCOMES},
        agreed=sum(coverage(counts, today).values(), Coverage()).share,
    )


def _counted(project: Project) -> tuple[facts.Counted, ...]:
    from kapstok.evaluation.report.facts import Counted

    rows = indicators.list_indicators(project, archived=True)
    views = [Counted(row.name, service.in_view_of(project, row, smallest=SMALL_PUBLISHED)) for row in rows]
    return tuple(each for each in views if each.view.days)


def _left(project: Project, threshold: int, now: dt.datetime) -> facts.Left:
    from kapstok.evaluation.report.facts import Left

    offered = (
        in_project(Service, project)
        .join(Organisation)
        .where(Service.archived_at.is_(None), Organisation.archived_at.is_(None))
        .with_only_columns(func.count())
    )
    services = db.session.scalar(offered) or 0
    unkept = len(freshness.neglected(project, now).unkept)
    short, without = _without_leader(project, threshold)
    return Left(services, services - unkept, len(minutes.open_agreements(project)), short, without)


def _without_leader(project: Project, threshold: int) -> tuple[Ratio | None, Ratio | None]:
    """The short lines of the last closed measurement, and those without the projectleider; None where not known."""
    from kapstok.evaluation.bridges import held
    from kapstok.evaluation.exports import closed
    from kapstok.network import load

    network, leading = service.network(project), holding.leaders(project)
    waves = closed(network)
    if not waves or not leading:
        return None, None
    key = load.version(project), threshold, leading
    found = _held.get(key, lambda: held(network, waves[-1], threshold, leading))
    left = next((each for each in found.left if each.bridge == 0), None)
    if found.now is None or left is None:
        return None, None
    return found.now.short_lines, left.distances.short_lines
