"""Who changed what, when: the history of every kind of record, in sentences."""

import datetime as dt

import pytest
from sqlalchemy import inspect

from kapstok import clock
from kapstok.accounts import history
from kapstok.accounts.history import Tracked
from kapstok.accounts.models import Change
from kapstok.extensions import db
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.web import history_words
from kapstok.web.history import readable
from tests.browsing import text
from tests.factories import make_meeting, make_organisation, make_person, make_project, make_service, make_user, term


@pytest.fixture
def jet(project):
    history.act_as("system")
    return make_person(project, make_organisation(project, "De Kom"), "Jet Vos", "huisarts", phone="0591 000 001")


@pytest.fixture
def noor(project):
    return make_user(project, name="Noor Bos")


def told(project, row) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Who changed what, oldest first, without the making of the row itself."""
    acts = [(act.who, [(line.label, line.old, line.new) for line in act.lines]) for act in readable(project, row)]
    return [act for act in reversed(acts) if act[1]]


@pytest.fixture
def reading(app, project):
    """Sentences are made while a page is."""
    with app.test_request_context():
        yield


def test_every_tracked_column_has_a_name_for_readers(app):
    tracked = [mapper for mapper in db.Model.registry.mappers if issubclass(mapper.class_, Tracked)]
    columns = {
        (mapper.local_table.name, column.key)
        for mapper in tracked
        for column in inspect(mapper.class_).column_attrs
        if column.key not in history._NEVER | set(mapper.class_.__untracked__)
    }
    assert columns == set(history_words.LABELS)


def test_who_changed_which_field_from_what_to_what(reading, project, jet, noor):
    history.act_as(f"user:{noor.id}")
    poh, brug = term(project, Vocabulary.FUNCTION, "poh"), make_organisation(project, "De Brug")
    register.edit_person(jet, jet.version, phone="", function_id=poh.id, organisation_id=brug.id, on_map=False)
    assert told(project, jet) == [
        (
            "Noor Bos",
            [
                ("Functie", "Huisarts", poh.name),
                ("Organisatie", "De Kom", "De Brug"),
                ("Telefoon", "0591 000 001", ""),
                ("In netwerkbeelden", "ja", "nee"),
            ],
        )
    ]


def test_people_who_change_their_own_card_are_named_as_themselves(reading, project, jet):
    history.act_as(f"person:{jet.id}")
    register.edit_person(jet, jet.version, area="Oost")
    assert told(project, jet) == [("Jet Vos zelf", [("Wijk of kern", "", "Oost")])]


def test_what_kapstok_does_by_itself(reading, project, jet):
    history.act_as("system")
    register.archive_person(jet, dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC))
    db.session.flush()
    assert told(project, jet) == [
        (
            "Kapstok, vanzelf",
            [
                ("Vertrokken op", "", "3 mrt 2026"),
                ("In het archief sinds", "", "dinsdag 3 maart 2026 om 14.00 uur"),
            ],
        )
    ]


def test_who_was_erased_is_a_participant_that_left(reading, project, jet):
    keeper = make_person(project, name="Piet Mol")
    service = make_service(jet.organisation)
    history.act_as(f"person:{keeper.id}")
    service.keeper = keeper
    db.session.flush()
    keeper.name, keeper.erased_at = "Weg", clock.now()
    db.session.flush()
    assert told(project, service) == [("een vertrokken deelnemer", [("Houdt het bij", "", "een vertrokken deelnemer")])]


def test_a_meeting_tells_its_themes_and_nothing_that_did_not_change(project, projectleider):
    starts_at = clock.from_local(clock.local_date(clock.now()) + dt.timedelta(days=9), dt.time(14))
    meeting = make_meeting(project, starts_at=starts_at, place="De Kom")
    theme = term(project, Vocabulary.THEME, "opsporen")
    history_page = f"/p/{project.id}/geschiedenis/bijeenkomst/{meeting.id}"
    edit = projectleider.get(f"/p/{project.id}/bijeenkomsten/{meeting.id}/bewerken")
    edit.submit(place="De Brug", themes=[str(theme.id)])
    (changes,) = projectleider.get(history_page).all("ul", class_="text-break")
    assert [text(line) for line in changes] == [
        f"Thema’s: is nu {theme.name}",
        "Plaats: was De Kom → is nu De Brug",
    ]


def test_a_text_that_looks_like_a_key_stays_what_it_is(reading, project, jet, noor):
    history.act_as(f"user:{noor.id}")
    register.edit_person(jet, jet.version, area=f"person:{jet.id}")
    assert told(project, jet)[0][1] == [("Wijk of kern", "", f"person:{jet.id}")]


def test_names_of_another_project_are_not_told(reading, project, jet):
    stranger = make_person(make_project("Ander project"), name="Kanarie")
    change = {"at": clock.now(), "actor": f"person:{stranger.id}", "record": f"person:{jet.id}"}
    db.session.add(Change(project_id=project.id, field="successor_id", new=f"person:{stranger.id}", **change))
    db.session.flush()
    assert told(project, jet) == [("een vertrokken deelnemer", [("Opvolger", "", "een vertrokken deelnemer")])]


def test_the_history_of_every_kind_of_record_has_a_page(project, projectleider, jet):
    word = term(project, Vocabulary.FUNCTION, "poh")
    rows = {
        "mens": (jet, "Jet Vos"),
        "organisatie": (jet.organisation, "De Kom"),
        "aanbod": (make_service(jet.organisation, "Logeren"), "Logeren"),
        "bijeenkomst": (make_meeting(project, "Kennismaken"), "Kennismaken"),
        "woord": (word, word.name),
        "project": (project, "Instellingen"),
    }
    for kind, (row, name) in rows.items():
        found = projectleider.get(f"/p/{project.id}/geschiedenis/{kind}/{row.id}")
        assert found.h1 == f"Geschiedenis van {name}"
        assert "Voor het eerst ingevuld." in found.text


def test_what_was_done_on_a_page_stands_in_the_history_under_the_name_of_who_did_it(project, projectleider, jet):
    edit = projectleider.get(f"/p/{project.id}/netwerk/mensen/{jet.id}/bewerken")
    shown = edit.submit(phone="0591 000 002")
    assert "Noor de Wit Telefoon: was 0591 000 001 → is nu 0591 000 002" in shown.text
    assert "Telefoon: was 0591 000 001 → is nu 0591 000 002" in shown.follow("Hele geschiedenis").text


@pytest.mark.parametrize("rest", ["mens/{stranger}", "project/{other}", "onzin/1", "mens/99999999999"])
def test_histories_that_are_not_here(project, projectleider, rest):
    other = make_project("Ander project")
    address = rest.format(stranger=make_person(other).id, other=other.id)
    projectleider.get(f"/p/{project.id}/geschiedenis/{address}", status=404)


def test_a_long_history_is_leafed_through(project, projectleider, jet):
    for number in range(120):
        history.note(jet, "photo", "", f"{number}", at=clock.now() + dt.timedelta(minutes=1 + number))
    first = projectleider.get(f"/p/{project.id}/geschiedenis/mens/{jet.id}")
    assert len(first.all("li", class_="is-past")) == 100
    assert len(first.follow("Volgende").all("li", class_="is-past")) == 21
