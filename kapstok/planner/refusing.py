"""What a change by hand would break, as a refusal that says so. For the projectleider, who made the rules. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kapstok.errors import N_, Refused
from kapstok.planner.instance import Instance, Table
from kapstok.planner.score import Broken, Rule, score


class BreaksARule(Refused):
    """A hard rule stands in the way; ``rule`` says which."""

    sentence = N_("Dit past niet bij uw wensen voor de tafelindeling.")
    rule: Rule


class TableFull(BreaksARule):
    sentence = N_("Tafel %(table)s is in ronde %(round)s vol: daar is plaats voor %(most)s. Ruil met iemand.")
    rule = Rule.SIZE


class TableTooEmpty(BreaksARule):
    sentence = N_(
        "Aan tafel %(table)s zitten in ronde %(round)s dan te weinig mensen: minstens %(fewest)s. Ruil met iemand."
    )
    rule = Rule.SIZE


class HostStays(BreaksARule):
    sentence = N_("%(name)s is gastheer of gastvrouw en blijft aan de eigen tafel.")
    rule = Rule.FIXED


class NotAccessible(BreaksARule):
    sentence = N_("%(name)s heeft een rolstoeltafel nodig. Tafel %(table)s is dat niet.")
    rule = Rule.ALLOWED


class KeptApart(BreaksARule):
    sentence = N_("U wilt %(one)s en %(other)s niet samen aan een tafel. Dat zou in ronde %(round)s wel zo zijn.")
    rule = Rule.APART


class KeptTogether(BreaksARule):
    sentence = N_("U wilt %(one)s en %(other)s samen aan een tafel. Dat zou in ronde %(round)s niet zo zijn.")
    rule = Rule.TOGETHER


class SeatHeld(BreaksARule):
    sentence = N_("%(name)s zit in ronde %(round)s vast aan een tafel. Maak de plek eerst los.")
    rule = Rule.HELD


class NobodyOfGroup(BreaksARule):
    sentence = N_(
        "U wilt aan elke tafel een mantelzorger, of een gastheer of gastvrouw. Dat zou in ronde %(round)s aan tafel "
        "%(table)s niet zo zijn."
    )
    rule = Rule.GROUP


class NoSeat(BreaksARule):
    sentence = N_("In ronde %(round)s heeft %(name)s dan geen plek, of een plek te veel.")
    rule = Rule.SEATED


ABOUT_ONE: dict[Rule, type[BreaksARule]] = {
    Rule.FIXED: HostStays,
    Rule.ALLOWED: NotAccessible,
    Rule.HELD: SeatHeld,
    Rule.SEATED: NoSeat,
}
ABOUT_TWO: dict[Rule, type[BreaksARule]] = {Rule.APART: KeptApart, Rule.TOGETHER: KeptTogether}


def check_kept(
    instance: Instance,
    plan: Sequence[Sequence[int]],
    names: Sequence[str],
    numbers: Sequence[int],
    before: Sequence[Sequence[int]] | None = None,
) -> None:
    """Raise the ``BreaksARule`` of the first hard rule that a plan breaks.

    ``before``: the plan that was changed. What was broken in it already, and did not become worse, is passed over.
    """
    known = set() if before is None else set(score(instance, before).broken)
    for broken in score(instance, plan).broken:
        if before is None or broken not in known or _off(instance, plan, broken) > _off(instance, before, broken):
            sits = 0 if broken.table is None else plan[broken.round].count(broken.table)
            raise refusal(broken, names, numbers, instance.tables, sits)


def _off(instance: Instance, plan: Sequence[Sequence[int]], broken: Broken) -> int:
    """How many people too many or too few sit at a table; 0 for a rule of another kind."""
    if broken.rule is not Rule.SIZE or broken.table is None:
        return 0
    size, sits = instance.tables[broken.table], plan[broken.round].count(broken.table)
    return max(size.fewest - sits, sits - size.most)


def refusal(
    broken: Broken, names: Sequence[str], numbers: Sequence[int], tables: Sequence[Table], sits: int
) -> BreaksARule:
    """The refusal of one broken rule. ``names`` and ``numbers``: of people and tables by their index.

    ``sits``: how many would sit at the table, where that is what is wrong.
    """
    round = broken.round + 1
    if broken.rule in ABOUT_TWO:
        one, other = (names[person] for person in broken.people)
        return ABOUT_TWO[broken.rule](one=one, other=other, round=round)
    number = None if broken.table is None else numbers[broken.table]
    if broken.rule in ABOUT_ONE:
        return ABOUT_ONE[broken.rule](name=names[broken.people[0]], table=number, round=round)
    assert broken.table is not None
    if broken.rule is Rule.GROUP:
        return NobodyOfGroup(table=number, round=round)
    size = tables[broken.table]
    if sits > size.most:
        return TableFull(table=number, round=round, most=size.most)
    return TableTooEmpty(table=number, round=round, fewest=size.fewest)
