"""What the end of a project makes of every table: rows that go, columns that are emptied, moments that get coarse.

``retention`` carries it out; the register of processing tells it. A house test: every personal column is in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kapstok.privacy.rules import WHO_THEY_WERE

NOBODY = "Een deelnemer"  # the name of everybody afterwards; a word of the data, not of the interface


@dataclass(frozen=True)
class Ending:
    """What becomes of one table's rows: all of them go, or columns are ``emptied`` and moments made ``coarse``."""

    goes: bool = False
    emptied: Mapping[str, Any] = field(default_factory=dict)
    coarse: tuple[str, ...] = ()


GOES = Ending(goes=True)

ENDINGS: dict[str, Ending] = {
    "person": Ending(
        emptied=WHO_THEY_WERE | {"name": NOBODY},
        coarse=("joined_on", "left_on", "archived_at"),
    ),
    "person_photo": GOES,
    "consent": GOES,
    "invitation": Ending(
        emptied={"comment": "", "needs": [], "needs_note": "", "reminded_at": None, "confirm_by": None}
        | {"attendance_at": None, "checked_in_via": None, "no_reminders": False},
        coarse=("created_at", "waitlisted_at", "answered_at"),
    ),
    "door_entry": GOES,
    "calendar_reply": GOES,
    "date_poll": GOES,
    "poll_guest": GOES,
    "poll_answer": GOES,
    "material": Ending(emptied={"file_name": "", "size": 0}),
    "material_file": GOES,
    "meeting_opinion": Ending(emptied={"remark": ""}, coarse=("given_at",)),
    "agreement": Ending(emptied={"owner_id": None}),
    "programme_item": Ending(emptied={"speaker": ""}),
    "inbox_message": GOES,
    "plan_guest": GOES,
    "plan_wish": GOES,
    "plan_seat": GOES,
    "plan_table": Ending(emptied={"host_id": None, "name": ""}),
    "lottery_place": Ending(coarse=("answered_at",)),
    "roster_entry": Ending(
        emptied={"function_id": None, "organisation_id": None}, coarse=("answered_at", "finished_at")
    ),
    "tie": Ending(emptied={"entered_by_id": None}, coarse=("stated_at",)),
    "tie_import": Ending(emptied={"file_name": "", "made_by_id": None}),
    "plan_change": Ending(emptied={"changed_by_id": None}),
    "roster_suggestion": GOES,
    "introduction": GOES,
    "survey_answer": Ending(coarse=("answered_at",)),
    "handover": GOES,
    "referral_tally": Ending(
        emptied={"counted_by_person_id": None, "counted_by_user_id": None, "note": ""}, coarse=("counted_at",)
    ),
    "tally_import": Ending(emptied={"file_name": "", "made_by_id": None}),
    "referral": Ending(
        emptied={"from_person_id": None, "made_on": None, "closed_by": None, "note": ""},
        coarse=("status_at", "notified_at", "reminded_at"),
    ),
    "case_card": GOES,
    "case_member": GOES,
    "reporter": GOES,
    "observation": Ending(emptied={"reported_by_id": None}),
    "adoption": Ending(emptied={"recorded_by_id": None}),
    "step_record": Ending(emptied={"recorded_by_id": None, "evidence": ""}),
    "minute_round": Ending(emptied={"sent_by_id": None}),
    "calculation": Ending(emptied={"asked_by_id": None}),
    "report_text": GOES,
    "api_token": GOES,
    "outbox_message": GOES,
    "change": GOES,
    "merge": GOES,
    "not_same": GOES,
    "import_draft": GOES,
    "organisation": Ending(emptied={"email": None, "phone": ""}),
    "service": Ending(emptied={"keeper_id": None, "asked_at": None, "email": None}),
    "contact": GOES,
    "phone": GOES,
    "meeting": Ending(emptied={"programme": "", "online_url": "", "words": "", "notes": "", "host_id": None}),
}

# Personal columns that stay, with the reason. Everything else that is personal ends above.
STAYS = {
    ("person", "uid"): "made anew: nothing outside leads to it",
    ("person", "sector_id"): "the coarse attribute that totals are made of",
    ("person", "on_map"): "who was never drawn is not drawn now",
    ("person", "erased_at"): "the moment itself",
    ("invitation", "uid"): "made anew: no calendar outside leads to it",
    ("invitation", "person_id"): "a key to nobody",
    ("invitation", "partstat"): "counted",
    ("invitation", "answered_via"): "counted",
    ("invitation", "attendance"): "counted",
    ("invitation", "walk_in"): "counted",
    ("meeting_opinion", "person_id"): "a key to nobody",
    ("meeting_opinion", "useful"): "counted",
    ("meeting_opinion", "able"): "counted",
    ("seat", "person_id"): "a key to nobody",
    ("seat", "round"): "counted",
    ("seat", "table"): "counted",
    ("lottery_place", "person_id"): "a key to nobody",
    ("lottery_place", "path"): "counted",
    ("lottery_place", "twin"): "counted",
    ("lottery_place", "exchanged"): "counted",
    ("lottery_pair", "one_id"): "a key to nobody",
    ("lottery_pair", "other_id"): "a key to nobody",
    ("lottery_pair", "drawn"): "counted",
    ("invitation", "no_lottery"): "counted",
    ("roster_entry", "person_id"): "a key to nobody",
    ("roster_entry", "asks"): "counted",
    ("roster_entry", "named"): "counted",
    ("roster_entry", "sector_id"): "the coarse attribute that totals are made of",
    ("tie", "respondent_id"): "a key to nobody",
    ("tie", "named_id"): "a key to nobody",
    ("tie", "strength"): "counted",
    ("tie", "source"): "counted",
    ("tie", "by_block"): "counted",
    ("tie", "carried"): "counted",
    ("tie", "meeting_id"): "after which meeting, for the figures",
    ("survey_answer", "person_id"): "a key to nobody",
    ("survey_answer", "value"): "counted",
    ("project", "contact_name"): "somebody must answer for what is left",
    ("project", "contact_email"): "somebody must answer for what is left",
    ("project", "contact_phone"): "somebody must answer for what is left",
    ("project", "pseudonym_key"): "emptied: codes on pages change at every look, and lead nowhere",
    ("project_role", "user_id"): "the account is not the project's",
    ("project_role", "role"): "the account is not the project's",
    ("user_account", "*"): "the account is not the project's: the beheerder closes it",
    ("audit_event", "*"): "opaque ids, for as long as the installation exists",
    ("tombstone", "*"): "opaque ids, for as long as a backup may come back",
    ("rate_count", "*"): "digests, gone within the hour",
}
