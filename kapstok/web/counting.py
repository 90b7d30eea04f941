"""Numbers of referrals on a form: what stands, what was typed over it, and what is asked back before it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.plausible import is_jump
from kapstok.projects.models import Project
from kapstok.referrals.models import ReferralTally
from kapstok.referrals.rules import (
    CountedMeanwhile,
    CountOutOfRange,
    FutureMonth,
    Kind,
    Of,
    TooLongAgo,
    check_month,
    read_count,
)
from kapstok.referrals.service import Counter, Seen, record_count
from kapstok.register.models import Organisation, Person
from kapstok.web import filters
from kapstok.web.sections import Overtaken, SectionRefused

Key = tuple[int, int | None]  # a receiver and its service, by id; None: the organisation itself


@dataclass(frozen=True)
class Place:
    """Who can be referred to: a service, or an organisation as such."""

    name: str
    offered_by: str  # "" for an organisation as such

    @property
    def full_name(self) -> str:
        return f"{self.offered_by}: {self.name}" if self.offered_by else self.name


@dataclass(frozen=True)
class Standing:
    """What is known beside a field: the number that counts now, the one of an earlier month, and who said it."""

    count: int | None = None
    before: int | None = None
    hint: str = ""


@dataclass(frozen=True)
class NumberField:
    """One number. ``typed``: what came back; None: the page is shown for the first time. ``seen``: what stood there
    when it was typed over."""

    name: str
    label: str
    of: Of
    stands: Standing
    typed: str | None = None
    seen: int | None = None
    sure: str = ""  # the number of which was said that it is right

    @property
    def is_touched(self) -> bool:
        return self.typed is not None and self.typed.strip() != _text(self.seen)

    @property
    def text(self) -> str:
        """What stands in the field. One that was left alone shows what is known by now."""
        return (self.typed or "") if self.is_touched else _text(self.stands.count)

    @property
    def count(self) -> int | None:
        """Raises ``CountOutOfRange``."""
        return read_count(self.text)

    @property
    def asks(self) -> bool:
        """Whether the number is so far from the one before that it is asked back."""
        try:
            return self.is_touched and self.count is not None and is_jump(self.stands.before, self.count)
        except CountOutOfRange:
            return False

    @property
    def is_sure(self) -> bool:
        return self.sure.strip() == self.text.strip()

    def wrong(self) -> str | None:
        """Why this number is not kept as it is; None when it can be."""
        try:
            count = self.count
        except CountOutOfRange as refusal:
            return refusal.text(_)
        if self.asks and not self.is_sure:
            return _(
                "De vorige keer waren het er %(before)s, nu %(count)s. Klopt dat, zet dan hieronder een vinkje.",
                before=self.stands.before,
                count=count,
            )
        return None

    def overtaken(self) -> str | None:
        """Both numbers, when somebody else said another one since the form was opened."""
        known = self.stands.count
        if not self.is_touched or known == self.seen or self.text == _text(known):
            return None
        if known is None:
            return _("Een collega haalde dit aantal intussen weg. Bewaar opnieuw als uw aantal klopt.")
        return _(
            "Een collega telde er intussen %(theirs)s, u vulde “%(yours)s” in. Bewaar opnieuw als uw aantal klopt.",
            theirs=known,
            yours=self.text,
        )


def field(name: str, label: str, of: Of, stands: Standing, sent: Mapping[str, str] | None) -> NumberField:
    """The field as it stands on the page, with what came back in ``sent``."""
    if sent is None or name not in sent:
        return NumberField(name, label, of, stands)
    try:
        seen = read_count(sent.get(f"{name}_seen"))
    except CountOutOfRange:
        seen = None
    return NumberField(name, label, of, stands, sent[name], seen, sent.get(f"{name}_sure", ""))


def check_fields(fields: Iterable[NumberField], *, is_shared: bool) -> dict[str, str]:
    """A sentence by name of each field that is wrong. Raises ``Overtaken`` when a colleague was first.

    ``is_shared``: colleagues count the same thing.
    """
    errors, late = {}, {}
    for each in fields:
        if not each.is_touched:
            continue
        if is_shared and (sentence := each.overtaken()):
            late[each.name] = sentence
        elif sentence := each.wrong():
            errors[each.name] = sentence
    if late:
        raise Overtaken(late | errors)
    return errors


def check_asked_month(month: dt.date, now: dt.datetime) -> None:
    """Raises ``SectionRefused`` for a month that cannot be counted."""
    try:
        check_month(month, clock.local_date(now))
    except (FutureMonth, TooLongAgo) as refusal:
        raise SectionRefused({"": refusal.text(_)}) from None


def keep_fields(project: Project, fields: Iterable[NumberField], counter: Counter, now: dt.datetime) -> None:
    """Keep every number that was typed over: all of them, or none. Raises ``SectionRefused`` or ``Overtaken``."""
    with db.session.begin_nested():
        for each in fields:
            if not each.is_touched:
                continue
            seen = Seen(each.seen) if counter.is_whole else None
            try:
                record_count(project, each.of, each.count, counter, now, seen=seen)
            except CountedMeanwhile as refusal:
                raise Overtaken({each.name: refusal.text(_)}) from None
            except NotFound:
                gone = _("Deze organisatie of dit aanbod staat niet meer in de lijst. Kies opnieuw.")
                raise SectionRefused({each.name: gone}) from None
            except Refused as refusal:
                raise SectionRefused({each.name: refusal.text(_)}) from None


def places(organisations: Sequence[Organisation], month: dt.date) -> dict[Key, Place]:
    """Everything that can be referred to in a month, by organisation: itself, and what it offered then."""
    found: dict[Key, Place] = {}
    for organisation in organisations:
        found[organisation.id, None] = Place(organisation.name, "")
        for service in organisation.services:
            if service.archived_at is None or clock.local_date(service.archived_at) >= month:
                found[organisation.id, service.id] = Place(service.name, organisation.name)
    return found


def place_of(tally: ReferralTally) -> Place:
    """As it was when it was counted: a service may have moved to another organisation since."""
    if tally.to_service is None:
        return Place(tally.to_organisation.name, "")
    return Place(tally.to_service.name, tally.to_organisation.name)


def of_tally(tally: ReferralTally) -> Of:
    ends = tally.from_organisation_id, tally.to_organisation_id, tally.to_service_id
    return Of(tally.month, Kind(tally.kind), *ends)


def said_by(tally: ReferralTally, reader: Person | None) -> str:
    """Who counted this, without a name: "Een collega telde 4 op 3 november 2026"."""
    said = {"count": tally.count, "day": filters.day_short(clock.local_date(tally.counted_at))}
    if tally.import_id is not None:
        return _("In een ingelezen lijst staat %(count)s.", count=tally.count)
    if reader is not None and tally.counted_by_person_id == reader.id:
        return _("U telde %(count)s op %(day)s.", **said)
    if tally.counted_by_user_id is not None:
        return _("De projectleider vulde %(count)s in op %(day)s.", **said)
    return _("Een collega telde %(count)s op %(day)s.", **said)


def newest(tallies: Iterable[ReferralTally]) -> dict[Of, ReferralTally]:
    """The last word on each thing, of tallies that are newest first."""
    found: dict[Of, ReferralTally] = {}
    for tally in tallies:
        found.setdefault(of_tally(tally), tally)
    return found


def _text(count: int | None) -> str:
    return "" if count is None else str(count)
