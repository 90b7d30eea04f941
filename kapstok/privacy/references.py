"""What refers to a person or an organisation, and what becomes of it when two of them turn out to be one.

Every foreign key to ``person`` and ``organisation`` stands here; a house test compares with the schema.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONG_AGO = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
Values = Mapping[str, Any]


class Kind(StrEnum):
    """What can be merged; also the name of its table."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Rival(StrEnum):
    """What happens to a row that would then say that somebody knows, follows or refers to themselves."""

    ASIDE = "aside"
    CLEARED = "cleared"


def _first(row: Values) -> tuple:
    """All are worth the same: the row of the kept record stays."""
    return ()


def _answered_most(row: Values) -> tuple:
    """An attendance before an answer, a later answer before an earlier one, and a mailed invitation before a plan."""
    return (
        row["attendance"] is not None,
        row["answered_at"] is not None,
        row["answered_at"] or LONG_AGO,
        row["sent_sequence"] is not None,
    )


def _asked_most(row: Values) -> tuple:
    """A later answer before an earlier one, and who was asked before who was only to be."""
    return row["answered_at"] or LONG_AGO, row["sent_at"] is not None


def _newest(column: str) -> Callable[[Values], tuple]:
    return lambda row: (row[column] or LONG_AGO,)


def _counted(*ends: str, by: str = "") -> Callable[[Values], tuple]:
    """What makes two tallies one: of a whole organisation whoever counted, else of one person (who left: never)."""

    def key(row: Values) -> tuple:
        who = None if row["is_whole"] or not by else row[by] or f"row {row['id']}"
        same = ("month", "kind", "to_service_id", "is_whole", "import_id", "line")
        return *(row[name] for name in (*same, *ends)), who

    return key


@dataclass(frozen=True)
class Reference:
    """One column that refers to a record of the kind.

    ``unique``: the columns that with this one are unique (``()``: this one alone), or a function that gives what rows
    may not share; of two rows that then meet, the one with the higher ``worth`` stays. ``never``: the columns that may
    not come to name the same record, unless ``except_with`` is filled. ``written``: the column holds a text,
    "person:12", instead of a key.
    """

    table: str
    column: str
    unique: tuple[str, ...] | Callable[[Values], tuple] | None = None
    worth: Callable[[Values], tuple] = _first
    never: str = ""
    except_with: str | None = None
    then: Rival = Rival.ASIDE
    written: bool = False

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


REFERENCES: Mapping[Kind, tuple[Reference, ...]] = {
    Kind.PERSON: (
        Reference("person", "successor_id", never="id", then=Rival.CLEARED),
        Reference("person", "merged_into_id"),
        Reference("person_photo", "person_id", unique=(), worth=_newest("kept_at")),
        Reference("consent", "person_id"),
        Reference("consent", "recorded_by", written=True),
        Reference("service", "keeper_id"),
        Reference("invitation", "person_id", unique=("meeting_id",), worth=_answered_most),
        Reference("seat", "person_id", unique=("meeting_id", "round")),
        Reference("plan_guest", "person_id", unique=("plan_id",)),
        Reference("plan_seat", "person_id", unique=("plan_id", "round")),
        Reference("plan_wish", "one_id", unique=("plan_id", "other_id"), never="other_id"),
        Reference("plan_wish", "other_id", unique=("plan_id", "one_id"), never="one_id"),
        Reference("plan_table", "host_id"),
        Reference("lottery_place", "person_id", unique=("lottery_id",), worth=_newest("answered_at")),
        Reference("lottery_pair", "one_id", unique=("lottery_id", "other_id"), never="other_id"),
        Reference("lottery_pair", "other_id", unique=("lottery_id", "one_id"), never="one_id"),
        Reference("meeting", "host_id"),
        Reference("agreement", "owner_id"),
        Reference("meeting_opinion", "person_id", unique=("meeting_id",), worth=_newest("given_at")),
        Reference("poll_guest", "person_id", unique=("poll_id",), worth=_asked_most),
        Reference("roster_entry", "person_id", unique=("wave_id",), worth=_newest("answered_at")),
        Reference("tie", "respondent_id", never="named_id"),
        Reference("tie", "named_id", never="respondent_id"),
        Reference("roster_suggestion", "suggested_by_id"),
        Reference("introduction", "middle_id", never="one_id other_id"),
        Reference("introduction", "one_id", never="other_id middle_id"),
        Reference("introduction", "other_id", never="one_id middle_id"),
        Reference("handover", "leaver_id", unique=(), worth=_newest("started_at"), never="successor_id"),
        Reference("handover", "successor_id", never="leaver_id"),
        Reference(
            "referral_tally",
            "counted_by_person_id",
            unique=_counted("from_organisation_id", "to_organisation_id"),
            worth=_newest("counted_at"),
        ),
        Reference("referral", "from_person_id"),
        Reference("referral", "closed_by", written=True),
        Reference("case_card", "lead_id"),
        Reference("case_member", "person_id", unique=("card_id",)),
        Reference("reporter", "person_id"),
        Reference("observation", "reported_by_id"),
        Reference("adoption", "recorded_by_id"),
        Reference("step_record", "recorded_by_id"),
        Reference(
            "survey_answer", "person_id", unique=("item_id", "wave_id", "meeting_id"), worth=_newest("answered_at")
        ),
        Reference("outbox_message", "person_id"),
        Reference("outbox_message", "about_id"),
        Reference("inbox_message", "person_id"),
        Reference("change", "record", written=True),
        Reference("change", "actor", written=True),
    ),
    Kind.ORGANISATION: (
        Reference("organisation", "merged_into_id"),
        Reference("person", "organisation_id"),
        Reference("service", "organisation_id"),
        Reference("location", "organisation_id"),
        Reference("contact", "organisation_id"),
        Reference("roster_entry", "organisation_id"),
        # To a service of its own an organisation may refer.
        Reference(
            "referral_tally",
            "from_organisation_id",
            unique=_counted("to_organisation_id", by="counted_by_person_id"),
            worth=_newest("counted_at"),
            never="to_organisation_id",
            except_with="to_service_id",
        ),
        Reference(
            "referral_tally",
            "to_organisation_id",
            unique=_counted("from_organisation_id", by="counted_by_person_id"),
            worth=_newest("counted_at"),
            never="from_organisation_id",
            except_with="to_service_id",
        ),
        Reference("referral", "from_organisation_id", never="to_organisation_id", except_with="to_service_id"),
        Reference("referral", "to_organisation_id", never="from_organisation_id", except_with="to_service_id"),
        Reference("referral", "forwarded_to_id"),
        Reference("reporter", "organisation_id", unique=()),
        Reference("handout", "organisation_id"),
        Reference("adoption", "organisation_id", unique=("product_id", "stage"), worth=_newest("recorded_at")),
        Reference("step_record", "organisation_id", unique=("step", "state"), worth=_newest("recorded_at")),
        Reference("observation", "organisation_id", unique=("indicator_id", "on_date"), worth=_newest("reported_at")),
        Reference("change", "record", written=True),
    ),
}
