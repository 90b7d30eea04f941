"""Mijn lijnen: what a participant gets back, and that nobody who did not agree is in any byte of it."""

import datetime as dt
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event

from kapstok import clock
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.referrals import service as referrals
from kapstok.referrals.rules import Kind, Of
from kapstok.referrals.service import Counter
from kapstok.register import cards
from kapstok.register.cards import Item
from kapstok.register.consent import Purpose
from kapstok.ties import measuring
from kapstok.ties.models import RosterEntry, Tie
from kapstok.web.links import personal_link
from tests.browsing import Page, text
from tests.factories import make_organisation, make_person, make_project, make_service
from tests.measured import measure, open_wave

DAY = dt.timedelta(days=1)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg", area="Oost")


@pytest.fixture
def loket(project):
    return make_organisation(project, "Zorgloket", "gemeente")


@pytest.fixture
def an(project, practice):
    return make_person(project, practice, "An de Boer", "poh")


def address(person) -> str:
    return urlsplit(personal_link(person)).path + "/mijn-lijnen"


def agree(*people, purpose=Purpose.LINES, given=True) -> None:
    for person in people:
        cards.say(person, purpose, given, clock.now(), f"person:{person.id}")


def say(one, other, strength=3, source="wave") -> None:
    tie = Tie(project_id=one.project_id, respondent_id=one.id, named_id=other.id, strength=strength, source=source)
    tie.stated_at = clock.now() - DAY
    db.session.add(tie)
    db.session.flush()


def part(page: Page, id: str) -> str:
    """What is read under one heading."""
    return text(page.all("section", aria_labelledby=id)[0])


def marks(page: Page) -> list[str]:
    """The names in the picture, without "u"."""
    return [text(name) for svg in page.all(f"{SVG}svg", class_="own-picture") for name in svg.iter(f"{SVG}text")][:-1]


def lines(page: Page) -> tuple[int, int]:
    """How many lines go out from the middle, and how many lie between others."""
    groups = [page.all(f"{SVG}g", class_=name)[0] for name in ("own-line", "own-between")]
    return len(list(groups[0])), len(list(groups[1]))


def test_the_picture_holds_only_who_agreed_and_lines_of_which_both_ends_agreed(visitor, project, practice, an, loket):
    bo, cas, dee = (make_person(project, loket, name, "wmo-consulent", phone="06-1") for name in ("Bo", "Cas", "Dee"))
    silent, refused = make_person(project, loket, "Stille Sien"), make_person(project, loket, "Nelis Nee")
    hidden = make_person(project, loket, "Vera Verborgen", on_map=False)
    gone = make_person(project, loket, "Lia Los", left_on=clock.local_date(clock.now()))
    archived = make_person(project, loket, "Arie Archief", archived_at=clock.now())
    erased = make_person(project, loket, "Ger Gewist", erased_at=clock.now())
    carer = make_person(project, loket, "Mia Mantel", "mantelzorger", on_rosters=False)
    elsewhere = make_person(make_project("Elders"), None, "Ella Elders")
    agree(bo, cas, dee, hidden, gone, archived, erased, carer, elsewhere)
    agree(refused, given=False)
    agree(bo, purpose=Purpose.CARD)
    bo.shown = [str(Item.PHONE)]
    others = [silent, refused, hidden, gone, archived, erased, carer]
    for other in [bo, cas, *others]:
        say(an, other)
    for other in [cas, *others]:
        say(other, bo)
    say(an, dee, 1)
    say(bo, silent)
    say(cas, dee)  # a line, but not of mine
    page = visitor.get(address(an))
    body = page.response.get_data(as_text=True)
    assert marks(page) == ["Bo", "Cas"]
    assert lines(page) == (2, 1)
    assert [other.name for other in [*others, elsewhere] if other.name in body] == []
    assert "U hebt 6 korte lijnen" in part(page, "tekening")  # bo, cas, and four who take part and are not shown
    assert "U kent nog enkele mensen die hier niet staan" in part(page, "tekening")
    assert [text(row) for row in page.all("tr")[1:]] == [
        "Bo Wmo-consulent, Zorgloket 06-1 Cas",
        "Cas Wmo-consulent, Zorgloket – Bo",
    ]
    home = visitor.get(address(an).removesuffix("/mijn-lijnen"))
    assert "U hebt 6 korte lijnen. Van 2 mensen kunt u zien wie zij kennen." in home.text
    agree(bo, given=False)
    after = visitor.get(address(an))
    assert (marks(after), lines(after)) == (["Cas"], (1, 0))
    assert "U kent nog 5 mensen die hier niet staan" in part(after, "tekening")
    assert home.follow("Naar mijn lijnen").h1 == "Mijn lijnen"


def test_a_mantelzorger_in_the_picture_looks_like_anybody_without_a_sector(visitor, project, an, loket):
    group = make_organisation(project, "Lotgenoten", "mantelzorgers")
    carer = make_person(project, group, "Mo Vos", "mantelzorger", on_rosters=True)
    agree(carer)
    agree(carer, purpose=Purpose.CARD)
    say(an, carer)
    page = visitor.get(address(an))
    assert marks(page) == ["Mo Vos"]
    neutral = next(term for term in projects.terms(project, Vocabulary.SECTOR) if term.key == "overig")
    assert [mark.get("class") for mark in page.all(f"{SVG}path", class_="own-mark")] == [
        f"own-mark sector-{neutral.position}"
    ]
    body = page.response.get_data(as_text=True)
    assert [word for word in ("Lotgenoten", "Mantelzorgers", "Mantelzorger") if word in body] == []


def test_more_people_than_a_phone_can_show_are_drawn_by_organisation(visitor, project, an, loket):
    welzijn = make_organisation(project, "Welzijn Veenmeer")
    people = [make_person(project, home) for home, count in ((loket, 30), (welzijn, 11)) for _ in range(count)]
    agree(*people)
    for person in people:
        say(an, person)
    page = visitor.get(address(an))
    assert marks(page) == ["Welzijn (11) Veenmeer", "Zorgloket (30)"]
    assert len(page.all("tr")) == 42


def test_via_whom_never_by_somebody_who_did_not_agree(visitor, project, practice, an, loket):
    pia, kees = (make_person(project, practice, name, "poh", phone="06-2") for name in ("Pia Post", "Kees Kok"))
    olga = make_person(project, loket, "Olga Smit", "wmo-consulent")
    make_service(loket).support = projects.terms(project, Vocabulary.SUPPORT)[:1]
    project.contact_phone = "0591 333 333"
    agree(pia, kees, olga)
    agree(pia, purpose=Purpose.CARD)
    pia.shown = [str(Item.PHONE)]
    say(an, pia, 2)
    say(an, kees, 1)  # by name only: no way begins there
    say(pia, olga)
    say(kees, olga)
    mine = address(an)
    page = visitor.get(mine)
    asked = {text(option): option.get("value") for option in page.all("option")}
    assert [*asked] == [
        "Kies een functie, organisatie of thema",
        "Praktijkondersteuner (POH)",
        "Wmo-consulent",
        "Zorgloket",
        "Respijtzorg",
    ]
    sentence = (
        "Via Pia Post (Praktijkondersteuner (POH), Praktijk Oost) kunt u terecht bij "
        "Olga Smit (Wmo-consulent, Zorgloket)."
    )
    for goal in ("Wmo-consulent", "Zorgloket", "Respijtzorg"):
        assert sentence in part(page.submit(f"{mine}#via-wie", naar=asked[goal]), "via-wie-kop")
    here = f"{mine}?naar={asked['Zorgloket']}"
    assert "Kees Kok" not in part(visitor.get(here), "via-wie-kop")
    assert [a.get("href") for a in visitor.get(here).all("a", class_="whom-call")] == ["tel:062"]
    agree(an)
    assert visitor.get(here).follow("Vraag Pia Post om u voor te stellen aan Olga Smit").status == 200

    agree(pia, given=False)  # the way ends here; that I know her myself stays mine to see
    nothing = visitor.get(here)
    assert "Van niemand die u kent, kunt u zien dat die bij “Zorgloket” iemand kent" in part(nothing, "via-wie-kop")
    assert [a.get("href") for a in nothing.all("a", class_="whom-call")] == ["tel:0591333333"]
    known = visitor.get(f"{address(an)}?naar={asked['Praktijkondersteuner (POH)']}")
    assert "U kent daar al Pia Post (Praktijkondersteuner (POH), Praktijk Oost)." in part(known, "via-wie-kop")
    agree(olga, given=False)
    assert "Olga Smit" not in visitor.get(here).response.get_data(as_text=True)
    assert visitor.get(f"{address(an)}?naar=organisatie-9999").status == 200


def test_people_worth_meeting_each_with_its_reason(visitor, project, practice, an, loket):
    welzijn = make_organisation(project, "Welzijn Veenmeer", area="Oost")
    pia = make_person(project, practice, "Pia Post")
    referred, shared, near, colleague, closed, no_card = (
        make_person(project, home, name)
        for home, name in (
            (loket, "Olga Smit"),
            (welzijn, "Wim Wolf"),
            (make_organisation(project, "Praktijk Zuid", "eerstelijnszorg", area="Oost"), "Zus Zuid"),
            (practice, "Col Lega"),
            (loket, "Geen Lijn"),
            (loket, "Geen Kaart"),
        )
    )
    agree(pia, referred, shared, near, colleague, no_card)
    agree(pia, referred, shared, near, colleague, closed, purpose=Purpose.CARD)
    say(an, pia)
    say(an, shared, None)  # "weet ik niet" is a stranger
    say(shared, pia)
    today = clock.local_date(clock.now())
    month = clock.month_of(today)
    of = Of(month, Kind.SENT, practice.id, loket.id, None)
    referrals.record_count(project, of, 2, Counter(is_whole=False, person_id=an.id), clock.now())
    page = visitor.get(address(an))
    (section,) = page.all("section", aria_labelledby="kennismaken")
    assert [text(name) for name in section.iter("strong")] == ["Olga Smit", "Wim Wolf", "Zus Zuid"]
    told = part(page, "kennismaken")
    assert "Uw organisatie verwees het afgelopen jaar naar Zorgloket. U hebt daar nog geen korte lijn." in told
    assert "Werkt in een andere sector dan u: Welzijn." in told
    assert "Werkt net als u in Oost." in told
    for other in (make_person(project, practice, name) for name in ("Bea", "Cor")):
        agree(other)
        say(an, other)
        say(shared, other)
    told = part(visitor.get(address(an)), "kennismaken")
    assert "Pia Post, Bea en nog iemand die u kent, kennen deze persoon ook." in told


def test_what_changed_since_the_first_measurement(visitor, project, practice, an, loket):
    others = [make_person(project, loket, name) for name in ("Bo", "Cas", "Dee", "Eef", "Fie")]
    silence = ["", "", "", "", ""]
    measure(project, [an, *others], "Nulmeting", clock.now() - 200 * DAY, ["- 2 1 3 2 4", *silence])
    page = visitor.get(address(an))
    assert "In de meting “Nulmeting” noemde u 4 korte lijnen." in part(page, "veranderd")
    measure(project, [an, *others], "T1", clock.now() - 20 * DAY, ["- 3 2 1 . 2", *silence])
    running = open_wave(project, [an, *others], "T2", clock.now() - 2 * DAY, ["- 4 . . . .", *silence])  # half a form
    others[4].name, others[4].erased_at = "een vertrokken deelnemer", clock.now()
    page = visitor.get(address(an))
    assert "In de meting “T1” noemde u 3 korte lijnen. In de meting “Nulmeting” waren dat er 4." in part(
        page, "veranderd"
    )
    assert [(text(row.find("dt")), text(row.find("dd"))) for row in page.all("dl", class_="facts")[0]] == [
        ("Nieuwe korte lijn", "Cas"),
        ("Niet meer kort", "Dee"),
        ("Toen een korte lijn; nu zei u er niets over", "Eef"),
        ("Gebleven", "Bo, iemand die niet meer meedoet"),
    ]
    entry = db.session.scalar(measuring.entries_of(running).where(RosterEntry.person_id == an.id))
    entry.finished_at = clock.now()
    assert "In de meting “T2” noemde u één korte lijn" in part(visitor.get(address(an)), "veranderd")
    assert visitor.get(address(others[0])).all("section", aria_labelledby="veranderd") == []


def test_the_question_is_asked_in_place_and_changed_with_one_tap(visitor, an):
    mine = address(an)
    page = visitor.get(mine)
    assert "Mag een korte lijn van u zichtbaar zijn?" in page.text
    assert page.follow("Zeg wie u kent").h1 == "Wie kent u?"
    yes = page.submit(mine, button=("zichtbaar", "ja"))
    assert "Uw keuze is bewaard en geldt meteen." in yes.text
    assert "U zei ja op" in part(yes, "zichtbaar")
    no = yes.submit(mine, button=("zichtbaar", "nee"))
    assert "U zei nee op" in part(no, "zichtbaar")
    no.submit(mine, button=("zichtbaar", "misschien"), status=400)
    assert [row.given for row in cards.history_of(an)] == [True, False]
    an.on_map = False
    agree(an)
    assert "Uw lijnen zijn toch niet zichtbaar" in part(visitor.get(address(an)), "zichtbaar")


def test_as_many_queries_for_many_people_as_for_few(visitor, project, practice, an, loket):
    asked = []

    def count(_connection, _cursor, statement, *_told) -> None:
        asked.append(statement.startswith("SELECT"))

    def queries_with(more: int) -> int:
        people = [make_person(project, loket) for _ in range(more)]
        agree(*people)
        agree(*people, purpose=Purpose.CARD)
        for one, other in pairwise(people):
            say(one, other)
        say(an, people[0])
        db.session.commit()
        here = f"{address(an)}?naar=organisatie-{loket.id}"
        asked.clear()
        visitor.get(here)
        return sum(asked)

    event.listen(db.engine, "before_cursor_execute", count)
    assert (queries_with(3), queries_with(30)) == (11, 11)
    event.remove(db.engine, "before_cursor_execute", count)
