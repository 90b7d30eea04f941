"""The vragenlijst: who agrees, per measurement and meeting, with an interval; never so few that they can be recognised.

An open measurement is left out, and a meeting about which people can still answer: whoever sees who answers could tell
whose the newest answers are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kapstok import disclosure
from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.evaluation.intervals import wilson
from kapstok.evaluation.paired import AGREES, Answers, Linked, linked
from kapstok.takeaway import Sheet

EXPERIENCED = "experienced"  # progress.surveys.rules.ItemKind
KIND_WORDS = {"level": "niveau", EXPERIENCED: "ervaren verandering"}  # as files say it, in every language


@dataclass(frozen=True)
class Opinion:
    """One item on one occasion. ``answered`` leaves "niet van toepassing" out; None: fewer than five people.

    Without a ``share`` there are too few answers, or one side is so small that its people would be recognised: fewer
    than five agree (``few_agree``), or fewer than five do not (``few_disagree``).
    """

    answered: int | None
    share: float | None
    interval: tuple[float, float] | None
    few_agree: bool = False
    few_disagree: bool = False

    @property
    def agree(self) -> int | None:
        """How many agree; None where that is hidden."""
        return None if self.share is None or self.answered is None else round(self.share * self.answered)


@dataclass(frozen=True)
class Asked:
    """One item: to whom (sector keys; none: everybody), and what they said when.

    ``waves`` and ``meetings``: what each was called in which it was answered, in order, with the ``opinions`` and
    those ``afterwards``. ``linked``: people who answered the first and the last measurement; only of level items.
    """

    text: str
    kind: str
    audience: tuple[str, ...]
    waves: tuple[str, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    meetings: tuple[str, ...] = ()
    afterwards: tuple[Opinion, ...] = ()
    linked: Linked | None = None


class Item(Protocol):
    """A statement; ``audience``: sector keys, comma separated."""

    id: int
    text: str
    kind: str
    audience: str


class Answer(Protocol):
    """One person's answer on one occasion: 1–5, or None for "niet van toepassing"."""

    item_id: int
    wave_id: int | None
    meeting_id: int | None
    person_id: int
    value: int | None


def opinion(values: Iterable[int | None]) -> Opinion:
    """What these answers (1–5, None for "niet van toepassing") may say of who agrees."""
    given = [value for value in values if value is not None]
    agree = sum(value >= AGREES for value in given)
    if len(given) < SMALLEST_DENOMINATOR:
        return Opinion(None if len(given) < SMALL_INSIDE else len(given), None, None)
    rest = len(given) - agree
    if None in disclosure.suppressed({"agree": agree, "rest": rest}).values():
        return Opinion(len(given), None, None, few_agree=agree < rest, few_disagree=rest < agree)
    return Opinion(len(given), agree / len(given), wilson(agree, len(given)))


def results(
    items: Sequence[Item], waves: Mapping[int, str], meetings: Mapping[int, str], answers: Iterable[Answer]
) -> list[Asked]:
    """Every item that was answered in one of these measurements or about one of these meetings: id → name, in order."""
    given: dict[tuple[int, str, int], dict[int, int | None]] = {}
    for row in answers:
        where = ("wave", row.wave_id) if row.wave_id is not None else ("meeting", row.meeting_id)
        given.setdefault((row.item_id, *where), {})[row.person_id] = row.value  # type: ignore[arg-type]
    found, pairs = [], []
    for item in items:
        in_waves = [(name, given[item.id, "wave", id]) for id, name in waves.items() if (item.id, "wave", id) in given]
        after = [
            (name, given[item.id, "meeting", id]) for id, name in meetings.items() if (item.id, "meeting", id) in given
        ]
        if not in_waves and not after:
            continue
        found.append(
            Asked(
                text=item.text,
                kind=item.kind,
                audience=tuple(item.audience.split(",")) if item.audience else (),
                waves=tuple(name for name, _said in in_waves),
                opinions=tuple(opinion(said.values()) for _name, said in in_waves),
                meetings=tuple(name for name, _said in after),
                afterwards=tuple(opinion(said.values()) for _name, said in after),
            )
        )
        twice = len(in_waves) > 1 and item.kind != EXPERIENCED
        pairs.append((_applicable(in_waves[0][1]), _applicable(in_waves[-1][1])) if twice else None)
    return [replace(asked, linked=pair) for asked, pair in zip(found, linked(pairs), strict=True)]


def survey_table(items: Iterable[Asked], sectors: Mapping[str, str]) -> Sheet:
    """Per item and occasion how many answered and agree, with the interval; hidden cells are empty."""
    columns = ("uitspraak", "soort", "voor", "wanneer", "bij", "antwoorden", "eens", "niet_eens", "van", "tot")
    rows = [
        (item.text, KIND_WORDS[item.kind], audience_in_words(item, sectors, "iedereen"), when, name, *_cells(found))
        for item in items
        for when, names, opinions in (
            ("meting", item.waves, item.opinions),
            ("bijeenkomst", item.meetings, item.afterwards),
        )
        for name, found in zip(names, opinions, strict=True)
    ]
    return Sheet("vragenlijst", columns, rows)


def linked_table(items: Iterable[Asked], sectors: Mapping[str, str]) -> Sheet:
    """Per level item what people who answered the first and the last time did; hidden cells are empty."""
    columns = ("uitspraak", "voor", "eerst", "laatst", "mensen", "bleef_eens", "werd_eens", "niet_meer_eens")
    rows = []
    for item in items:
        if item.linked is None:
            continue
        turn = item.linked.turnover
        counts = (turn.stayed, turn.came, turn.left, turn.never) if turn else (None,) * 4
        tests = (_rounded(item.linked.mcnemar), _rounded(item.linked.wilcoxon), item.linked.tested)
        about = (item.text, audience_in_words(item, sectors, "iedereen"), item.waves[0], item.waves[-1])
        rows.append((*about, item.linked.people, *counts, *tests))
    return Sheet("vragenlijst-gekoppeld", (*columns, "bleef_niet_eens", "p_mcnemar", "p_wilcoxon", "getoetst"), rows)


def audience_in_words(item: Asked, sectors: Mapping[str, str], everybody: str) -> str:
    """The names of the sectors that an item is for."""
    return ", ".join(sectors.get(key, key) for key in item.audience) or everybody


def _applicable(said: Mapping[int, int | None]) -> Answers:
    return {person: value for person, value in said.items() if value is not None}


def _cells(found: Opinion) -> tuple[int | float | None, ...]:
    if found.agree is None or found.answered is None or found.interval is None:
        return (found.answered, None, None, None, None)
    low, high = found.interval
    return (found.answered, found.agree, found.answered - found.agree, _rounded(low), _rounded(high))


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
