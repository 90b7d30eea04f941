"""Being introduced: who may ask and be asked, what is sent and to whom, and what nobody gets to know."""

import datetime as dt
import email
from concurrent.futures import ThreadPoolExecutor
from email import policy

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.privacy import merging
from kapstok.privacy.erasure import erase
from kapstok.privacy.references import Kind
from kapstok.privacy.rules import Reason
from kapstok.register.cards import Item, say
from kapstok.register.consent import Purpose
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.introductions import requests
from kapstok.ties.introductions import service as introductions
from kapstok.ties.introductions.rules import (
    AskedEnough,
    IntroducedLately,
    NotOpen,
    NotOpenYourself,
    NotReachable,
    NotYourLine,
    NoWay,
)
from kapstok.ties.models import Introduction, Tie
from kapstok.ties.rules import Source
from kapstok.web.links import stationery
from tests.factories import NOW, make_organisation, make_person, make_project
from tests.mails import plain

DAY = dt.timedelta(days=1)
WHY = "Ik zoek iemand voor vervoer naar de dagopvang."
WORDS = "Jullie hebben elkaar nodig.\n\nBel gerust."


@pytest.fixture
def app(sqlite_app):
    sqlite_app.empty()
    with sqlite_app.app.app_context():
        yield sqlite_app.app
        db.session.remove()


class Trio:
    """Anna knows Bo, and Bo knows Cas and Dirk; all let their lines be seen. Only Cas has a card with an address."""

    def __init__(self):
        self.project = make_project()
        self.anna, self.bo, self.cas, self.dirk = (
            make_person(
                self.project,
                make_organisation(self.project, f"Huis {name[0]}", sector),
                name,
                email=f"{name[0].lower()}@example.org",
                phone=f"0591 00000{place}",
            )
            for place, (name, sector) in enumerate(
                (("Anna Vis", "welzijn"), ("Bo Dam", "gemeente"), ("Cas Kuil", "thuiszorg"), ("Dirk Ent", "welzijn"))
            )
        )
        for person in (self.anna, self.bo, self.cas, self.dirk):
            open_up(person)
        know(self.anna, self.bo, 2)
        know(self.bo, self.anna, 3)
        know(self.bo, self.cas, 3)
        know(self.bo, self.dirk, 2)
        self.cas.shown = [Item.EMAIL]
        say(self.cas, Purpose.CARD, True, NOW, "person:1")

    def ask(self, other="cas", now=NOW) -> Introduction:
        return requests.ask(self.anna, self.bo.id, getattr(self, other).id, WHY, stationery(), now)

    def send(self, one="anna", other="cas", now=NOW, words=WORDS, middle="bo") -> None:
        ids = getattr(self, one).id, getattr(self, other).id
        introductions.send(getattr(self, middle), *ids, words, stationery(), now)


def open_up(person: Person, given: bool = True) -> None:
    say(person, Purpose.LINES, given, NOW, f"person:{person.id}")


def know(one: Person, other: Person, strength: int | None) -> None:
    said = {"strength": strength, "source": Source.WAVE, "stated_at": NOW - DAY}
    db.session.add(Tie(project_id=one.project_id, respondent_id=one.id, named_id=other.id, **said))
    db.session.flush()


@pytest.fixture
def trio(app) -> Trio:
    return Trio()


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def header(message: OutboxMessage, name: str) -> str:
    return email.message_from_bytes(message.mime, policy=policy.default)[name]


def reply_to(message: OutboxMessage) -> str:
    return header(message, "Reply-To")


def test_a_request_is_mailed_once_and_marks_the_month(trio):
    row = trio.ask()
    assert trio.ask() is row
    (message,) = outbox()
    assert (message.kind, message.person_id, message.about_id) == ("introduction asked", trio.bo.id, trio.cas.id)
    assert header(message, "Subject") == "Stelt u Anna Vis en Cas Kuil aan elkaar voor?"
    assert message.subject == "Mensen aan elkaar voorstellen"  # the projectleider's list of mail names nobody
    assert WHY in plain(message)
    assert f"/voorstellen/{trio.anna.id}/{trio.cas.id}" in plain(message)
    assert "c@example.org" not in plain(message)
    db.session.expire(trio.bo)
    assert trio.bo.asked_at == NOW
    trio.ask("dirk")  # in the same month: on the page only
    assert len(outbox()) == 1
    assert [each.other.name for each in requests.list_asked_of(trio.bo, NOW)] == ["Dirk Ent", "Cas Kuil"]


def test_who_may_ask_whom(trio):
    stranger = make_person(trio.project, None, "Eva Ver")
    know(trio.bo, stranger, 4)
    for middle, other in ((trio.bo, stranger), (trio.bo, trio.anna), (trio.cas, trio.dirk), (trio.bo, trio.bo)):
        with pytest.raises(NoWay):
            requests.ask(trio.anna, middle.id, other.id, WHY, stationery(), NOW)
    with pytest.raises(HoldsBsn):
        requests.ask(trio.anna, trio.bo.id, trio.cas.id, "Over 123456782", stationery(), NOW)
    open_up(trio.anna, False)
    with pytest.raises(NotOpenYourself):
        trio.ask()
    open_up(trio.anna)
    for letter in "KLM":
        friend = make_person(trio.project, None, letter)
        open_up(friend)
        know(trio.bo, friend, 2)
        requests.ask(trio.anna, trio.bo.id, friend.id, WHY, stationery(), NOW)
    with pytest.raises(AskedEnough):
        trio.ask()


def test_the_asker_never_learns_of_a_refusal(trio):
    trio.ask()
    requests.decline(trio.bo, trio.anna.id, trio.cas.id, NOW + DAY)
    requests.decline(trio.bo, trio.anna.id, trio.cas.id, NOW + 2 * DAY)
    (row,) = requests.list_asked_by(trio.anna, NOW + 3 * DAY)
    assert (row.sent_at, row.declined_at) == (None, NOW + DAY)
    assert requests.list_asked_of(trio.bo, NOW + 3 * DAY) == []
    assert [message.status for message in outbox()] == [Status.SUPERSEDED]
    assert trio.ask(now=NOW + 3 * DAY) is row  # as if it still waited
    assert len(outbox()) == 1


def test_requests_lapse_and_are_forgotten(trio):
    trio.ask()
    assert len(requests.list_asked_of(trio.bo, NOW + 59 * DAY)) == 1
    assert requests.list_asked_of(trio.bo, NOW + 60 * DAY) == []
    assert len(requests.list_asked_by(trio.anna, NOW + 89 * DAY)) == 1
    assert requests.forget_unanswered(NOW + 89 * DAY) == 0
    assert requests.forget_unanswered(NOW + 90 * DAY) == 1
    assert requests.forget_unanswered(NOW + 90 * DAY) == 0


def test_both_get_a_mail_in_their_own_language_with_what_cards_show(trio):
    trio.cas.language = "en"
    trio.ask()
    trio.send()
    trio.send()
    asked, to_anna, to_cas = outbox()
    assert asked.status == Status.SUPERSEDED
    assert [(mail.kind, mail.person_id, mail.about_id) for mail in (to_anna, to_cas)] == [
        ("introduction", trio.anna.id, trio.cas.id),
        ("introduction", trio.cas.id, trio.anna.id),
    ]
    assert [header(mail, "Content-Language") for mail in (to_anna, to_cas)] == ["nl", "en"]
    assert header(to_anna, "Subject") == "Bo Dam stelt u voor aan Cas Kuil"
    text = plain(to_anna)
    assert "Jullie hebben elkaar nodig.\n\nBel gerust.\n\nCas Kuil: Huis C\n  c@example.org\n" in text
    assert "Uw antwoord gaat naar Cas Kuil." in text
    assert reply_to(to_anna) == "Cas Kuil <c@example.org>"
    other_way = plain(to_cas)
    assert "Jullie hebben elkaar nodig.\n\nBel gerust.\n\nAnna Vis: Huis A\n" in other_way
    assert reply_to(to_cas) == "Noor de Wit <noor@example.org>"  # neither Anna nor Bo shows an address
    assert [each in text + other_way for each in ("a@example.org", "b@example.org", "0591 00000", "/d/")] == [False] * 4
    (row,) = introductions.list_done_by(trio.bo, NOW)
    assert (row.one_id, row.other_id, row.sent_at, row.note) == (trio.anna.id, trio.cas.id, NOW, WORDS)


def test_an_answer_goes_to_the_middle_person_when_only_their_card_shows_an_address(trio):
    trio.bo.shown = [Item.EMAIL]
    say(trio.bo, Purpose.CARD, True, NOW, "person:1")
    trio.send()
    assert [reply_to(mail) for mail in outbox()] == ["Cas Kuil <c@example.org>", "Bo Dam <b@example.org>"]
    assert "uw antwoord gaat naar Bo Dam, en komt via die persoon verder." in plain(outbox()[1])


def test_consent_and_lines_are_looked_at_when_it_is_sent(trio):
    trio.ask()
    for person, refusal in ((trio.cas, NotOpen), (trio.anna, NotOpen), (trio.bo, NotOpenYourself)):
        open_up(person, False)
        with pytest.raises(refusal):
            trio.send()
        assert requests.list_asked_of(trio.bo, NOW) == requests.list_asked_by(trio.anna, NOW) == []
        open_up(person)
    for less in (1, None):
        know(trio.bo, trio.anna, less)
        with pytest.raises(NotYourLine) as refused:
            trio.send()
        assert refused.value.params == {"name": "Anna Vis"}
    with pytest.raises(NotOpen):  # nobody asked about Dirk: he is not named either
        trio.send("anna", "dirk")
    know(trio.bo, trio.anna, 2)
    trio.cas.email = None
    with pytest.raises(NotReachable):
        trio.send()
    with pytest.raises(HoldsBsn):
        trio.send(words="Over 123456782")
    with pytest.raises(NotOpen):
        trio.send("anna", "anna")
    assert len(outbox()) == 1


def test_who_did_not_ask_is_introduced_once_in_thirty_days(trio):
    trio.send("cas", "dirk")
    with pytest.raises(IntroducedLately) as refused:
        trio.send("anna", "cas")
    assert refused.value.params == {"name": "Cas Kuil"}
    trio.send("anna", "cas", now=NOW + 30 * DAY)
    requests.ask(trio.anna, trio.bo.id, trio.dirk.id, WHY, stationery(), NOW + 31 * DAY)
    trio.send("anna", "dirk", now=NOW + 31 * DAY)  # Anna was introduced yesterday, and asked for this one
    assert len([mail for mail in outbox() if mail.kind == "introduction"]) == 6


def test_one_introduction_meets_every_request_for_it(trio):
    eva = make_person(trio.project, None, "Eva Ver")
    open_up(eva)
    for one, other in ((trio.anna, eva), (eva, trio.cas)):
        know(one, other, 2)
    trio.ask()
    requests.ask(trio.anna, eva.id, trio.cas.id, WHY, stationery(), NOW)
    trio.send()
    assert requests.list_asked_of(eva, NOW) == []
    assert [row.middle.name for row in requests.list_asked_by(trio.anna, NOW)] == ["Bo Dam"]


def test_ideas_are_of_two_who_have_no_line_and_are_not_told_twice(trio):
    def names(now=NOW) -> list[tuple[str, str]]:
        return [(one.name, other.name) for one, other in introductions.pairs_for(trio.bo, now)]

    assert names() == [("Anna Vis", "Cas Kuil")]  # Dirk is of the same sector as Anna, and nobody stands in two
    know(trio.cas, trio.anna, 2)
    assert names() == [("Cas Kuil", "Dirk Ent")]
    trio.send("dirk", "cas")
    assert names() == []  # both were introduced this month: a mail to them would be refused
    later = NOW + 30 * DAY
    assert names(later) == [("Anna Vis", "Dirk Ent")]
    requests.ask(trio.anna, trio.bo.id, trio.dirk.id, WHY, stationery(), later)
    assert names(later) == []  # asked for: that is on the page already
    assert names(later + 60 * DAY) == [("Anna Vis", "Dirk Ent")]
    trio.dirk.on_map = False
    assert names(later + 60 * DAY) == []
    trio.dirk.on_map = True
    open_up(trio.bo, False)
    assert names() == []


def test_who_is_erased_leaves_no_mail_that_names_them(trio):
    trio.ask()
    trio.send()
    erase(trio.bo, NOW, actor="test", reason=Reason.REQUEST)
    assert outbox() == []
    assert db.session.scalars(in_project(Introduction, trio.project)).all() == []


def test_who_is_erased_when_the_content_of_mail_is_gone_is_named_in_no_list(trio):
    trio.ask()
    trio.send()
    for message in outbox():
        message.status, message.sent_at = Status.SENT, NOW
    mail.purge(NOW + 31 * DAY)
    erase(trio.anna, NOW + 31 * DAY, actor="test", reason=Reason.REQUEST)
    assert [(each.to_name, each.subject) for each in outbox()] == [("Bo Dam", "Mensen aan elkaar voorstellen")]


def test_of_two_records_of_one_person_no_request_to_oneself_is_left(trio):
    trio.ask()
    seen = trio.bo.version, trio.anna.version
    merging.merge(trio.project, Kind.PERSON, trio.bo.id, trio.anna.id, seen=seen, from_gone=(), now=NOW, actor="test")
    assert requests.list_asked_of(trio.bo, NOW) == []


@pytest.mark.parametrize("database", ["sqlite_app", "postgres_app"])
def test_two_taps_and_two_middle_people_send_one_introduction(request, database):
    holder = request.getfixturevalue(database)
    holder.empty()
    with holder.app.app_context():
        trio = Trio()
        eva = make_person(trio.project, None, "Eva Ver")
        open_up(eva)
        for other in (trio.anna, trio.cas):
            know(eva, other, 2)
        one_id, other_id, middles = trio.anna.id, trio.cas.id, [trio.bo.id, eva.id] * 2
        db.session.commit()

        def send(middle_id: int) -> str:
            with holder.app.test_request_context():
                middle = db.session.get(Person, middle_id, execution_options={"across_projects": "a test"})
                try:
                    introductions.send(middle, one_id, other_id, WORDS, stationery(), NOW)
                    db.session.commit()
                except IntroducedLately:
                    db.session.rollback()
                    return "refused"
                return "sent"

        with ThreadPoolExecutor(4) as threads:
            assert sorted(threads.map(send, middles)) == ["refused", "refused", "sent", "sent"]
        assert sorted(mail.person_id for mail in outbox()) == [one_id, other_id]
        db.session.remove()
