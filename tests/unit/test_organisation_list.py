"""What becomes of each row of a list of organisations, and how lists are told apart."""

import pytest

from kapstok.directory.lists import LAYOUTS
from kapstok.register import columns, reading
from kapstok.register.columns import Kind
from kapstok.register.organisation_list import Column, Entry, Known, plan
from kapstok.register.planned import Status
from tests.spreadsheets import excel

SECTORS = (("welzijn", "Welzijn"), ("thuiszorg", "Thuiszorg"))
KOM = Known(7, "De Kom", "Welzijn", "Noord", "kom@example.org", "0591 000 001", "https://kom.example.org")
CHOICES = "Kies uit: Welzijn; Thuiszorg."


def say(sentence, **params):
    return sentence % params


def outcome(entry: Entry, *known: Known):
    (row,) = plan([entry], known, SECTORS).rows
    changes = {change.column: (change.old, change.new) for change in row.changes}
    return row.status, row.row_id, changes, [problem.text(say) for problem in row.problems]


@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        (Entry(2, "de kom"), {}),
        (Entry(2, "De Kom", "welzijn", "NOORD", "kom@example.org", "0591-000001", "https://KOM.example.org"), {}),
        (Entry(2, "De Kom", phone="06 1"), {Column.PHONE: ("0591 000 001", "06 1")}),
        (Entry(2, "De Kom", "thuiszorg"), {Column.SECTOR: ("Welzijn", "Thuiszorg")}),
    ],
)
def test_a_known_organisation(entry, changes):
    assert outcome(entry, KOM) == (Status.CHANGED if changes else Status.UNCHANGED, 7, changes, [])


@pytest.mark.parametrize(
    ("entry", "sentences"),
    [
        (Entry(2, "De Brug", "Welzijn"), []),
        (Entry(2, "", "Welzijn"), ["De naam ontbreekt."]),
        (Entry(2, "De Brug"), [f"Deze organisatie is nieuw. Vul de sector in. {CHOICES}"]),
        (Entry(2, "De Brug", "Zorg"), [f"De sector “Zorg” kent dit project niet. {CHOICES}"]),
        (
            Entry(2, "De Brug", "Welzijn", website="brug"),
            ["“brug” is geen webadres. Een webadres begint met https://."],
        ),
        (Entry(2, "B" * 161, "Welzijn"), ["Dit is langer dan 160 tekens. Kort het in."]),
    ],
)
def test_a_new_organisation(entry, sentences):
    assert outcome(entry) == (Status.REFUSED if sentences else Status.NEW, None, {}, sentences)


def test_the_same_organisation_twice_names_the_other_row():
    rows = plan([Entry(2, "De Brug", "Welzijn"), Entry(3, "de  brug")], [], SECTORS).rows
    assert [problem.text(say) for problem in rows[1].problems if problem.column == Column.NAME] == [
        "Dezelfde organisatie staat ook op rij 2. Haal een van beide rijen weg."
    ]


def test_a_name_from_before_a_merge():
    kom = Known(7, "De Kom", "Welzijn", formerly=("Welzijnshuis",))
    assert outcome(Entry(2, "Welzijnshuis"), kom) == (Status.UNCHANGED, 7, {}, [])


def test_a_retired_sector_stays():
    assert outcome(Entry(2, "De Es", "Oude sector"), Known(8, "De Es", "Oude sector"))[0] is Status.UNCHANGED


# Which kind of list it is


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [
        (["Naam", "Organisatie", "Mail"], [Kind.PEOPLE]),
        (["Voornaam", "Achternaam", "Sector"], [Kind.PEOPLE]),
        (["Naam", "Functie", "Telefoon"], [Kind.PEOPLE]),
        (["Organisatie", "Mail"], [Kind.ORGANISATIONS]),
        (["Naam", "Sector", "Website"], [Kind.ORGANISATIONS]),
        (["Organisatie", "Aanbod"], [Kind.SERVICES]),
        (["Organisatie", "Aanbod", "Telefoon", "E-mail", "Website"], [Kind.SERVICES]),
        (["Naam", "Sector"], [Kind.ORGANISATIONS, Kind.PEOPLE]),
        (["Naam", "Telefoon", "E-mail"], [Kind.ORGANISATIONS, Kind.PEOPLE]),
    ],
)
def test_a_list_is_recognised_by_its_headings(headings, kinds):
    (parts,) = columns.read(reading.sheets(excel([headings, ["x"] * len(headings)])), LAYOUTS)
    assert [part.kind for part in parts] == kinds


def test_of_each_kind_the_first_sheet_counts():
    book = excel(
        [["Naam", "Organisatie"], ["Jet", "De Kom"]],
        Voorbeeld=[["Naam", "Organisatie"], ["Bo", "De Kom"]],
        Meer=[["Naam", "Sector"], ["De Kom", "Welzijn"]],  # not people: these were on the first sheet
    )
    found = [(part.kind, part.sheet) for parts in columns.read(reading.sheets(book), LAYOUTS) for part in parts]
    assert found == [(Kind.PEOPLE, "Lijst"), (Kind.ORGANISATIONS, "Meer")]
