"""How well a measurement was filled in, in counts of people and answers: plain values in, plain values out.

No figure is about so few people that they could be recognised, also not after subtracting one figure from another. The
limits from which a figure asks for attention are conventions: where research helped to choose one, it is named here.

- *Straight-lining*, the same answer everywhere, can be true: who knows nobody says 0 everywhere (Reuning & Plutzer
  2020, 10.18148/srm/2020.v14i5.7641). So it is counted, never left out. From ten answers on: fewer can well be equal.
- *Very fast*: under two seconds per question is a good sign of not reading it (Bowling e.a., "The quick and the
  careless", 10.1177/10944281211056520). A name takes less reading than a question: we halve it.
- *Attention* above one in ten people: about as many were careless in a long list that nobody had chosen to fill in,
  10–12 % (Meade & Craig 2012, 10.1037/a0028085).
- *Contradictions*: two people who both report on the same contact are the one direct check on answers like these
  (adams & Moody 2007, 10.1016/j.socnet.2005.11.009). Here one in ten pairs is ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from statistics import median

import numpy as np

from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation.parts import Part, of_people, of_some_people, of_things
from kapstok.evaluation.rules import Allowance, what_answers_allow
from kapstok.network.graph import NA, Ints
from kapstok.network.ledger import LastWords, last_words
from kapstok.network.measures import Ratio
from kapstok.ties.rules import SHORT_LINE

ENOUGH_ANSWERS = 10  # of one person, before their answers or their pace say anything about how they answered
FAST = 1.0  # seconds per answer: median of less is very fast
ENOUGH_NAMED = 0.7  # of the names on a list: the same as of the people in a response
ATTENTION = 0.1  # of people, or of pairs
MOSTLY_BY_BLOCK, MOSTLY_CARRIED = 0.75, 0.5  # of the answers: of a long list most names are strangers
# While a measurement runs, people come in by so many, and as many wait until it closes: else each new answer, or those
# that came in last, would show as a difference.
IN_FIVES = 5
KNOWS = 1  # from this strength on somebody knows the other, by name at least
FULLEST = 4


class Step(StrEnum):
    """The one thing to do now."""

    ASK = "ask"  # raise the response while that is possible
    FINISH = "finish"  # remind who began
    COLLECT = "collect"  # next time, in the room
    RECOGNISE = "recognise"  # give people on the list a function, and a photo
    COMPARE = "compare"  # use lines that both sides confirm
    NOTHING = "nothing"


@dataclass(frozen=True)
class OnRoster:
    """Somebody on the roster. ``new``: not on the roster before it, or added later; None where there is none before."""

    person_id: int
    asks: bool
    named: bool
    answered_at: dt.datetime | None
    finished: bool
    has_function: bool
    new: bool | None
    gone: bool


@dataclass(frozen=True)
class Quality:
    """What is known of a measurement. All but the response is None when fewer than five people are counted.

    ``counted``: whose answers count here; while it runs a multiple of five. ``unfinished``: began, and did not say that
    they were done (None: nobody said so). ``left_open``: names on the lists of who answered, without an answer.
    ``contradictions``: of the pairs who both spoke of one another, where one has a short line and the other does not
    know them; ``opposites``: 4 against 0. ``returned``: of the short lines of which the other end spoke too, those that
    it states as well. ``straight`` and ``fast``: of the people of whom that can be known. ``by_block`` and
    ``carried``: of the answers. ``unnamed``: on the lists, and known to nobody who answered; ``unnamed_new`` and
    ``unnamed_without_function`` are parts of them.
    """

    response: Ratio
    allowed: Allowance
    counted: int
    gone: Part
    unfinished: Part | None = None
    left_open: Part | None = None
    contradictions: Part | None = None
    opposites: Part | None = None
    returned: Part | None = None
    straight: Part | None = None
    fast: Part | None = None
    by_block: Part | None = None
    carried: Part | None = None
    on_paper: Part | None = None
    unnamed: Part | None = None
    unnamed_new: Part | None = None
    unnamed_without_function: Part | None = None
    named_nobody: Part | None = None


Answer = Sequence[int]  # respondent, named, strength or NA, by_block, carried, on_paper; oldest first
BY_BLOCK, CARRIED, ON_PAPER = 3, 4, 5
Save = tuple[int, dt.datetime, int]  # who, when, how many of their own answers; in order of person and time


def quality(
    roster: Collection[OnRoster], answers: Sequence[Answer], saves: Iterable[Save], *, is_open: bool
) -> Quality:
    """The figures of one measurement."""
    asked = [one for one in roster if one.asks]
    came_in = sorted((one for one in asked if one.answered_at), key=lambda one: (one.answered_at, one.person_id))
    counted = came_in[: max(len(came_in) // IN_FIVES - 1, 0) * IN_FIVES] if is_open else came_in
    response = Ratio(len(came_in), len(asked))
    allowed = what_answers_allow([response], len(came_in))
    gone = of_people(sum(one.gone for one in roster), len(roster))
    if len(counted) < SMALL_INSIDE:
        return Quality(response, allowed, len(counted), gone)
    who = {one.person_id for one in counted}
    answers = [row for row in answers if row[0] in who]
    ids = np.array(sorted({one.person_id for one in roster}), dtype=np.int64)
    words = last_words((row[:3] for row in answers), ids)
    contradictions, opposites = _contradictions(words)
    unnamed, unnamed_new, without_function = _unnamed(roster, words, ids)
    last = _last(answers)
    knowing = _who(words.respondent[words.strength >= KNOWS])
    return Quality(
        response=response,
        allowed=allowed,
        counted=len(counted),
        gone=gone,
        unfinished=_unfinished(counted),
        left_open=_left_open(counted, roster, words, ids),
        contradictions=contradictions,
        opposites=opposites,
        returned=_returned(words),
        straight=_straight(last, len(counted)),
        fast=_fast((save for save in saves if save[0] in who), len(counted)),
        by_block=_taken_over(last, BY_BLOCK, MOSTLY_BY_BLOCK),
        carried=_taken_over(last, CARRIED, MOSTLY_CARRIED),
        on_paper=of_people(len({row[0] for row in answers if row[ON_PAPER]}), len(counted)),
        unnamed=unnamed,
        unnamed_new=unnamed_new,
        unnamed_without_function=without_function,
        named_nobody=of_people(len(counted) - knowing, len(counted), ATTENTION),
    )


def what_to_do(found: Quality, *, is_open: bool) -> Step:
    """The first of these that holds: too few answers, begun and left, not recognised, not agreed upon."""
    if not found.allowed.paths:
        return Step.ASK if is_open else Step.COLLECT
    if is_open and found.unfinished is not None and (found.unfinished.part or 0) >= SMALL_INSIDE:
        return Step.FINISH
    if found.unnamed_without_function is not None and (found.unnamed_without_function.part or 0) >= SMALL_INSIDE:
        return Step.RECOGNISE
    if found.contradictions is not None and found.contradictions.careful:
        return Step.COMPARE
    return Step.NOTHING


# The figures


def _unfinished(counted: Collection[OnRoster]) -> Part | None:
    begun = sum(not one.finished for one in counted)
    return None if begun == len(counted) else of_people(begun, len(counted), ATTENTION)


def _left_open(counted: Collection[OnRoster], roster: Collection[OnRoster], words: LastWords, ids: Ints) -> Part:
    listed = {one.person_id for one in roster if one.named}
    names = sum(len(listed) - (one.person_id in listed) for one in counted)
    told = (words.strength != NA) & np.isin(ids[words.named], list(listed))
    open_names = names - int(np.count_nonzero(told))
    return Part(open_names, names, limit=1 - ENOUGH_NAMED)


def _contradictions(words: LastWords) -> tuple[Part, Part]:
    """A short line against 0, and 4 against 0: hidden also where the rest of the first would be too small."""
    a, b, one, other = _both_sides(words)
    least, most = np.minimum(one, other), np.maximum(one, other)
    against, opposite = (least == 0) & (most >= SHORT_LINE), (least == 0) & (most == FULLEST)
    everyone, extreme, rest = (
        _who(np.concatenate([a[cells], b[cells]])) for cells in (against, opposite, against & ~opposite)
    )
    pairs = len(a)
    shown = of_things(int(np.count_nonzero(against)), pairs, everyone, limit=ATTENTION)
    if extreme and (shown.few or 0 < rest < SMALL_INSIDE):
        return shown, Part(None, pairs, few=extreme < SMALL_INSIDE)
    return shown, of_things(int(np.count_nonzero(opposite)), pairs, extreme)


def _returned(words: LastWords) -> Part:
    """2M / (2M + A) of ``measures.reciprocity``: short lines that the other end states as well."""
    a, b, one, other = _both_sides(words)
    says, answers = one >= SHORT_LINE, other >= SHORT_LINE
    given = int(np.count_nonzero(says)) + int(np.count_nonzero(answers))
    mutual = says & answers
    return of_things(2 * int(np.count_nonzero(mutual)), given, _who(np.concatenate([a[mutual], b[mutual]])))


def _both_sides(words: LastWords) -> tuple[Ints, Ints, Ints, Ints]:
    """The pairs who both said 0–4 of the other: lower and higher index, and what each said."""
    told = words.strength != NA
    a, b, said = words.respondent[told], words.named[told], words.strength[told]
    pair, upward = np.minimum(a, b) * words.people + np.maximum(a, b), a < b
    both, here, there = np.intersect1d(pair[upward], pair[~upward], assume_unique=True, return_indices=True)
    low, high = np.divmod(both, max(words.people, 1))
    return low, high, said[upward][here], said[~upward][there]


def _straight(last: Sequence[Answer], counted: int) -> Part:
    """People who gave one and the same answer to all names, of those who gave ten answers or more themselves."""
    own: dict[int, list[int]] = {}
    for row in last:
        if not row[BY_BLOCK] and not row[CARRIED]:
            own.setdefault(row[0], []).append(row[2])
    enough = [given for given in own.values() if len(given) >= ENOUGH_ANSWERS]
    return of_some_people(sum(len(set(given)) == 1 for given in enough), len(enough), counted, ATTENTION)


def _fast(saves: Iterable[Save], counted: int) -> Part:
    """People whose median time per answer is under a second, of those who have a pace: who sent all at once has none.

    The time since the save before is divided over the answers in a save; ten answers at least must have a time.
    """
    paces = []
    for _person, group in groupby(saves, key=lambda save: save[0]):
        times = [
            (later - earlier).total_seconds() / answers
            for (_p, earlier, _n), (_q, later, answers) in pairwise(group)
            for _answer in range(answers)
        ]
        if len(times) >= ENOUGH_ANSWERS:
            paces.append(median(times))
    return of_some_people(sum(pace < FAST for pace in paces), len(paces), counted, ATTENTION)


def _taken_over(last: Sequence[Answer], column: int, limit: float) -> Part:
    """Answers for a whole organisation at once, or of the measurement before."""
    who = [row[0] for row in last if row[column]]
    return of_things(len(who), len(last), len(set(who)), limit)


def _last(answers: Sequence[Answer]) -> list[Answer]:
    """The last answer of each person to each name, where that is 0–4."""
    return [row for row in {(row[0], row[1]): row for row in answers}.values() if row[2] != NA]


def _unnamed(roster: Collection[OnRoster], words: LastWords, ids: Ints) -> tuple[Part, Part | None, Part | None]:
    known = set(ids[words.named[words.strength >= KNOWS]].tolist())
    listed = [one for one in roster if one.named]
    nobody = [one for one in listed if one.person_id not in known]
    all_of_them = of_people(len(nobody), len(listed), ATTENTION)
    if not all_of_them.part:
        return all_of_them, None, None
    before = [one.new for one in nobody if one.new is not None]
    new = of_people(sum(before), len(nobody)) if before else None
    return all_of_them, new, of_people(sum(not one.has_function for one in nobody), len(nobody))


def _who(people: Ints) -> int:
    """How many different people these are."""
    return len(np.unique(people))
