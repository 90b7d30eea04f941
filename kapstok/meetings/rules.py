"""Rules of meetings: plain values in, plain values out."""

from __future__ import annotations

from enum import StrEnum


class Partstat(StrEnum):
    """iCalendar's PARTSTAT, as far as a guest can have it. TENTATIVE ("misschien") takes no place."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


class Via(StrEnum):
    """How an answer reached us."""

    LINK = "link"
    PHONE = "phone"  # recorded by the projectleider
    MAIL = "mail"


class Attendance(StrEnum):
    """What the list of the day says."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"
