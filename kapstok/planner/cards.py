"""Rotation cards: schedules in which nobody meets anybody twice, whatever people are worth to each other. Pure.

People stand in rows and columns, as many rows as there are tables; in round w the person in row r and column c goes to
table r + w·c. Two people of different columns meet once when every number but 0 has an inverse: in the arithmetic of a
field, which there is for primes and their powers (the lines of an affine plane; see Colbourn and Dinitz, Handbook of
Combinatorial Designs). With another number of tables the remainders do for a few rounds. People of one column never
meet, so that one round more can be had where a column fills whole tables; the first column never leaves its table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from kapstok.planner.instance import Instance, Plan

Arithmetic = tuple[Callable[[int, int], int], Callable[[int, int], int]]  # sum and product of two numbers


def card(instance: Instance, order: Sequence[int] = ()) -> Plan | None:
    """The card of this instance; None without full tables of one size, everybody there, or when it has too few rounds.

    ``order``: of all people, in which they are given their places; by number when it is empty. Keeps fixed hosts at
    their tables, one for each table at most. No other hard rule is looked at.
    """
    tables, people = len(instance.tables), instance.people
    size = people // tables if tables else 0
    if not 0 < size <= tables or size * tables != people or not all(map(all, instance.present)):
        return None
    hosts = {table: person for person, table in instance.fixed.items()}
    if len(hosts) < len(instance.fixed):
        return None
    places = _places(order or range(people), tables, hosts)
    between = size > 0 and tables % size == 0 and not hosts
    rounds = ([_within_columns(places, tables, size)] if between else []) + list(_across(places, tables))
    return rounds[: instance.rounds] if len(rounds) >= instance.rounds else None


def _places(order: Sequence[int], tables: int, hosts: dict[int, int]) -> list[tuple[int, int]]:
    """Row and column of each person: hosts in the first column, all others in turn."""
    others = (person for person in order if person not in hosts.values())
    places = [(0, 0)] * len(order)
    for column, row in product(range(len(order) // tables), range(tables)):
        person = hosts[row] if column == 0 and row in hosts else next(others)
        places[person] = row, column
    return places


def _across(places: list[tuple[int, int]], tables: int) -> Iterator[list[int]]:
    add, times = arithmetic(tables)
    for number in range(tables):
        yield [add(row, times(number, column)) for row, column in places]


def _within_columns(places: list[tuple[int, int]], tables: int, size: int) -> list[int]:
    return [column * (tables // size) + row // size for row, column in places]


def arithmetic(numbers: int) -> Arithmetic:
    """Of the field with so many numbers; of remainders where there is none (or where they are the same)."""
    prime = next((factor for factor in range(2, numbers + 1) if numbers % factor == 0), 1)
    power = 0
    while prime > 1 and prime ** (power + 1) <= numbers:
        power += 1
    if power < 2 or prime**power != numbers:
        return (lambda one, other: (one + other) % numbers), (lambda one, other: one * other % numbers)
    return _field(prime, power)


def _field(prime: int, power: int) -> Arithmetic:
    """Numbers stand for polynomials, their digits in base ``prime`` the coefficients; products by logarithms."""
    powers = next(filter(None, (_powers(prime, tail) for tail in product(range(prime), repeat=power))))
    exponent = {number: place for place, number in enumerate(powers)}

    def add(one: int, other: int) -> int:
        digits = zip(_digits(one, prime, power), _digits(other, prime, power), strict=True)
        return _number([(left + right) % prime for left, right in digits], prime)

    def times(one: int, other: int) -> int:
        return powers[(exponent[one] + exponent[other]) % len(powers)] if one and other else 0

    return add, times


def _powers(prime: int, tail: tuple[int, ...]) -> list[int] | None:
    """1, x, x², … where the highest power of x equals ``tail``; None unless all numbers but 0 are among them."""
    found, digits = [], [1] + [0] * (len(tail) - 1)
    while (number := _number(digits, prime)) not in found and number:
        found.append(number)
        carry = digits[-1]
        digits = [(low + carry * add) % prime for low, add in zip([0, *digits[:-1]], tail, strict=True)]
    return found if len(found) == prime ** len(tail) - 1 else None


def _digits(number: int, prime: int, power: int) -> list[int]:
    return [number // prime**place % prime for place in range(power)]


def _number(digits: list[int], prime: int) -> int:
    return sum(digit * prime**place for place, digit in enumerate(digits))
