"""Who may take a place: hand-computed cases, and what holds whatever people answer."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.meetings import places
from kapstok.meetings.places import Places

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("capacity", "taken", "reserved", "open_to"),
    [
        (None, {"care": 40}, {"carers": 4}, {"care": None, "carers": None}),
        (10, {"care": 9}, {}, {"care": 1, "carers": 1}),
        (10, {"care": 12}, {}, {"care": 0, "carers": 0}),  # the capacity was lowered
        (10, {}, {"carers": 4}, {"care": 6, "carers": 10, None: 6}),
        (10, {"care": 6}, {"carers": 4}, {"care": 0, "carers": 4}),
        (10, {"care": 5, "carers": 4}, {"carers": 4}, {"care": 1, "carers": 1}),
        (10, {"care": 8}, {"carers": 4}, {"care": 0, "carers": 2}),  # held only after others had come
        (10, {"care": 5}, {"carers": 4, "city": 2}, {"care": 0, "carers": 3, "city": 1}),
    ],
)
def test_places_open_to_a_sector(capacity, taken, reserved, open_to):
    found = Places(capacity, taken, reserved)
    assert {sector: found.open_to(sector) for sector in open_to} == open_to


@pytest.mark.parametrize(
    ("capacity", "taken", "kept"),
    [
        (None, {}, 0),
        (10, {}, 4),
        (10, {"carers": 3}, 1),
        (10, {"carers": 5}, 0),
        (10, {"care": 8}, 2),
        (3, {"care": 5}, 0),
    ],
)
def test_places_that_only_one_sector_can_take(capacity, taken, kept):
    assert Places(capacity, taken, {"carers": 4}).kept_free("carers") == kept


def test_the_line_passes_over_who_may_not_take_the_place():
    waiting = [("Ann", "care"), ("Bo", "carers"), ("Cas", "care"), ("Dee", "carers")]
    assert places.next_in_line(Places(5, {"care": 3}, {"carers": 2}), waiting) == ["Bo", "Dee"]
    assert places.next_in_line(Places(5, {"care": 3}), waiting) == ["Ann", "Bo"]
    assert places.next_in_line(Places(None), waiting) == ["Ann", "Bo", "Cas", "Dee"]


def test_a_held_place_lapses_only_for_somebody_who_may_take_it():
    full = Places(3, {"care": 2, "carers": 1}, {"carers": 1})
    expired = [("Ann", "carers"), ("Bo", "care")]
    assert places.to_lapse(full, expired, []) == []
    assert places.to_lapse(full, expired, [("Cas", "care")]) == ["Bo"]  # Ann's place is held for her sector
    assert places.to_lapse(full, expired, [("Dee", "carers"), ("Cas", "care")]) == ["Ann", "Bo"]
    assert places.to_lapse(Places(2, {"care": 3}), expired, [("Cas", "care")]) == []  # one too many as it is


def test_a_place_is_held_two_days_or_half_of_what_is_left():
    assert places.held_until(NOW, NOW + 200 * HOUR) == NOW + 48 * HOUR
    assert places.held_until(NOW, NOW + 96 * HOUR) == NOW + 48 * HOUR
    assert places.held_until(NOW, NOW + 20 * HOUR) == NOW + 10 * HOUR
    assert places.held_until(NOW, NOW + 12 * HOUR) is None


SECTORS = st.sampled_from(["care", "carers", "city", None])


class Door:
    """A meeting run by these rules alone; the same steps as ``answering`` takes with rows."""

    def __init__(self, capacity, reserved):
        self.capacity, self.reserved = capacity, reserved
        self.sector, self.placed, self.line, self.held = {}, [], [], set()

    def places(self) -> Places:
        taken: dict = {}
        for guest in self.placed:
            taken[self.sector[guest]] = taken.get(self.sector[guest], 0) + 1
        return Places(self.capacity, taken, self.reserved)

    def says_yes(self, guest, sector):
        if guest in self.placed or guest in self.line:
            self.held.discard(guest)
            return
        self.sector[guest] = sector
        (self.line if self.places().is_full_for(sector) else self.placed).append(guest)

    def says_no(self, guest):
        self.held.discard(guest)
        for where in (self.placed, self.line):
            if guest in where:
                where.remove(guest)
        self.fill()

    def becomes(self, capacity, reserved):
        self.capacity, self.reserved = capacity, reserved
        self.fill()

    def clock_runs(self):
        expired = [(guest, self.sector[guest]) for guest in self.placed if guest in self.held]
        for guest in places.to_lapse(self.places(), expired, self.waiting()):
            self.placed.remove(guest)
            self.held.remove(guest)
        self.fill()

    def fill(self):
        for guest in places.next_in_line(self.places(), self.waiting()):
            self.line.remove(guest)
            self.placed.append(guest)
            self.held.add(guest)

    def waiting(self):
        return [(guest, self.sector[guest]) for guest in self.line]


PROMISES = st.dictionaries(st.sampled_from(["care", "carers"]), st.integers(1, 3), max_size=2)
SIZES = st.integers(0, 6)
STEPS = st.one_of(
    st.tuples(st.just("says_yes"), st.integers(0, 11), SECTORS),
    st.tuples(st.just("says_no"), st.integers(0, 11)),
    st.tuples(st.just("becomes"), SIZES, PROMISES),
    st.tuples(st.just("clock_runs")),
)


@settings(max_examples=300, deadline=None)
@given(SIZES, PROMISES, st.lists(STEPS, max_size=40))
def test_whatever_people_answer(capacity, reserved, steps):
    door = Door(capacity, reserved)
    for verb, *said in steps:
        before = list(door.placed)
        getattr(door, verb)(*said)
        came = [guest for guest in door.placed if guest not in before]
        people = door.placed + door.line
        assert len(people) == len(set(people))  # nobody is in twice
        assert door.held <= set(door.placed)
        if came:
            # Never more than there is, and never a place that is held for another sector and not filled.
            assert len(door.placed) <= door.capacity
            for guest in came:
                others = {sector: held for sector, held in door.reserved.items() if sector != door.sector[guest]}
                unfilled = sum(max(0, held - _placed(door, sector)) for sector, held in others.items())
                assert len(door.placed) + unfilled <= door.capacity
        # No place stands free while somebody waits who may have it.
        assert [guest for guest, sector in door.waiting() if not door.places().is_full_for(sector)] == []
        if verb == "clock_runs":
            assert len(door.placed) == len(before)  # whoever lost a place lost it to somebody


def _placed(door: Door, sector) -> int:
    return sum(door.sector[guest] == sector for guest in door.placed)
