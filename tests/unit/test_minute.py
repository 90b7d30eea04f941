"""The Kapstok-minuut: who gets the mail, what it says, and which numbers stand out. Worked out by hand."""

import datetime as dt
from dataclasses import dataclass

import pytest

from kapstok.mail.letter import Sender, as_text
from kapstok.progress.minute.messages import minute
from kapstok.progress.minute.outliers import Jump, TwoNumbers, differs, jumps, two_numbers
from kapstok.progress.minute.rules import Asked, Part, is_card_stale, is_time_to_nudge, who_gets_mail
from kapstok.referrals.rules import Kind, Of, Reconciled, Said

NOW = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
TODAY, SEPTEMBER, OCTOBER = NOW.date(), dt.date(2026, 9, 1), dt.date(2026, 10, 1)
DAY = dt.timedelta(days=1)
SENDER = Sender("Samen in Waterdorp", "Noor de Wit", "noor@example.org", "0591 000 000", "kapstok@example.org")


@dataclass
class Somebody:
    id: int
    email: str | None = "a@example.org"
    address_refused_at: dt.datetime | None = None
    asked_at: dt.datetime | None = None


def say(sentence, **params):
    return sentence % params if params else sentence


def test_everybody_is_mailed_skipped_or_done_for_one_reason():
    asked = {id: [Asked(Part.CARD)] for id in (1, 2, 3, 4, 5)}
    people = [
        Somebody(1),
        Somebody(2, asked_at=NOW - 30 * DAY),
        Somebody(3, asked_at=NOW - 31 * DAY),
        Somebody(4, email=None),
        Somebody(5, address_refused_at=NOW),
        Somebody(6, email=None),
    ]
    found = who_gets_mail(people, asked, NOW)
    ids = {group: [person.id for person in members] for group, members in vars(found).items()}
    assert ids == {"to_ask": [1, 3], "too_soon": [2], "unreachable": [4, 5], "nothing_open": [6]}


def test_a_round_that_would_leave_out_who_can_be_mailed_later_this_month():
    asked = {id: [Asked(Part.CARD)] for id in (1, 2, 3)}
    lately = [Somebody(2, asked_at=NOW - 30 * DAY), Somebody(3, asked_at=NOW - 12 * DAY)]
    assert who_gets_mail([Somebody(1), *lately], asked, NOW).later_this_month(NOW) == (2, dt.date(2026, 11, 30))
    assert who_gets_mail([Somebody(1, asked_at=NOW)], asked, NOW).later_this_month(NOW) is None


@pytest.mark.parametrize(
    ("confirmed", "joined", "stale"),
    [
        (TODAY - 182 * DAY, None, False),
        (TODAY - 183 * DAY, None, True),
        (None, TODAY, False),
        (TODAY - 183 * DAY, TODAY, True),
        (None, None, True),
    ],
)
def test_data_are_asked_about_after_half_a_year(confirmed, joined, stale):
    assert is_card_stale(confirmed, joined, TODAY) is stale


def test_a_round_is_due_from_the_seventh():
    assert [is_time_to_nudge(dt.date(2026, 11, day)) for day in (1, 6, 7, 30)] == [False, False, True, True]


def test_the_mail_lists_what_is_asked_in_the_order_of_the_page():
    asked = [
        Asked(Part.LINES),
        Asked(Part.CARD),
        Asked(Part.COUNTS, dt.date(2026, 7, 1), "Mantelzorgers in beeld"),
        Asked(Part.QUESTIONS),
        Asked(Part.STEPS),
        Asked(Part.ARRIVED, OCTOBER),
        Asked(Part.SENT, OCTOBER),
    ]
    letter = minute(
        say,
        "Jet Jansen",
        SENDER,
        asked,
        "https://kapstok.example.org/d/xyz/minuut",
        180,
        month=lambda day: f"{day:%m-%Y}",
        day=lambda day: f"{day:%d-%m-%Y}",
    )
    assert letter.subject == "Uw Kapstok-minuut voor Samen in Waterdorp"
    assert as_text(letter) == (
        "Beste Jet Jansen,\n"
        "\n"
        "Noor de Wit van Samen in Waterdorp vraagt u één keer per maand een minuut. Dit vragen wij nu:\n"
        "\n"
        "– verwijzingen van 10-2026\n"
        "– wat er in 10-2026 bij u aankwam\n"
        "– Mantelzorgers in beeld op 01-07-2026\n"
        "– hoe ver uw organisatie is met het stappenplan\n"
        "– een paar korte uitspraken\n"
        "– of uw gegevens nog kloppen\n"
        "– wie u in het netwerk kent\n"
        "\n"
        "Open uw Kapstok-minuut:\n"
        "https://kapstok.example.org/d/xyz/minuut\n"
        "\n"
        "Alleen aantallen en tikken: geen namen van cliënten, geen account. Meedoen is vrijwillig, en wat u openlaat, "
        "blijft open. Ook nul is een antwoord.\n"
        "\n"
        "De link werkt 180 dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.\n"
        "\n"
        "Hebt u een vraag? Beantwoord dan deze mail of bel 0591 000 000.\n"
        "\n"
        "Met vriendelijke groet,\n"
        "Noor de Wit\n"
        "Samen in Waterdorp\n"
    )


def sent(month: dt.date, sender: int, receiver: int, service: int | None = None) -> Of:
    return Of(month, Kind.SENT, sender, receiver, service)


def test_a_number_jumps_beside_the_same_ends_a_month_before():
    before = {sent(SEPTEMBER, 1, 2): 4, sent(SEPTEMBER, 1, 3, 30): 30, sent(SEPTEMBER, 4, 2): 6}
    now = {
        sent(OCTOBER, 1, 2): 14,  # ten more, and 3.5 times as many
        sent(OCTOBER, 1, 3, 30): 10,  # a third
        sent(OCTOBER, 4, 2): 15,  # nine more
        sent(OCTOBER, 5, 2): 40,  # nothing to compare with
        Of(OCTOBER, Kind.ARRIVED, None, 2, None): 90,
    }
    assert jumps(now, before) == [
        Jump(sent(OCTOBER, 1, 2), 4, 14),
        Jump(sent(OCTOBER, 1, 3, 30), 30, 10),
    ]


@pytest.mark.parametrize(
    ("sent", "arrived", "stands_out"),
    [(12, 6, True), (6, 12, True), (9, 5, False), (11, 6, False), (5, 0, True), (None, 40, False), (40, None, False)],
)
def test_sides_differ_from_five_and_twice_as_many(sent, arrived, stands_out):
    assert differs(Reconciled(sent, arrived, {}, 0, 0)) is stands_out


def test_two_numbers_for_one_whole_organisation():
    of, other = sent(OCTOBER, 1, 2), sent(OCTOBER, 1, 3)
    said = [
        Said(of, True, 7, 4),
        Said(other, True, 7, 3),
        Said(of, False, 8, 9),
        Said(of, True, None, 6),
        Said(other, True, None, 3),
    ]
    assert two_numbers(said) == [TwoNumbers(of, 4, 6)]
