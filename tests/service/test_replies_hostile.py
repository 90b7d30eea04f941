"""Mangled and hostile answers: nothing crashes, nobody else's answer changes, nothing is lost."""

import datetime as dt
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from kapstok.extensions import db
from kapstok.mail.models import InboxMessage
from kapstok.meetings.models import CalendarReply, Invitation
from kapstok.meetings.rules import ANSWERS, Partstat
from kapstok.scope import in_project
from tests import reply_shapes
from tests.factories import NOW, make_meeting, make_project
from tests.reply_shapes import SHAPES
from tests.replying import answer_of, come_in, guest_of, read_replies

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

MINUTE = dt.timedelta(minutes=1)
GUESTS, SINCERE, HOSTILE = 20, 100, 100
ADDRESSES = ["", "gast1@example.org", "boef@elders.example", "a@b@c", "x" * 300 + "@example.org", "Ω@example.org"]


@pytest.fixture
def project(app, monkeypatch):
    read_replies(app, monkeypatch)
    return make_project()


def answers(project) -> dict[int, str]:
    guests = db.session.scalars(in_project(Invitation, project).order_by(Invitation.id))
    return {guest.id: guest.partstat for guest in guests}


def test_of_two_hundred_mails_each_sincere_answer_counts_once(project):
    """Half of the mails are hostile or came before; whose answer is the newest one is known beforehand."""
    chance = random.Random(20260303)
    meeting = make_meeting(project)
    guests = [guest_of(meeting, f"Gast{number}") for number in range(GUESTS)]
    newest: dict[int, tuple] = {}
    sincere = []
    for number in range(SINCERE):
        guest, said, client = chance.choice(guests), chance.choice(ANSWERS), chance.choice(list(SHAPES))
        stamp = NOW - (SINCERE - number) * MINUTE
        newest[guest.id] = (stamp, said)
        sincere.append(SHAPES[client](answer_of(guest, stamp, partstat=said.value)))
    hostile = [_hostile(chance, guests, sincere) for _ in range(HOSTILE)]
    mails = sincere + hostile
    chance.shuffle(mails)

    came = [come_in(raw, NOW) for raw in mails]

    expected = {guest.id: newest[guest.id][1] if guest.id in newest else Partstat.NEEDS_ACTION for guest in guests}
    assert answers(project) == expected
    rows = db.session.scalars(select(InboxMessage)).all()
    assert len(rows) == sum(message is not None for message in came)
    assert Counter(message.status for message in rows).keys() <= {"handled", "held"}
    told = Counter(db.session.scalars(select(CalendarReply.inbox_message_id).where(_of(project))))
    assert max(told.values()) == 1


def _of(project):
    return CalendarReply.project_id == project.id


def _hostile(chance: random.Random, guests: list[Invitation], sincere: list[bytes]) -> bytes:
    """A mail that may change nothing: a copy, a mix of two guests, a forgery without the address, or rubbish."""
    one, other = chance.sample(guests, 2)
    said = {"partstat": chance.choice(ANSWERS).value, "stamp": NOW}
    make = chance.choice(
        [
            lambda: chance.choice(sincere),
            lambda: b"Received: elders\r\n" + chance.choice(sincere),
            lambda: reply_shapes.gmail(answer_of(one, **said, uid=other.uid)),
            lambda: reply_shapes.exchange(answer_of(one, **said, address=other.person.email)),
            lambda: reply_shapes.apple(answer_of(one, **said, address="boef@elders.example")),
            lambda: reply_shapes.kde(answer_of(one, **said, to="noor@example.org")),
            lambda: reply_shapes.kde(answer_of(one, **said, to=f"r-{'a' * 34}@antwoord.example.org")),
            lambda: reply_shapes.delegated(answer_of(one, **said), "boef@elders.example"),
            lambda: reply_shapes.calendar_mail(answer_of(one, **said), "BEGIN:VCALENDAR" + "x" * 300_000),
            lambda: reply_shapes.written(answer_of(one, **said), chance.choice(["Ja", "\0", "<b>" * 1000])),
            lambda: chance.randbytes(chance.randint(0, 400)),
        ]
    )
    return make()


def test_mangled_answers_change_nobody_elses_and_are_never_lost(project):
    meeting, elsewhere = make_meeting(project), make_meeting(make_project("Elders"))
    jet, bo, cas = guest_of(meeting, "Jet"), guest_of(meeting, "Bo"), guest_of(elsewhere, "Cas")
    whole = [shape(answer_of(jet, NOW)) for shape in SHAPES.values()]
    swapped = [shape(answer_of(jet, NOW, uid=guest.uid)) for shape in SHAPES.values() for guest in (bo, cas)]
    db.session.commit()

    @settings(deadline=None, max_examples=150)
    @given(mangled(st.sampled_from(whole + swapped)))
    def check(raw):
        before = db.session.scalar(select(func.count(InboxMessage.id)))
        message = come_in(raw, NOW)
        assert message.status in ("handled", "held")
        assert message.raw == raw
        assert db.session.scalar(select(func.count(InboxMessage.id))) == before + 1
        assert (bo.partstat, cas.partstat) == (Partstat.NEEDS_ACTION, Partstat.NEEDS_ACTION)
        assert jet.partstat in (Partstat.NEEDS_ACTION, *ANSWERS)
        db.session.rollback()

    check()


@st.composite
def mangled(draw, mails):
    """A mail with bits turned, lines moved or repeated, the end cut off, charsets and addresses that lie."""
    raw = draw(mails)
    for _ in range(draw(st.integers(1, 4))):
        how = draw(st.sampled_from(["bit", "cut", "swap", "double", "charset", "address", "insert"]))
        place = draw(st.integers(0, max(0, len(raw) - 1)))
        lines = raw.split(b"\r\n")
        one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match how:
            case "bit" if raw:
                raw = raw[:place] + bytes([raw[place] ^ 1 << draw(st.integers(0, 7))]) + raw[place + 1 :]
            case "cut":
                raw = raw[:place]
            case "swap":
                lines[one], lines[other] = lines[other], lines[one]
                raw = b"\r\n".join(lines)
            case "double":
                raw = b"\r\n".join([*lines[:one], *lines[one:other], *lines[one:]])
            case "charset":
                raw = raw.replace(b"utf-8", draw(st.sampled_from([b"utf-16", b"cp037", b"bestaatniet", b"\xff"])))
            case "address":
                raw = raw.replace(b"jet@example.org", draw(st.sampled_from(ADDRESSES)).encode())
            case "insert":
                raw = raw[:place] + draw(st.binary(max_size=40)) + raw[place:]
    return raw
