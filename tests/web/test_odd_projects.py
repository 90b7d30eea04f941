"""The evaluator's pages of projects about which little can be said."""

from __future__ import annotations

import re

import pytest

from tests.browsing import Visitor
from tests.factories import make_user
from tests.odd import PROJECTS

PAGES = ("", "netwerk", "korte-lijnen", "veranderingen", "bijeenkomsten", "verwijzingen", "in-beeld", "producten")
PAGES += ("vragenlijst", "eindverslag", "downloads", "meetplan")
NO_NUMBER = re.compile(r"\b(?:None|nan|inf)\b|%%|–%")

NOT_MEASURED = {"": "Er is nog niets gemeten", "netwerk": "De projectleider heeft er nog geen geopend."}
FEW = "Minder dan 5 mensen hebben geantwoord."
MISSING = {
    "nothing_yet": NOT_MEASURED | {"veranderingen": "Er is nog niets om te vergelijken"},
    "five_people": {"": "Minder dan 40 mensen antwoordden beide keren."},
    "one_wave": {"": "Na de tweede ziet u hier wat er veranderde.", "korte-lijnen": "Er is één meting."},
    "hardly_anybody_answers": {"": FEW, "netwerk": "Er zijn nog te weinig antwoorden", "korte-lijnen": FEW},
    "one_sector": {"korte-lijnen": "Laat de projectleider de sectoren van organisaties"},
    "two_of_one_name": {"": "Er is één meting.", "korte-lijnen": "Er is één meting."},
    "nobody_came": NOT_MEASURED | {"bijeenkomsten": "Aanwezigheid is niet ingevuld"},
}


@pytest.mark.parametrize("build", PROJECTS, ids=lambda build: build.__name__)
def test_every_page_answers_and_says_what_is_missing(app, build):
    project = build()
    evaluator = Visitor(app).log_in(make_user(project, "evaluator"))
    found = {}
    for name in PAGES:
        page = evaluator.get(f"/e/{project.id}/{name}")
        found[name] = page.text
        assert NO_NUMBER.findall(page.text) == [], (name, page.text)
        assert "Jan Jansen" not in page.text
    for name, sentence in MISSING[build.__name__].items():
        assert sentence in found[name]
