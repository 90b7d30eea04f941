"""Verbs that end a clash: one of its ways out, done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from kapstok.errors import NotFound
from kapstok.planner import moving, reading, service, wishing
from kapstok.planner.instance import pair
from kapstok.planner.models import SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.rules import Settings, Spread, TableChoice
from kapstok.planner.rules import Wish as Kept
from kapstok.planner.score import Rule
from kapstok.planner.wishes import Clash, Way, WayOut, Wish


def ways_of(problem: Problem, clash: Clash) -> list[WayOut]:
    """The ways out that help. A plan has no holes: rounds can only be left out at its end."""
    last = tuple(range(problem.instance.rounds))[-len(clash.rounds) :]
    return [way for way in clash.ways if way.way is not Way.SKIP_ROUND or clash.rounds == last]


def end_clash(
    plan: SeatingPlan,
    problem: Problem,
    clash: Clash,
    way: WayOut,
    seen_version: int,
    now: dt.datetime,
    *,
    actor: str,
) -> None:
    """Do what one way out says; the seats stay until they are worked out anew.

    Raises ``NotFound`` for a way that somebody must do elsewhere, and the refusals of the verb that it comes down to.
    """
    if way.wish is not None and way.wish.rule in _GIVEN_UP:
        _GIVEN_UP[way.wish.rule](plan, problem, way.wish, seen_version, now, actor=actor)
        return
    settings = _eased(service.settings_of(plan), clash, way)
    service.save_settings(plan.meeting, settings, seen_version, now, actor=actor)


def _eased(settings: Settings, clash: Clash, way: WayOut) -> Settings:
    """Settings under which the clash is no more."""
    tables = settings.tables
    if way.wish is not None:
        return _without(settings, way.wish)
    if way.way is Way.SKIP_ROUND:
        return replace(settings, rounds=settings.rounds - len(clash.rounds))
    if way.way is Way.MORE_TABLES:
        return replace(settings, tables=(*tables, *_more(tables, way.count)))
    if way.way is Way.FEWER_TABLES:
        return replace(settings, tables=tables[: -way.count])
    meant = way.tables or tuple(range(len(tables)))
    if way.way is Way.MORE_PLACES:
        each = -(-way.count // len(meant))
        return _changed(settings, meant, lambda table: replace(table, most=max(table.most + each, table.fewest)))
    if way.way is Way.LOWER_MINIMUM:
        return replace(settings, tables=_lowered(tables, meant, way.count))
    raise NotFound()


def _without(settings: Settings, wish: Wish) -> Settings:
    """Settings that no longer ask for this: a host, a smallest number of people, somebody at each table."""
    if wish.rule is Rule.FIXED:
        return _changed(settings, wish.tables, lambda table: replace(table, host_id=None))
    if wish.rule is Rule.SIZE:
        return _changed(settings, wish.tables, lambda table: replace(table, fewest=0))
    return replace(settings, spread=Spread.EVEN)


def _changed(settings: Settings, places: Sequence[int], change: Callable[[TableChoice], TableChoice]) -> Settings:
    tables = [change(table) if place in places else table for place, table in enumerate(settings.tables)]
    return replace(settings, tables=tuple(tables))


def _lowered(tables: Sequence[TableChoice], places: Sequence[int], count: int) -> tuple[TableChoice, ...]:
    """These tables ask for so many fewer people in all, one by one of the table that asks for most."""
    fewest = [min(table.fewest, table.most) for table in tables]
    for _one in range(count):
        highest = max(places, key=lambda place: fewest[place])
        fewest[highest] = max(0, fewest[highest] - 1)
    return tuple(replace(table, fewest=least) for table, least in zip(tables, fewest, strict=True))


def _more(tables: Sequence[TableChoice], count: int) -> list[TableChoice]:
    """As large as the largest, with the next numbers."""
    last, most = max(table.number for table in tables), max(table.most for table in tables)
    return [TableChoice(last + extra, min(table.fewest for table in tables), most) for extra in range(1, count + 1)]


def _remove_wish(
    plan: SeatingPlan, problem: Problem, wish: Wish, seen_version: int, now: dt.datetime, *, actor: str
) -> None:
    two = pair(*(problem.people[person] for person in wish.people))
    kind = Kept.APART if wish.rule is Rule.APART else Kept.TOGETHER
    for row in reading.wishes_of(plan):  # of people who were merged there can be two
        if row.kind == kind and pair(row.one_id, row.other_id) == two:
            wishing.remove_wish(plan, row.id, seen_version, now, actor=actor)
            seen_version = plan.version


def _sit_anywhere(
    plan: SeatingPlan, problem: Problem, wish: Wish, seen_version: int, now: dt.datetime, *, actor: str
) -> None:
    person_id = problem.people[wish.people[0]]
    known = reading.guests_of(plan)[person_id]
    wishing.set_guest(
        plan,
        person_id,
        seen_version,
        now,
        actor=actor,
        joins=known.joins,
        from_round=known.from_round,
        until_round=known.until_round,
    )


def _let_go(
    plan: SeatingPlan, problem: Problem, wish: Wish, seen_version: int, now: dt.datetime, *, actor: str
) -> None:
    assert wish.round is not None
    moving.hold(plan, wish.round + 1, problem.people[wish.people[0]], False, seen_version, now, actor=actor)


_GIVEN_UP = {
    Rule.APART: _remove_wish,
    Rule.TOGETHER: _remove_wish,
    Rule.ALLOWED: _sit_anywhere,
    Rule.HELD: _let_go,
}
