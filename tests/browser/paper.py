"""A network that was worked out on paper, small enough to check with a pencil.

Twelve organisations of five people, two organisations in each of six sectors: organisation ``o`` belongs to sector
``o mod 6``. In each organisation persons 0–3 answer and person 4 never does: 48 of 60, 80 % response.

**Nulmeting.** Who answers says 3 of the four colleagues and 0 of everybody else.

- stated pairs: 48 × 59 = 2,832; lines (≥ 2): 48 × 4 = 192. Density 192 / 2,832 = 6.8 %; 192 / 48 = 4.0 lines a person.
- no line leaves its organisation, so 0 % of the lines cross sectors, no cross-sector pair is within two steps, and the
  only distance there is is 1.

**T1.** The same, and person ``k`` of an even organisation ``o`` and person ``k`` of ``o + 1`` (another sector) say 2 of
one another, for k = 0–3.

- lines: 48 × 5 = 240. Density 240 / 2,832 = 8.5 %; 5.0 lines a person; 48 of the 240 cross sectors: 20 %.
- between the sectors of such a pair: 8 respondents × 10 people = 80 stated pairs, 8 lines: 10 %, where it was 0 %.
  Within a sector: 8 × 9 = 72 stated pairs, 32 lines: 44 %, both times.
- each pair of organisations is now ten people. Its 25 cross pairs: 4 know one another; 20 are two steps apart (by the
  one of the two with k ≤ 3, whose counterpart is the other's colleague); persons 4 and 4 are three steps apart. So 24
  of 25 are within two steps: 6 × 24 = 144 of all cross-sector pairs, which are 60·59/2 − 6 · 10·9/2 = 1,500: 9.6 %.
- distances within ten people: 20 pairs of colleagues at 1, then 4 at 1, 20 at 2, 1 at 3: (24 + 40 + 3) / 45 = 1.49.
"""

from __future__ import annotations

from pathlib import Path

SECTORS = (
    "Eerstelijnszorg",
    "Thuiszorg en wijkverpleging",
    "Welzijn",
    "Gemeente, Wmo en Zorgloket",
    "Vrijwilligers",
    "Overig",
)
ORGANISATIONS = (
    "Praktijk Esdoorn", "Thuiszorg Linde", "Welzijn Beuk", "Wmo-loket Eik", "Vrijwilligers Wilg", "Wonen Berk",
    "Praktijk Els", "Wijkzorg Den", "Buurtwerk Olm", "Gemeente Populier", "Hulpdienst Hazelaar", "Apotheek Iep",
)  # fmt: skip
FIRST_NAMES = ("Ans", "Bob", "Cor", "Dia", "Eef")
ANSWERING = 4  # persons 0–3 of each organisation
FIGURES = {
    "Dichtheid": ("6,8 %", "8,5 %"),
    "Gemiddeld aantal contacten": ("4,0", "5,0"),
    "Korte-lijnen-index": ("0 %", "10 %"),
    "Gemiddelde afstand": ("1,00", "1,49"),
    "Lijnen tussen sectoren": ("0 %", "20 %"),
}
SECTOR_SHARES = (
    ("Eerstelijnszorg", "Eerstelijnszorg", "44 %", "44 %"),
    ("Eerstelijnszorg", "Thuiszorg en wijkverpleging", "0 %", "10 %"),
    ("Thuiszorg en wijkverpleging", "Eerstelijnszorg", "0 %", "10 %"),
    ("Welzijn", "Gemeente, Wmo en Zorgloket", "0 %", "10 %"),
    ("Overig", "Eerstelijnszorg", "0 %", "0 %"),
)


def person(o: int, k: int) -> str:
    """The name of person ``k`` of organisation ``o``; unique, and no name is part of another."""
    return f"{FIRST_NAMES[k]} {ORGANISATIONS[o].split()[-1]}"


def address(o: int, k: int) -> str:
    return person(o, k).lower().replace(" ", ".") + "@example.org"


def everybody() -> list[tuple[int, int]]:
    return [(o, k) for o in range(12) for k in range(5)]


def answering() -> list[tuple[int, int]]:
    return [(o, k) for o, k in everybody() if k < ANSWERING]


def strengths(o: int, k: int, wave: int) -> dict[str, int]:
    """What person ``k`` of organisation ``o`` says in a wave, by name; everybody else is 0."""
    said = {person(o, colleague): 3 for colleague in range(5) if colleague != k}
    if wave == 1:
        said[person(o + 1 if o % 2 == 0 else o - 1, k)] = 2
    return said


def write_excel(path: Path) -> Path:
    """The list as a projectleider keeps it: own headings, in an order of its own, with a title row above."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Deelnemers"
    sheet.append(["Naam", "Telefoonnummer", "Organisatie", "E-mail", "Sector", "Functie"])
    for o, k in everybody():
        sheet.append([person(o, k), f"0591-{o:02}{k:04}", ORGANISATIONS[o], address(o, k), SECTORS[o % 6], "Anders"])
    book.save(path)
    return path
