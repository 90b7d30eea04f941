"""Lists of monthly counts: three kinds of files, what their cells say, and what would become of each row."""

import datetime as dt

import pytest

from kapstok import takeaway
from kapstok.errors import Refused
from kapstok.referrals.imports import table
from kapstok.referrals.imports.rules import KnownOrganisation, KnownService, weigh
from kapstok.referrals.imports.table import NoTallies, TooBig, kind_of, month_of, number_of
from kapstok.referrals.rules import Kind, Of
from kapstok.register.planned import Status
from tests.spreadsheets import excel

OCTOBER, SEPTEMBER = dt.date(2026, 10, 1), dt.date(2026, 9, 1)
TODAY = dt.date(2026, 11, 10)
ES = KnownOrganisation(1, "Praktijk De Es", formerly=("Huisartsen De Es",))
KOM = KnownOrganisation(
    2,
    "De Kom",
    services=(KnownService(5, "Respijt thuis"), KnownService(6, "Inloop", stopped_on=dt.date(2026, 8, 12))),
)
GONE = KnownOrganisation(3, "Oude Thuiszorg", stopped_on=dt.date(2026, 9, 2))
COLON = KnownOrganisation(4, "Wmo: loket")
KNOWN = (ES, KOM, GONE, COLON)

HEADINGS = ["Van", "Naar", "Maand", "Aantal", "Wat", "Cliënt"]
FIRST = ["Praktijk De Es", "De Kom: Respijt thuis", "2026-10", "4", "", "x"]
SECOND = ["", "De Kom", "oktober 2026", "2", "Geholpen", ""]
TYPED = {
    "xlsx": excel(
        [HEADINGS, [*FIRST[:2], dt.date(2026, 10, 31), 4, None, "x"], [None, "De Kom", "oktober 2026", 2.0, "Geholpen"]]
    ),
    "ods": takeaway.as_ods(takeaway.Sheet("Tellingen", HEADINGS, [FIRST, SECOND])),
    "csv": takeaway.as_csv(HEADINGS, [FIRST, SECOND]),
}


def planned(*rows: str, standing=None):
    """What becomes of rows of "van;naar;maand;aantal;wat"."""
    data = "\n".join(("Van;Naar;Maand;Aantal;Wat", *rows)).encode()
    return weigh(map(table.entry, table.read(data).entries), KNOWN, standing or {}, TODAY)


def refused(*rows: str, standing=None) -> list[tuple[int, str, str]]:
    return [
        (row.entry.number, problem.column, problem.text(lambda sentence, **params: sentence % params))
        for row in planned(*rows, standing=standing).rows
        for problem in row.problems
    ]


@pytest.mark.parametrize("kind", TYPED)
def test_every_kind_of_file_says_the_same(kind):
    part = table.read(TYPED[kind])
    plan = weigh(map(table.entry, part.entries), KNOWN, {}, TODAY)
    assert [(row.entry.number, row.of, row.count, row.status) for row in plan.rows] == [
        (2, Of(OCTOBER, Kind.SENT, 1, 2, 5), 4, Status.NEW),
        (3, Of(OCTOBER, Kind.HELPED, None, 2, None), 2, Status.NEW),
    ]
    assert (plan.can_land, part.unread) == (True, ("Cliënt",))


def test_what_is_no_list_of_counts():
    with pytest.raises(NoTallies):
        table.read(b"Naam;Organisatie\nJet Vos;De Kom\n")
    with pytest.raises(TooBig):
        table.read(b"x" * (table.MOST_BYTES + 1))
    with pytest.raises(TooBig):
        table.read(b"Naar;Maand;Aantal\n" + b"a;b;1\n" * 20_100)


def test_months_numbers_and_words():
    written = ("2026-10", "2026-10-31", "10-2026", "10/2026", "31-10-2026", "Oktober 2026", "okt-26", "1 okt. 2026")
    assert [month_of(text) for text in written] == [OCTOBER] * len(written)
    assert [number_of(text) for text in ("4", "4.0", "4,00", "0", "-3", "1 000")] == [4, 4, 4, 0, -3, 1000]
    assert [kind_of(text) for text in ("", "Verwezen", "Geen plek", "ziet ervan-af")] == [
        Kind.SENT,
        Kind.SENT,
        Kind.NO_PLACE,
        Kind.DECLINED,
    ]
    for read, texts in (
        (month_of, ("46296", "2026", "13-2026", "00-2026", "0000-10", "snuut 2026", "herfst")),
        (number_of, ("1.000", "2,5", "vier", "4x", "٤x", "1e3")),
        (kind_of, ("gebeld",)),
    ):
        for text in texts:
            with pytest.raises(Refused):
                read(text)


def test_rows_that_cannot_be_are_named_with_their_reason():
    assert refused(
        "Praktijk De Ess;De Kom;2026-10;4",
        "Xqzw;De Kom;2026-10;4",
        "Praktijk De Es;De Kom: Oppas;2026-10;4",
        "Praktijk De Es;Praktijk De Es: Oppas;2026-10;4",
        "Praktijk De Es;De Kom;2026-12;4",
        "Praktijk De Es;De Kom;2024-10;4",
        "Praktijk De Es;De Kom;2026-10;-1",
        "Praktijk De Es;De Kom;2026-10;1000",
        "Praktijk De Es;De Kom;2026-10;2,5",
        "Praktijk De Es;De Kom;2026-10;",
        "Totaal;;;12",
        ";De Kom;2026-10;4;verwezen",
        "De Kom;De Kom;2026-10;1",
        "Praktijk De Es;De Kom;2026-10;4;aangekomen",
    ) == [
        (2, "sender", "“Praktijk De Ess” staat niet in het netwerk. Bedoelt u Praktijk De Es?"),
        (
            3,
            "sender",
            "“Xqzw” staat niet in het netwerk. Controleer de naam, of voeg deze organisatie eerst toe.",
        ),
        (4, "service", "De Kom heeft geen aanbod “Oppas”. Laat de cel leeg, of kies uit: Respijt thuis."),
        (5, "service", "Praktijk De Es heeft geen aanbod “Oppas”. Laat de cel leeg."),
        (6, "month", "Deze maand moet nog komen. Kies deze maand of een eerdere maand."),
        (7, "month", "U kunt tot 24 maanden terug tellen. Kies een latere maand."),
        (8, "count", "Vul een heel getal in van 0 tot en met 999."),
        (9, "count", "Vul een heel getal in van 0 tot en met 999."),
        (10, "count", "“2,5” is geen heel getal."),
        (11, "count", "Vul dit in, of haal de rij weg."),
        (
            12,
            "sender",
            "“Totaal” staat niet in het netwerk. Controleer de naam, of voeg deze organisatie eerst toe.",
        ),
        (12, "receiver", "Vul dit in, of haal de rij weg."),
        (12, "month", "Vul dit in, of haal de rij weg."),
        (13, "sender", "Vul dit in, of haal de rij weg."),
        (14, "receiver", "De organisatie verwijst naar zichzelf. Kies een andere organisatie, of een aanbod."),
        (
            15,
            "sender",
            "Wat er aankwam, geldt voor alle verwijzers samen. Tel deze rijen bij elkaar op en laat Van leeg.",
        ),
    ]


def test_what_stopped_counts_until_its_last_month():
    ended = "Oude Thuiszorg is gestopt in 09-2026. Tot en met die maand kunt u nog tellen."
    shut = "Inloop is gestopt in 08-2026. Tot en met die maand kunt u nog tellen."
    assert refused(
        "Oude Thuiszorg;De Kom;2026-09;1",
        "Oude Thuiszorg;De Kom;2026-10;1",
        "Praktijk De Es;De Kom: Inloop;2026-08;1",
        "Praktijk De Es;De Kom: Inloop;2026-09;1",
    ) == [(3, "sender", ended), (5, "service", shut)]


def test_the_same_line_twice_and_more_that_ended_than_arrived():
    too_many = "U telde 5 afgelopen verwijzingen, en er kwamen er 4 aan. Pas een van beide aan."
    assert refused(
        "Huisartsen De Es;De Kom;2026-10;4",
        "praktijk de es;De Kom;okt-26;4",
        ";De Kom;2026-10;2;geholpen",
        ";De Kom;2026-09;2;geholpen",
        standing={Of(OCTOBER, Kind.ARRIVED, None, 2, None): 4, Of(OCTOBER, Kind.NO_FIT, None, 2, None): 3},
    ) == [
        (3, "receiver", "Deze telling staat ook op rij 2. Haal een van beide rijen weg."),
        (4, "count", too_many),
    ]


def test_what_is_known_already_stands_beside_what_it_becomes():
    of = Of(OCTOBER, Kind.SENT, 1, 2, None)
    before = Of(SEPTEMBER, Kind.SENT, 1, 2, None)
    plan = planned(
        "Praktijk De Es;De Kom;2026-10;6",
        "Praktijk De Es;De Kom;2026-09;40",
        "Praktijk De Es;Wmo: loket;2026-10;0",
        standing={of: 6, before: 4},
    )
    assert [(row.status, row.was, row.count, row.is_jump) for row in plan.rows] == [
        (Status.UNCHANGED, 6, 6, False),
        (Status.CHANGED, 4, 40, True),
        (Status.NEW, None, 0, False),
    ]
    same = planned("Praktijk De Es;De Kom;2026-10;6", standing={of: 6})
    assert (plan.can_land, same.can_land) == (True, False)
