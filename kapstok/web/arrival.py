"""Coming in by one's own invitation: whether that can be said now, and the code to hold up to the host."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import current_app, url_for
from markupsafe import Markup

from kapstok.errors import Refused
from kapstok.meetings import attendance, day_rules
from kapstok.meetings.models import Invitation
from kapstok.web.paper import qr_code


@dataclass(frozen=True)
class Arrival:
    """``code``: a QR code of the page on which to say so, for the host's phone."""

    present: bool
    code: Markup


def arrival_of(invitation: Invitation, token: str, now: dt.datetime) -> Arrival | None:
    """What a guest can do at the door; None on any other day, and when it is over."""
    try:
        day_rules.check_arrival(invitation.meeting, now)
    except Refused:
        return None
    address = current_app.config["BASE_URL"] + url_for("deelnemer.check_in", token=token)
    return Arrival(attendance.is_present(invitation), Markup(qr_code(address)))
