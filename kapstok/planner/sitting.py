"""Where people did sit: the plan of a round, taken over for who was there."""

from __future__ import annotations

import datetime as dt

from kapstok.meetings import answering, attendance
from kapstok.planner.showing import Laid


def planned(laid: Laid, round: int) -> dict[int, int | None]:
    """The table that each person id was to sit at in a round."""
    return {person_id: tables[round - 1] for person_id, tables in laid.where.items()}


def sit_as_planned(laid: Laid, now: dt.datetime) -> None:
    """Keep that all went as planned in the rounds of which nothing was filled in; who was not there sat nowhere.

    Raises the refusals of ``attendance.seat_guests``.
    """
    meeting = answering.lock(laid.plan.meeting)
    filled_in = attendance.tables_by_round(meeting)
    for number in laid.rounds:
        if number not in filled_in:
            attendance.seat_guests(meeting, planned(laid, number), now, number)
