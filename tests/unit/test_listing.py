"""What becomes of each row of a list of services."""

import pytest

from kapstok.directory.listing import (
    Column,
    Entry,
    Keeper,
    Keepers,
    Known,
    KnownOrganisation,
    KnownService,
    items,
    plan,
)
from kapstok.register.planned import Status
from tests.factories import NOW

JET, NAMESAKE, NEW = (
    Keeper(1, "Jet Vos", "jet@example.org"),
    Keeper(2, "Jet Vos", "vos@example.org"),
    Keeper(None, "Bo"),
)
LOGEREN = KnownService(
    7,
    "De Kom",
    "Logeren",
    description="Eén\ntwee",
    capacity="wachtlijst",
    weeks="4",
    support="Respijtzorg; Vervoer",
    areas="Noord",
    phone="0591 000 001",
    keeper="Jet Vos",
    public="ja",
)


def say(sentence, **params):
    return sentence % params


def known(*services: KnownService, keepers=(JET, NEW)) -> Known:
    return Known(
        services,
        (KnownOrganisation("De Kom"), KnownOrganisation("Weg", archived=True)),
        (("respijtzorg", "Respijtzorg"), ("vervoer", "Vervoer")),
        keepers,
    )


def outcome(entry: Entry, kaart: Known):
    (row,) = plan([entry], kaart, NOW).rows
    changes = {change.column: (change.old, change.new) for change in row.changes}
    return row.status, row.row_id, changes, [(problem.column, problem.text(say)) for problem in row.problems]


@pytest.mark.parametrize(
    ("cells", "changes"),
    [
        ({}, {}),
        ({"description": "Eén \ntwee\n", "capacity": "Wachtlijst", "public": "TRUE", "keeper": "jet@example.org"}, {}),
        ({"support": "vervoer;RESPIJTZORG", "areas": "noord", "phone": "0591-000001"}, {}),
        ({"description": "Een\ntwee"}, {Column.DESCRIPTION: ("Eén\ntwee", "Een\ntwee")}),
        ({"weeks": "6"}, {Column.WEEKS: ("4", "6")}),
        ({"capacity": "ja"}, {Column.CAPACITY: ("wachtlijst", "ja")}),
        ({"capacity": "nee"}, {Column.CAPACITY: ("wachtlijst", "vol")}),
        ({"support": "Vervoer"}, {Column.SUPPORT: ("Respijtzorg; Vervoer", "Vervoer")}),
        ({"areas": "Noord; Zuid"}, {Column.AREAS: ("Noord", "Noord; Zuid")}),
        ({"keeper": "Bo"}, {Column.KEEPER: ("Jet Vos", "Bo")}),  # who is new in the same file
        ({"public": "nee"}, {Column.PUBLIC: ("ja", "nee")}),
    ],
)
def test_what_is_known(cells, changes):
    status = Status.CHANGED if changes else Status.UNCHANGED
    assert outcome(Entry(2, "de kom", "logeren", **cells), known(LOGEREN)) == (status, 7, changes, [])


@pytest.mark.parametrize(
    ("entry", "problems"),
    [
        (Entry(2, "De Kom", "Eten"), []),
        (Entry(2, "", "Eten"), [("organisation", "De organisatie ontbreekt.")]),
        (Entry(2, "De Kom", ""), [("name", "De naam ontbreekt.")]),
        (
            Entry(2, "De Brug", "Eten"),
            [
                (
                    "organisation",
                    "De Brug staat nog niet in het netwerk. Voeg de organisatie eerst toe, of zet haar in hetzelfde "
                    "bestand op een werkblad met organisaties.",
                )
            ],
        ),
        (
            Entry(2, "Weg", "Eten"),
            [
                (
                    "organisation",
                    "Weg staat in het archief. Zet de organisatie eerst terug, of haal deze rij weg.",
                )
            ],
        ),
        (
            Entry(2, "De Kom", "Eten", capacity="soms"),
            [("capacity", "“soms” kennen wij hier niet. Kies uit: ja; wachtlijst; vol; onbekend.")],
        ),
        (
            Entry(2, "De Kom", "Eten", capacity="wachtlijst", weeks="veel"),
            [("weeks", "“veel” is geen aantal weken. Vul een heel getal in, van 0 tot en met 260.")],
        ),
        (
            Entry(2, "De Kom", "Eten", capacity="ja", weeks="4"),
            [("weeks", "Een wachttijd hoort bij een wachtlijst. Zet “wachtlijst” bij Plek, of haal de weken weg.")],
        ),
        (
            Entry(2, "De Kom", "Eten", support="Vervoer; Koken"),
            [("support", "Het hulpthema “Koken” kent dit project niet. Kies uit: Respijtzorg; Vervoer.")],
        ),
        (
            Entry(2, "De Kom", "Eten", keeper="Piet"),
            [
                (
                    "keeper",
                    "Wij kennen niemand met de naam “Piet”. Voeg deze persoon eerst toe, of laat de cel leeg.",
                )
            ],
        ),
        (Entry(2, "De Kom", "Eten", public="soms"), [("public", "Vul hier ja of nee in.")]),
        (Entry(2, "De Kom", "Eten", areas="A" * 121), [("areas", "Dit is langer dan 120 tekens. Kort het in.")]),
    ],
)
def test_what_is_new(entry, problems):
    assert outcome(entry, known()) == (Status.REFUSED if problems else Status.NEW, None, {}, problems)


def test_what_may_know_a_client_is_refused():
    (row,) = plan([Entry(2, "De Kom", "Eten", description="Voor 123456782")], known(), NOW).rows
    assert [problem.column for problem in row.problems] == ["description"]


def test_what_is_no_longer_offered_stays_so():
    gone = KnownService(8, "De Kom", "Eten", archived=True)
    assert outcome(Entry(2, "De Kom", "Eten"), known(gone))[3] == [
        ("name", "Eten wordt niet meer aangeboden. Hervat het aanbod eerst, of haal deze rij weg.")
    ]


def test_two_of_one_name_are_told_apart_by_what_they_say():
    twins = known(KnownService(7, "De Kom", "Eten", fees="€ 5"), KnownService(8, "De Kom", "Eten", fees="€ 7"))
    rows = [Entry(2, "De Kom", "Eten", fees="€ 7"), Entry(3, "De Kom", "Eten", fees="€ 5")]
    assert [row.row_id for row in plan(rows, twins, NOW).rows] == [8, 7]
    assert outcome(Entry(2, "De Kom", "Eten", fees="€ 9"), twins)[3] == [
        ("name", "Deze organisatie heeft 2 keer aanbod met deze naam. Geef het op de bladzijde zelf een eigen naam.")
    ]


def test_the_same_twice_names_the_other_row():
    rows = plan([Entry(2, "De Kom", "Eten"), Entry(3, "de kom", "ETEN")], known(), NOW).rows
    assert [problem.text(say) for problem in rows[1].problems] == [
        "Hetzelfde aanbod staat ook op rij 2. Haal een van beide rijen weg."
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jet vos", [JET, NAMESAKE]),
        ("Jet Vos (vos@example.org)", [NAMESAKE]),
        ("vos@example.org", [NAMESAKE]),
        ("Bo", [NEW]),
        ("Jet Vos (bo@example.org)", []),
        ("", []),
    ],
)
def test_who_is_meant(text, found):
    assert Keepers([JET, NAMESAKE, NEW]).find(text) == found


def test_a_name_that_several_bear_is_written_with_the_address():
    keepers = [JET, NAMESAKE, NEW]
    assert [Keepers(keepers).word(keeper) for keeper in keepers] == [
        "Jet Vos (jet@example.org)",
        "Jet Vos (vos@example.org)",
        "Bo",
    ]


def test_items():
    assert items(" a ; b\nc;;a ") == ["a", "b", "c"]
