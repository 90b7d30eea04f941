"""Before it is forgotten who counted: what their counts came to is written down, so that no figure changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.referrals.models import Referral, ReferralTally
from kapstok.referrals.rules import Kind
from kapstok.referrals.service import that_count
from kapstok.scope import in_project


def settle_own(project: Project | int, people: Collection[int], now: dt.datetime) -> None:
    """Who followed more referrals in a month than they counted gets that number as their count.

    With their name gone, theirs and somebody else's could no longer be told apart: ``rules.counted``. So what is
    followed by nobody we know becomes a count of nobody's, too, where their counts come to stand beside it.
    """
    followed: Counter[tuple] = Counter()
    mine = in_project(Referral, project).where(Referral.from_person_id.in_(people), Referral.withdrawn_at.is_(None))
    for each in db.session.scalars(mine):
        ends = each.from_organisation_id, each.to_organisation_id, each.to_service_id
        followed[each.project_id, each.month, *ends, each.from_person_id] += 1
    own = in_project(ReferralTally, project).where(
        ReferralTally.counted_by_person_id.in_(people),
        ReferralTally.is_whole.is_(False),
        ReferralTally.kind == Kind.SENT,
    )
    counted = {
        (
            each.project_id,
            each.month,
            each.from_organisation_id,
            each.to_organisation_id,
            each.to_service_id,
            each.counted_by_person_id,
        ): each
        for each in db.session.scalars(own)
    }
    beside = {key[:-1] for key in followed} | {key[:-1] for key, tally in counted.items() if tally.withdrawn_at is None}
    for key, number in _of_nobody(project, beside).items():
        db.session.add(ReferralTally(**_columns(key), kind=Kind.SENT, count=number, counted_at=now))
    for key, number in followed.items():
        tally = counted.get(key)
        if tally is None:
            values = _columns(key[:-1]) | {"counted_by_person_id": key[-1]}
            db.session.add(ReferralTally(**values, kind=Kind.SENT, count=number, counted_at=now))
        elif tally.withdrawn_at is not None or tally.count < number:
            tally.count, tally.withdrawn_at = number, None
    db.session.flush()


def _columns(key: tuple) -> dict[str, object]:
    names = ("project_id", "month", "from_organisation_id", "to_organisation_id", "to_service_id")
    return dict(zip(names, key, strict=True))


def _of_nobody(project: Project | int, keys: Collection[tuple]) -> Counter[tuple]:
    """Of these: how many more are followed without a name than were counted without one."""
    found: Counter[tuple] = Counter()
    nameless = in_project(Referral, project).where(Referral.from_person_id.is_(None), Referral.withdrawn_at.is_(None))
    for each in db.session.scalars(nameless):
        found[each.project_id, each.month, each.from_organisation_id, each.to_organisation_id, each.to_service_id] += 1
    own = that_count(project).where(
        ReferralTally.counted_by_person_id.is_(None),
        ReferralTally.is_whole.is_(False),
        ReferralTally.kind == Kind.SENT,
    )
    for each in db.session.scalars(own):
        ends = each.from_organisation_id, each.to_organisation_id, each.to_service_id
        found[each.project_id, each.month, *ends] -= each.count
    return Counter({key: number for key, number in found.items() if number > 0 and key in keys})


def settle_whole(project: Project, now: dt.datetime) -> None:
    """Of several counts for a whole organisation the last one stands; once moments are coarse nobody could tell which.

    What a file brought and what people said stand beside each other until now.
    """
    standing: dict[tuple, ReferralTally] = {}
    whole = that_count(project).where(ReferralTally.is_whole.is_(True))
    for each in db.session.scalars(whole.order_by(ReferralTally.counted_at, ReferralTally.id)):
        ends = each.from_organisation_id, each.to_organisation_id, each.to_service_id
        before = standing.get((each.month, each.kind, *ends))
        if before is not None:
            before.withdrawn_at = now
        standing[each.month, each.kind, *ends] = each
    db.session.flush()
