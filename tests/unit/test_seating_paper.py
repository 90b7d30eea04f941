"""The sheets of a tafelindeling at their fullest: PDF/UA throughout, and no more pages than there are sheets."""

import io

from pypdf import PdfReader

from kapstok import pdf

LONG = "Wilhelmina Johanna Catharina Adriana van Oldenbarnevelt-Schimmelpenninck van der Oye"
PLACE = "Stichting Maatschappelijke Ondersteuning en Mantelzorgondersteuning Zuidoost-Drenthe"
SHEET = {
    "title": "Op papier – Kennismaken",
    "heading": "Op papier",
    "meeting": "Kennismaken",
    "when": "dinsdag 3 maart 2026, 14.00–16.00 uur",
    "place": PLACE,
    "author": "Samen",
    "project": "Samen",
    "language": "nl",
}
ROUNDS = range(1, 13)


def pages(template: str, **data) -> list[str]:
    made = pdf.typeset(template, SHEET | data)
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def card(people: int, *numbers: int) -> dict:
    seated = [f"{LONG} {number}" for number in range(people)]
    rounds = [{"title": f"Ronde {number}", "people": seated} for number in numbers]
    return {"number": "60", "name": PLACE, "heading": f"Tafel 60 – {PLACE}", "host": LONG, "rounds": rounds}


def test_a_card_holds_as_many_names_as_can_be_read():
    cards = [card(8, 1, 2, 12), card(40, *ROUNDS)]
    few, many = pages("table_cards", table="Tafel", too_many="Zie het schema.", cards=cards)
    assert [few.count("Ronde 12"), few.count("Zie het schema.")] == [1, 0]
    assert [many.count("Ronde 12"), many.count("Zie het schema.")] == [0, 1]


def test_a_badge_stays_one_badge():
    rounds = [{"round": f"ronde {number}", "table": "tafel 60"} for number in ROUNDS]
    first, _space, rest = LONG.partition(" ")
    badge = {"first": first, "rest": rest, "function": PLACE, "organisation": PLACE, "rounds": rounds}
    sheets = pages("badges", badges=[badge] * 10, blank=10)
    assert [sheet.count("ronde 12") for sheet in sheets] == [10, 0]


def test_a_schedule_of_many_people_repeats_its_head_and_leaves_nobody_out():
    people = [{"name": f"{LONG} nr{number}.", "organisation": PLACE, "tables": ["60"] * 12} for number in range(80)]
    found = pages(
        "round_schedule",
        by_name="Zoek uw naam",
        name="Naam",
        foot="Bladzijde {page} van {pages}",
        columns=[f"R{number}" for number in ROUNDS],
        people=people,
        rounds=[{"title": "Ronde 1", "tables": [{"title": "Tafel 1", "people": [LONG]}]}],
    )
    text = "\n".join(found)
    assert [number for number in range(80) if f"nr{number}." not in text] == []
    assert all("R12" in page for page in found[:-1])
    assert f"Bladzijde {len(found)} van {len(found)}" in found[-1]
