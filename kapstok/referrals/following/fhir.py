"""How a followed referral is told in FHIR R4, after the SDOH Clinical Care implementation guide (Gravity). Pure.

Source: https://hl7.org/fhir/us/sdoh-clinicalcare, profile SDOHCC-TaskForReferralManagement (STU 2.3). Its Task.status
is bound to SDOHCC-ValueSetReferralTaskStatus: the codes of http://hl7.org/fhir/task-status without ``ready`` and
``received``. Task.statusReason is no code but text there, asked for with ``rejected``, ``cancelled``, ``on-hold`` and
``failed``. ServiceRequest.status takes http://hl7.org/fhir/request-status (R4), which says whether the request stands,
not how it ended.

Where no code fits: a Task has none for "nobody knows how it ended", so it stays as it was last said, with a reason in
words, and its ServiceRequest is ``unknown``. There is none for "passed on to somebody else" either: the Task is
``rejected`` by who received it, and the reason tells. "Anders" is ``cancelled``: not done, for a reason we do not know.
"""

from __future__ import annotations

from typing import NamedTuple

from kapstok.referrals.following.rules import Stage, Status


class Codes(NamedTuple):
    """ServiceRequest.status, Task.status, and Task.statusReason.text (empty where the guide asks for none)."""

    service_request: str
    task: str
    reason: str


_CODES = {
    Status.SENT: Codes("active", "requested", ""),
    Status.IN_PROGRESS: Codes("active", "in-progress", ""),
    Status.WAITING: Codes("active", "on-hold", "Waiting for the carer"),
    Status.NOT_STARTED: Codes("active", "accepted", ""),
    Status.HELPED: Codes("completed", "completed", ""),
    Status.NOT_REACHED: Codes("revoked", "failed", "The carer could not be reached"),
    Status.NO_FIT: Codes("revoked", "rejected", "The service does not fit"),
    Status.NO_PLACE: Codes("revoked", "rejected", "No place"),
    Status.FORWARDED: Codes("revoked", "rejected", "Forwarded to another organisation"),
    Status.DECLINED: Codes("revoked", "cancelled", "The carer does not want it"),
    Status.OTHER: Codes("revoked", "cancelled", "Another reason"),
}


def codes(status: Status, stage: Stage) -> Codes:
    """The codes of a referral that stands like this."""
    if stage is Stage.WITHDRAWN:
        return Codes("revoked", "cancelled", "Withdrawn by who referred")
    if stage is Stage.UNKNOWN:
        return Codes("unknown", _CODES[status].task, "No outcome was told within 60 days")
    return _CODES[status]
