"""Picking a date, from the first question to the meeting. On both databases."""

import datetime as dt
import email
import threading

import pytest
from sqlalchemy import select

from kapstok.accounts.models import Change
from kapstok.errors import ChangedMeanwhile
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import service as meetings
from kapstok.meetings.choosing import Groups
from kapstok.meetings.models import DatePoll, Invitation, Meeting, PollAnswer, PollGuest
from kapstok.meetings.polls import answers as poll_answers
from kapstok.meetings.polls import asking as poll_asking
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import outcome as poll_outcome
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls import service as polls
from kapstok.meetings.polls.rules import (
    AlreadyAsked,
    AnotherDateChosen,
    NotTheOnlyDate,
    OptionStarted,
    PollClosed,
    PollOver,
    SameDate,
    UnknownAnswer,
)
from kapstok.meetings.polls.service import PollCounts, PollPlan
from kapstok.meetings.rules import Choice
from kapstok.register import service as register
from kapstok.scope import in_project
from kapstok.web.links import stationery
from tests.factories import NOW, make_organisation, make_person, make_project
from tests.mails import plain

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
DEADLINE = poll_rules.deadline(dt.date(2026, 3, 10), NOW + 14 * DAY, NOW)
FIRST, SECOND = (NOW + 14 * DAY, NOW + 14 * DAY + 2 * HOUR), (NOW + 15 * DAY, NOW + 15 * DAY + 2 * HOUR)
YES, IF_NEED_BE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO
ACTOR = "user:1"


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def poll(project):
    plan = PollPlan("Lentebijeenkomst", DEADLINE, "We beginnen met soep.", "Het Veenhuis")
    return polls.create_poll(project, plan, [SECOND, FIRST], NOW, actor=ACTOR)


def guests_of(poll, *names, **fields):
    """People on the poll's list, by name."""
    people = [
        make_person(poll.project, name=name, **({"email": f"{name.lower()}@example.org"} | fields)) for name in names
    ]
    return poll_guests.add_guests(poll, Groups(people={person.id for person in people}), NOW)


def ask(poll, now=NOW):
    return poll_asking.send_questions(poll, stationery(), now, actor=ACTOR)


def answer(guest, first, second, now=NOW, comment="", **options):
    one, two = (option.id for option in guest.poll.options)
    poll_guests.answer_poll(
        guest, {one: first, two: second}, comment, now, actor=f"person:{guest.person_id}", **options
    )


def choose(poll, place=0, words="", now=NOW):
    return poll_outcome.choose_date(poll, poll.options[place].id, words, now, stationery(), actor=ACTOR)


def mails() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(message.kind, message.to_address, message.status) for message in rows]


def delivered():
    """All mail that waits left."""
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.status == "pending")):
        message.status, message.attempts, message.sent_at = "sent", 1, NOW


def test_a_poll_lists_its_dates_and_whom_it_asks(poll):
    db.session.expire_all()
    assert [(option.starts_at, option.ends_at) for option in poll.options] == [FIRST, SECOND]
    organisation = make_organisation(poll.project, "De Kom", "welzijn")
    member, left = make_person(poll.project, organisation, "Mia"), make_person(poll.project, organisation, "Lot")
    register.archive_person(left, NOW)
    (ann,) = guests_of(poll, "Ann")
    added = poll_guests.add_guests(poll, Groups(organisations=[organisation.id], people=[ann.person_id]), NOW)
    assert [guest.person for guest in added] == [member]
    assert [guest.person.name for guest in poll_guests.list_guests(poll)] == ["Ann", "Mia"]
    assert polls.counts(poll.project) == {poll.id: PollCounts(asked=2)}
    poll_guests.take_off_list(added[0])
    assert mails() == []


def test_text_about_clients_is_refused(project):
    with pytest.raises(HoldsBsn):
        polls.create_poll(project, PollPlan("Casus 123456782", DEADLINE), [FIRST, SECOND], NOW, actor=ACTOR)


def test_everybody_is_asked_once_each_in_their_own_language(poll):
    ann, bob = guests_of(poll, "Ann", "Bob")
    bob.person.language = "en"
    guests_of(poll, "Cor", email=None)
    sent = ask(poll)
    assert [guest.person.name for guest in sent.queued] == ["Ann", "Bob"]
    assert ask(poll, NOW + HOUR).queued == []
    dutch, english = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    assert (dutch.kind, dutch.subject) == ("poll", "Wanneer kunt u? Lentebijeenkomst")
    assert plain(dutch) == (
        "Beste Ann,\n\n"
        "Noor de Wit zoekt namens Samen rond mantelzorg een datum voor de bijeenkomst “Lentebijeenkomst”.\n\n"
        "We beginnen met soep.\n\n"
        "Waar: Het Veenhuis\n"
        "Mogelijke data: dinsdag 17 maart 2026, 13.00–15.00 uur\n"
        "  woensdag 18 maart 2026, 13.00–15.00 uur\n\n"
        "Geef bij elke datum aan of u kunt. Dat kan tot en met dinsdag 10 maart 2026. U hebt geen account nodig.\n\n"
        f"Geef aan wanneer u kunt:\n{stationery().poll_link(ann)}\n\n"
        "U krijgt bericht zodra de datum gekozen is.\n\n"
        "De knop is alleen voor u: stuur deze mail niet door.\n\n"
        "Hebt u een vraag? Beantwoord dan deze mail.\n\n"
        "Met vriendelijke groet,\nNoor de Wit\nSamen rond mantelzorg\n"
    )
    assert stationery().poll_link(bob) in plain(english)
    assert "Tuesday 17 March 2026" in plain(english)


def test_who_was_asked_or_answered_stays_on_the_list(poll):
    ann, bob, cor = guests_of(poll, "Ann", "Bob", "Cor")
    answer(bob, YES, NO)
    ann.sent_at = NOW
    for guest in (ann, bob):
        with pytest.raises(AlreadyAsked):
            poll_guests.take_off_list(guest)
    poll_guests.take_off_list(cor)
    assert [guest.person.name for guest in poll_guests.list_guests(poll)] == ["Ann", "Bob"]


def test_answers_change_until_the_deadline(poll):
    (ann,) = guests_of(poll, "Ann")
    one, two = poll.options
    answer(ann, YES, NO, comment="Liever 's middags.")
    answer(ann, IF_NEED_BE, NO, now=DEADLINE)
    assert poll_answers.choices_of(ann) == {one.id: IF_NEED_BE, two.id: NO}
    assert (ann.answered_at, ann.comment) == (DEADLINE, "")
    with pytest.raises(PollOver):
        answer(ann, YES, YES, now=DEADLINE + DAY)
    answer(ann, YES, YES, now=DEADLINE + DAY, late=True)  # noted by the projectleider
    assert poll_answers.choices_of(ann) == {one.id: YES, two.id: YES}
    with pytest.raises(UnknownAnswer):
        poll_guests.answer_poll(ann, {0: YES}, "", NOW, actor=ACTOR)
    with pytest.raises(HoldsBsn):
        answer(ann, YES, NO, comment="123456782")


def test_a_date_added_later_is_unanswered_and_one_taken_away_takes_its_answers(poll):
    (ann,) = guests_of(poll, "Ann")
    answer(ann, YES, NO)
    third = (NOW + 16 * DAY, NOW + 16 * DAY + HOUR)
    polls.add_options(poll, [third], NOW, actor=ACTOR)
    (said,) = poll_answers.said(poll_guests.list_guests(poll))
    assert [said.choices.get(option.id) for option in poll.options] == [YES, NO, None]
    with pytest.raises(SameDate):
        polls.add_options(poll, [third], NOW, actor=ACTOR)
    polls.remove_option(poll, poll.options[0].id, NOW, actor=ACTOR)
    assert db.session.scalars(in_project(PollAnswer, poll.project)).one().choice == NO
    with pytest.raises(NotTheOnlyDate):
        polls.remove_option(poll, poll.options[0].id, NOW, actor=ACTOR)
    noted = in_project(Change, poll.project).where(Change.field == "options").order_by(Change.id)
    assert [change.new for change in db.session.scalars(noted)] == [
        "17-03-2026 13.00–15.00; 18-03-2026 13.00–15.00; 19-03-2026 13.00–14.00",
        "18-03-2026 13.00–15.00; 19-03-2026 13.00–14.00",
    ]


def test_two_people_edit_one_poll(poll):
    seen, later = poll.version, poll_rules.deadline(dt.date(2026, 3, 12), FIRST[0], NOW)
    polls.edit_poll(poll, seen, PollPlan("Voorjaar", later), NOW, actor=ACTOR)
    assert (poll.title, poll.answer_by) == ("Voorjaar", later)
    with pytest.raises(ChangedMeanwhile):
        polls.edit_poll(poll, seen, PollPlan("Lente", later), NOW, actor=ACTOR)


def test_only_the_silent_are_reminded_with_their_own_link(poll):
    ann, bob, cor, dik = guests_of(poll, "Ann", "Bob", "Cor", "Dik")
    ask(poll)
    delivered()
    answer(bob, YES, NO)
    poll_guests.stop_reminders(cor, actor="person:1")
    dik.person.address_refused_at = NOW
    assert poll_asking.remind(poll, stationery(), NOW + 2 * DAY, actor=ACTOR) == []  # asked too lately
    assert poll_asking.remind(poll, stationery(), NOW + 3 * DAY, actor=ACTOR) == [ann]
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "poll reminder")).one()
    link = stationery().poll_link(ann)
    assert f"Geef aan wanneer u kunt:\n{link}\n" in plain(message)
    headers = email.message_from_bytes(message.mime)
    assert headers["List-Unsubscribe"].strip() == f"<{link}/geen-herinnering>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert poll_asking.remind(poll, stationery(), NOW + 6 * DAY, actor=ACTOR) == [ann]  # the first was never sent
    delivered()
    later = poll_rules.deadline(dt.date(2026, 3, 16), FIRST[0], NOW)
    polls.edit_poll(poll, poll.version, PollPlan("Lente", later), NOW, actor=ACTOR)
    assert poll_asking.remind(poll, stationery(), NOW + 9 * DAY, actor=ACTOR) == [ann]
    delivered()
    assert poll_asking.remind(poll, stationery(), NOW + 12 * DAY, actor=ACTOR) == []


def test_the_job_reminds_three_days_before_the_deadline(poll):
    (ann,) = guests_of(poll, "Ann")
    ask(poll)
    moments = [DEADLINE - 4 * DAY, DEADLINE - 2 * DAY, DEADLINE - DAY, DEADLINE + DAY]
    assert [poll_asking.remind_due(poll.project, now, stationery()) for now in moments] == [[], [ann], [], []]


def test_choosing_a_date_makes_the_meeting_and_invites_everybody_asked(poll):
    ann, bob, cor, dik = guests_of(poll, "Ann", "Bob", "Cor", "Dik")
    ask(poll)
    answer(ann, YES, NO)
    answer(bob, NO, YES)
    meeting = choose(poll, words="Tot dan!")
    assert (meeting.title, meeting.starts_at, meeting.ends_at, meeting.place, meeting.words) == (
        "Lentebijeenkomst",
        *FIRST,
        "Het Veenhuis",
        "Tot dan!",
    )
    assert (poll.meeting, poll.closed_at) == (meeting, NOW)
    guests = meetings.list_guests(meeting)
    assert [(guest.person, guest.partstat) for guest in guests] == [
        (each.person, "NEEDS-ACTION") for each in (ann, bob, cor, dik)
    ]
    assert mails() == [
        *(("poll", f"{name}@example.org", "superseded") for name in ("ann", "bob", "cor", "dik")),
        *(("invitation", f"{name}@example.org", "pending") for name in ("ann", "bob", "cor", "dik")),
    ]
    chosen = "De datum voor “Lentebijeenkomst” is gekozen: dinsdag 17 maart 2026, 13.00–15.00 uur."
    told = {
        message.to_name: plain(message).split("\n\n")[1]
        for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "invitation"))
    }
    assert told == {
        "Ann": f"{chosen} U gaf aan dat u dan kunt. Bevestig met de knop dat u komt.",
        "Bob": f"{chosen} U gaf aan dat u dan niet kunt. Is dat veranderd? Dan bent u welkom.",
        "Cor": chosen,
        "Dik": chosen,
    }
    assert choose(poll) is meeting  # twice is harmless
    with pytest.raises(AnotherDateChosen):
        choose(poll, 1)
    for refused in (lambda: answer(ann, NO, NO), lambda: answer(ann, NO, NO, late=True), lambda: ask(poll)):
        with pytest.raises(PollClosed):
            refused()


def test_a_day_that_has_begun_is_not_chosen(poll):
    with pytest.raises(OptionStarted):
        choose(poll, now=FIRST[0])
    assert db.session.scalar(in_project(Meeting, poll.project)) is None


def test_of_two_dates_that_begin_at_once_one_is_chosen(poll):
    longer = (FIRST[0], FIRST[1] + HOUR)
    polls.add_options(poll, [longer], NOW, actor=ACTOR)
    short, long = [option for option in poll.options if option.starts_at == FIRST[0]]
    meeting = poll_outcome.choose_date(poll, short.id, "", NOW, stationery(), actor=ACTOR)
    assert poll_outcome.choose_date(poll, short.id, "", NOW, stationery(), actor=ACTOR) == meeting
    assert [poll_outcome.is_chosen(poll, option) for option in (short, long)] == [True, False]
    with pytest.raises(AnotherDateChosen):
        poll_outcome.choose_date(poll, long.id, "", NOW, stationery(), actor=ACTOR)


def test_closing_without_a_date_tells_only_who_was_mailed(poll):
    guests_of(poll, "Ann")
    ask(poll)
    delivered()
    guests_of(poll, "Bob", "Cor")
    ask(poll)
    guests_of(poll, "Dik")
    assert poll_outcome.call_off(poll, "Te weinig mensen konden.", NOW, stationery(), actor=ACTOR) == 1
    assert mails() == [
        ("poll", "ann@example.org", "sent"),
        ("poll", "bob@example.org", "superseded"),
        ("poll", "cor@example.org", "superseded"),
        ("poll off", "ann@example.org", "pending"),
    ]
    assert poll_outcome.call_off(poll, "", NOW, stationery(), actor=ACTOR) == 0
    with pytest.raises(AnotherDateChosen):
        choose(poll)


def test_the_open_polls_of_a_person(poll):
    (ann,) = guests_of(poll, "Ann")
    assert poll_guests.asked_of(ann.person, NOW) == []  # on the list, and not asked
    ask(poll)
    assert poll_guests.asked_of(ann.person, NOW) == [ann]
    assert poll_guests.asked_of(ann.person, DEADLINE + DAY) == []


def test_two_people_choose_at_once(app, poll):
    guests_of(poll, "Ann", "Bob")
    ask(poll)
    project_id, poll_id = poll.project_id, poll.id
    options = [option.id for option in poll.options]
    db.session.commit()
    outcomes, start = [], threading.Barrier(2)

    def decide(option_id):
        with app.test_request_context():
            start.wait()
            mine = db.session.scalars(in_project(DatePoll, project_id).where(DatePoll.id == poll_id)).one()
            try:
                poll_outcome.choose_date(mine, option_id, "", NOW, stationery(), actor=ACTOR)
                db.session.commit()
                outcomes.append("chosen")
            except AnotherDateChosen:
                db.session.rollback()
                outcomes.append("too late")

    threads = [threading.Thread(target=decide, args=(option_id,)) for option_id in options]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["chosen", "too late"]
    assert len(db.session.scalars(in_project(Meeting, project_id)).all()) == 1
    assert len(db.session.scalars(in_project(Invitation, project_id)).all()) == 2
    assert len(db.session.scalars(in_project(PollGuest, project_id)).all()) == 2
