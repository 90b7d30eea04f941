"""Verbs of the outbox."""

from __future__ import annotations

import datetime as dt

QUEUED = "mail queued"  # key in session.info: this transaction put mail in the outbox


def deliver_due(now: dt.datetime) -> None:
    """Deliver what is due."""
