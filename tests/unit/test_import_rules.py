"""What becomes of each row of a list: recognised columns, and new, changed, known or refused."""

import pytest

from kapstok.register import columns, people_list, reading
from kapstok.register.columns import NoHeadings, NothingListed, Part
from kapstok.register.people_list import Column, Entry, Known, KnownOrganisation, KnownPerson, plan
from kapstok.register.planned import Change, FilePlan, Status
from kapstok.register.rules import match_key, stands_on_rosters
from tests.spreadsheets import excel

SECTORS = (("welzijn", "Welzijn"), ("thuiszorg", "Thuiszorg en wijkverpleging"))
FUNCTIONS = (("poh", "Praktijkondersteuner (POH)"), ("huisarts", "Huisarts"))
KOM = KnownOrganisation("Welzijnshuis De Kom", "Welzijn")
JET = KnownPerson(7, "Jet Jansen", KOM.name, "Welzijn", "Huisarts", "jet@example.org", "0591 000 001", "Noord")


def known(*people: KnownPerson, organisations=(KOM,)) -> Known:
    return Known(people, organisations, SECTORS, FUNCTIONS)


def say(sentence, **params):
    return sentence % params


def outcome(entry: Entry, register: Known):
    """(status, id of the person, changes, columns with a problem) of a single row."""
    (row,) = plan([entry], register).rows
    changes = {change.column: (change.old, change.new) for change in row.changes}
    return row.status, row.row_id, changes, [problem.column for problem in row.problems]


def sentences(row) -> list[str]:
    return [problem.text(say) for problem in row.problems]


# Columns


def read(data: bytes) -> Part:
    ((part,),) = columns.read(reading.sheets(data), [people_list.LAYOUT])
    return part


def entries(data: bytes) -> tuple[Entry, ...]:
    return tuple(Entry(**entry | {"formulas": tuple(entry.get("formulas", ()))}) for entry in read(data).entries)


JET_ROW = Entry(2, name="Jet Jansen", organisation="De Kom", email="jet@example.org", phone="0591 000 001")


JET_CELLS = ["Jet Jansen", "De Kom", "jet@example.org", "0591 000 001"]
TURNED = JET_CELLS[::-1]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Naam", "Organisatie", "E-mail", "Telefoon"], ["Jet Jansen", "De Kom", "Jet@example.org", "0591 000 001"]),
        (["phone", "E-MAIL ADDRESS", "Company", "name"], TURNED),
        (["Tel.", "Mail (werk)*", "Naam\norganisatie", "Volledige naam"], TURNED),
        (["Voornaam", "Achternaam", "Werkgever", "mail", "gsm"], ["Jet", "Jansen", *JET_CELLS[1:]]),
        (["Naam", "Organisatie", "Mail", "Telefoon", "Mobiel"], [*JET_CELLS[:3], "-", "0591 000 001"]),
        (["Naam", "Organisatie", "Mail", "Telefoon"], [*JET_CELLS[:2], "mailto:jet@example.org", "0591 000 001"]),
    ],
)
def test_columns_in_any_order_and_language(headings, cells):
    assert entries(excel([headings, cells])) == (JET_ROW,)


def test_a_name_in_three_columns():
    (entry,) = entries(b"Voornaam;Tussenvoegsel;Achternaam;Sector\nJet;de;Wit;Welzijn")
    assert entry.name == "Jet de Wit"


def test_a_title_merged_over_the_headings():
    data = excel([["Deelnemers 2026"], [None, None], ["Naam", "Sector"], ["Jet", "Welzijn"]], merged=["A1:B1"])
    assert entries(data) == (Entry(4, name="Jet", sector="Welzijn"),)


def test_headings_over_two_rows():
    rows = [
        ["Naam", "Organisatie", "Contact", None],
        [None, None, "Mail", "Telefoon"],
        ["Jet", "De Kom", "a@b.nl", "1"],
    ]
    data = excel(rows, merged=["A1:A2", "B1:B2", "C1:D1"])
    assert entries(data) == (Entry(3, name="Jet", organisation="De Kom", email="a@b.nl", phone="1"),)


def test_the_list_is_found_on_a_later_sheet():
    listing = read(excel([["Welkom"]], Mensen=[["Naam", "Sector"], ["Jet", "Welzijn"]]))
    assert (listing.sheet, len(listing.entries)) == ("Mensen", 1)


def test_columns_that_mean_nothing_are_named():
    listing = read(b"Naam;BSN;Sector;Schoenmaat\nJet;1;Welzijn;38")
    assert listing.unread == ("BSN", "Schoenmaat")


@pytest.mark.parametrize("text", ["Jet;De Kom\nJan;De Brug", "Naam\nJet", "Organisatie;Mail\nDe Kom;a@example.org"])
def test_a_list_without_headings(text):
    with pytest.raises(NoHeadings):
        read(text.encode())


@pytest.mark.parametrize("text", ["Naam;Sector", "Naam;Sector\n-;n.v.t.", "Naam;Sector;Rang\n;;12"])
def test_headings_with_nobody_beneath(text):
    with pytest.raises(NothingListed):
        read(text.encode())


def test_a_formula_is_noted_only_in_a_column_that_is_read():
    (entry,) = entries(b"Naam;Sector;Rang\nJet;=A1;=1+1")
    assert (entry.formulas, entry.sector) == (("sector",), "")


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("591000001", "0591000001"),
        ("'+31 591 000 001", "+31 591 000 001"),
        ("n.v.t.", ""),
        ("0591-000001", "0591-000001"),
    ],
)
def test_phone_numbers(cell, phone):
    (entry,) = entries(f"Naam;Telefoon\nJet;{cell}".encode())
    assert entry.phone == phone


# Names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("José de Vríes", "jose  DE vries", True),
        ("J. de Vries", "J de Vries", True),
        ("Anne-Marie Vos", "Anne Marie Vos", True),
        ("Jan Vos", "Jan Bos", False),
        ("Strauß", "STRAUSS", True),
    ],
)
def test_match_key(one, other, same):
    assert (match_key(one) == match_key(other)) is same


@pytest.mark.parametrize(
    ("function", "sector", "stands"),
    [
        ("huisarts", "welzijn", True),
        (None, None, True),
        ("mantelzorger", "welzijn", False),
        (None, "mantelzorgers", False),
    ],
)
def test_mantelzorgers_stand_on_no_list(function, sector, stands):
    assert stands_on_rosters(function, sector) is stands


# New


def test_somebody_new_at_a_known_organisation():
    row = Entry(2, "Jan Vos", organisation="welzijnshuis de kom", function="poh", email="jan@example.org")
    result = plan([row], known())
    assert [planned.status for planned in result.rows] == [Status.NEW]
    assert result.rows[0].entry.organisation == "Welzijnshuis De Kom"
    assert result.rows[0].entry.function == "Praktijkondersteuner (POH)"
    assert (result.organisations, result.functions) == ((), ())


def test_a_new_organisation_and_a_new_function_are_named_once():
    rows = [
        Entry(2, "Jan Vos", organisation="De Brug", sector="thuiszorg", function="Ergotherapeut"),
        Entry(3, "Eva Bos", organisation="de brug", function="ergotherapeut"),  # the sector stands in the row above
    ]
    result = plan(rows, known())
    assert [row.status for row in result.rows] == [Status.NEW, Status.NEW]
    assert result.organisations == (("De Brug", "Thuiszorg en wijkverpleging"),)
    assert result.functions == ("Ergotherapeut",)


def test_without_organisation_a_sector_is_enough():
    assert outcome(Entry(2, "Jan Vos", sector="WELZIJN"), known()) == (Status.NEW, None, {}, [])


def test_one_mail_address_for_several_people():
    rows = [
        Entry(2, "Jan Vos", KOM.name, email="info@example.org"),
        Entry(3, "Eva Bos", KOM.name, email="info@example.org"),
    ]
    assert [row.status for row in plan(rows, known()).rows] == [Status.NEW, Status.NEW]


def test_a_namesake_elsewhere_is_pointed_at():
    (row,) = plan([Entry(2, "Jet Jansen", sector="Welzijn")], known(JET)).rows
    assert (row.status, row.namesake_at) == (Status.NEW, "Welzijnshuis De Kom")


# Known


@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        (Entry(2, "Jet Jansen", email="jet@example.org"), {}),
        (Entry(2, "JET  jansén", KOM.name), {}),
        (Entry(2, "Jet Jansen", KOM.name, "welzijn", "Huisarts", "jet@example.org", "0591-000001", "noord"), {}),
        (
            Entry(2, "Jet Jansen", KOM.name, email="jj@example.org"),
            {Column.EMAIL: ("jet@example.org", "jj@example.org")},
        ),
        (Entry(2, "Jet Jansen", KOM.name, phone="06 1234"), {Column.PHONE: ("0591 000 001", "06 1234")}),
        (
            Entry(2, "Jet Jansen", KOM.name, function="POH"),
            {Column.FUNCTION: ("Huisarts", "Praktijkondersteuner (POH)")},
        ),
        (
            Entry(2, "Jet Jansen", "De Brug", "thuiszorg", email="jet@example.org"),
            {Column.ORGANISATION: ("Welzijnshuis De Kom", "De Brug")},
        ),
    ],
)
def test_somebody_known(entry, changes):
    status = Status.CHANGED if changes else Status.UNCHANGED
    assert outcome(entry, known(JET)) == (status, 7, changes, [])


def test_the_sector_of_somebody_without_organisation_changes():
    solo = KnownPerson(8, "Jan Vos", sector="Welzijn")
    entry = Entry(2, "Jan Vos", sector="thuiszorg")
    changes = {Column.SECTOR: ("Welzijn", "Thuiszorg en wijkverpleging")}
    assert outcome(entry, known(solo)) == (Status.CHANGED, 8, changes, [])


def test_two_namesakes_at_one_organisation_are_told_apart_by_mail():
    other = KnownPerson(9, "Jet Jansen", KOM.name, "Welzijn", email="jet2@example.org")
    rows = [
        Entry(2, "Jet Jansen", KOM.name, email="jet@example.org"),
        Entry(3, "Jet Jansen", KOM.name, email="jet2@example.org"),
    ]
    assert [row.row_id for row in plan(rows, known(JET, other)).rows] == [7, 9]
    assert outcome(Entry(2, "Jet Jansen", KOM.name), known(JET, other)) == (Status.REFUSED, None, {}, [Column.NAME])


# Refused


@pytest.mark.parametrize(
    ("entry", "column", "sentence"),
    [
        (Entry(2, sector="Welzijn"), Column.NAME, "De naam ontbreekt."),
        (Entry(2, "?!", sector="Welzijn"), Column.NAME, "De naam ontbreekt."),
        (Entry(2, "J" * 121, sector="Welzijn"), Column.NAME, "Dit is langer dan 120 tekens. Kort het in."),
        (Entry(2, "Jan", KOM.name, phone="1" * 41), Column.PHONE, "Dit is langer dan 40 tekens. Kort het in."),
        (
            Entry(2, "Jan", KOM.name, email="jan@"),
            Column.EMAIL,
            "“jan@” is geen geldig mailadres. Vul één adres in, zoals naam@example.org.",
        ),
        (
            Entry(2, "Jan", KOM.name, email="a@example.org,b@example.org"),
            Column.EMAIL,
            "“a@example.org,b@example.org” is geen geldig mailadres. Vul één adres in, zoals naam@example.org.",
        ),
        (
            Entry(2, "Jan", sector="Welsijn"),
            Column.SECTOR,
            "De sector “Welsijn” kent dit project niet. Kies uit: Welzijn; Thuiszorg en wijkverpleging.",
        ),
        (
            Entry(2, "Jan"),
            Column.SECTOR,
            "Vul een organisatie in, of de sector van deze persoon. Kies uit: Welzijn; Thuiszorg en wijkverpleging.",
        ),
        (
            Entry(2, "Jan", "De Brug"),
            Column.SECTOR,
            "Deze organisatie is nieuw. Vul erbij in welke sector het is. "
            "Kies uit: Welzijn; Thuiszorg en wijkverpleging.",
        ),
        (
            Entry(2, "Jan", KOM.name, "thuiszorg"),
            Column.SECTOR,
            "Welzijnshuis De Kom hoort in dit project bij de sector Welzijn. Pas het bestand aan, of de organisatie.",
        ),
        (
            Entry(2, "Jan", KOM.name, formulas=("phone",)),
            Column.PHONE,
            "Hier staat een formule. Zet de uitkomst neer: kopieer de cel, en plak alleen de waarde.",
        ),
    ],
)
def test_refused_with_the_reason(entry, column, sentence):
    (row,) = plan([entry], known()).rows
    assert (row.status, row.problems[0].column, sentences(row)) == (Status.REFUSED, column, [sentence])


@pytest.mark.parametrize(
    "again",
    [
        Entry(3, "jet jansén", KOM.name),
        Entry(3, "Jet Jansen", KOM.name, email="other@example.org"),
        Entry(3, "Jet Jansen", sector="Welzijn", email="jet@example.org"),
    ],
)
@pytest.mark.parametrize("register", [known(), known(JET)], ids=["new", "known"])
def test_the_same_person_twice_names_the_other_row(again, register):
    first = Entry(2, "Jet Jansen", KOM.name, email="jet@example.org")
    rows = plan([first, again], register).rows
    assert rows[0].status is not Status.REFUSED
    assert sentences(rows[1]) == ["Dezelfde persoon staat ook op rij 2. Haal een van beide rijen weg."]


def test_two_rows_disagree_on_the_sector_of_a_new_organisation():
    rows = plan([Entry(2, "Jan", "De Brug", "Welzijn"), Entry(3, "Eva", "De Brug", "thuiszorg")], known()).rows
    assert sentences(rows[1]) == ["Rij 2 geeft De Brug de sector Welzijn. Kies een van beide."]


def test_what_is_in_the_archive_stays_there():
    gone = KnownPerson(8, "Jan Vos", "De Brug", "Welzijn", archived=True)
    brug = KnownOrganisation("De Brug", "Welzijn", archived=True)
    (row,) = plan([Entry(2, "Jan Vos", "De Brug")], known(gone, organisations=(brug,))).rows
    assert sentences(row) == ["Jan Vos staat in het archief. Zet deze persoon eerst terug, of haal deze rij weg."]
    (row,) = plan([Entry(2, "Eva Bos", "De Brug")], known(organisations=(brug,))).rows
    assert sentences(row) == ["De Brug staat in het archief. Zet de organisatie eerst terug, of haal deze rij weg."]


def test_who_works_at_an_archived_organisation_stays_there():
    brug = KnownOrganisation("De Brug", "Welzijn", archived=True)
    eva = KnownPerson(8, "Eva Bos", "De Brug", "Welzijn")
    entry = Entry(2, "Eva Bos", "De Brug", phone="06 1234")
    assert outcome(entry, known(eva, organisations=(brug,))) == (Status.CHANGED, 8, {Column.PHONE: ("", "06 1234")}, [])


def test_the_archives_own_list_changes_nothing():
    gone = KnownPerson(8, "Jan Vos", KOM.name, "Welzijn", archived=True)
    rows = [Entry(2, "Jan Vos", KOM.name, archived="ja"), Entry(3, "Jet Jansen", KOM.name, archived="ja")]
    archived, active = plan(rows, known(gone, JET)).rows
    assert (archived.status, archived.row_id) == (Status.UNCHANGED, 8)
    assert [problem.column for problem in active.problems] == [Column.ARCHIVED]
    assert outcome(Entry(2, "Jet Jansen", KOM.name, archived="nee"), known(JET)) == (Status.UNCHANGED, 7, {}, [])


def test_an_older_list_with_the_name_of_who_was_merged():
    merged = KnownPerson(8, "J. Jansen", KOM.name, "Welzijn", email="j@example.org", archived=True, kept_id=7)
    assert outcome(Entry(2, "J. Jansen", KOM.name), known(merged, JET)) == (Status.UNCHANGED, 7, {}, [])


def test_an_older_list_with_the_name_of_a_merged_organisation():
    kom = KnownOrganisation(KOM.name, KOM.sector, formerly=("De Kom",))
    assert outcome(Entry(2, "Jet Jansen", "De Kom"), known(JET, organisations=(kom,))) == (Status.UNCHANGED, 7, {}, [])


def test_a_retired_word_that_somebody_has_is_not_new():
    jet = KnownPerson(7, "Jet Jansen", KOM.name, "Welzijn", "Buurtverpleegkundige")
    result = plan([Entry(2, "Jet Jansen", KOM.name, function="Buurtverpleegkundige", phone="06 1234")], known(jet))
    assert ([row.status for row in result.rows], result.functions) == ([Status.CHANGED], ())


def test_a_refused_row_makes_no_organisation():
    result = plan([Entry(2, "", "De Brug", "Welzijn", "Ergotherapeut")], known())
    assert (result.organisations, result.functions) == ((), ())


# The whole


def test_all_of_it_or_nothing():
    fine, wrong = Entry(2, "Jan", KOM.name), Entry(3, "", KOM.name)
    same = Entry(4, "Jet Jansen", KOM.name)
    assert [FilePlan((plan(rows, known(JET)),)).can_land for rows in ([fine], [fine, wrong], [same], [])] == [
        True,
        False,
        False,
        False,
    ]


def test_the_fingerprint_tells_whether_the_register_changed():
    entry = [Entry(2, "Jet Jansen", KOM.name, phone="06 1234")]
    changed = plan(entry, known(JET))
    assert changed.rows[0].changes == (Change(Column.PHONE, "0591 000 001", "06 1234"),)
    again, otherwise = plan(entry, known(JET)), plan(entry, known())
    assert FilePlan((changed,)).fingerprint == FilePlan((again,)).fingerprint
    assert FilePlan((changed,)).fingerprint != FilePlan((otherwise,)).fingerprint
