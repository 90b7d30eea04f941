"""Any text can be set: what fonts do not have never breaks a document."""

import io
import random

import pytest
from pypdf import PdfReader

from kapstok import pdf

OFFER = {"name": "", "organisation": "", "what": "", "way_in": "", "phones": [], "email": "", "website": ""}
OFFER |= {"facts": [], "fresh": "", "old": False}


def sheet(*offers: dict) -> dict:
    """A sheet of the wijzer, the plainest there is."""
    code = {"svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'></svg>", "alt": "code", "words": ""}
    return {
        "title": "Wijzer",
        "subtitle": "",
        "author": "Kapstok",
        "project": "Kapstok",
        "language": "nl",
        "qr": code | {"address": "https://example.org/", "shown": "example.org"},
        "foot": {"wrong": "", "note": "", "date": "", "page": "{page} van {pages}"},
        "words": {"way_in": "Hoe?", "old": "Oud"},
        "offers": [OFFER | offer for offer in offers],
    }


def words(data: dict) -> str:
    pages = PdfReader(io.BytesIO(pdf.typeset("wijzer", data))).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Zoë Ağca-Šimić", "Zoë Ağca-Šimić"),
        ("Zoe\u0308", "Zoë"),
        ("李 Bos", "□ Bos"),
        ("Bos 😀", "Bos"),
        ("a\ud800b", "ab"),
        ("#let x = 1; *y* $z$", "#let x = 1; *y* $z$"),
    ],
)
def test_what_can_be_shown(written, shown):
    assert f" {shown} Hoe?" in words(sheet({"name": written}))


def test_any_mixture_of_signs_can_be_set():
    dice = random.Random(7)
    signs = [chr(code) for code in [*range(0x20, 0x3000), *range(0x1F300, 0x1F700), *range(0xFE00, 0xFFF0)]]
    for _ in range(10):
        text = "".join(dice.choices(signs, k=80))
        assert pdf.typeset("wijzer", sheet({"name": text, "what": text, "way_in": text})).startswith(b"%PDF")


def test_the_same_sheet_is_the_same_file():
    assert pdf.typeset("wijzer", sheet({"name": "Inloop"})) == pdf.typeset("wijzer", sheet({"name": "Inloop"}))


def test_a_picture_of_the_first_page():
    many = [{"name": f"Aanbod {number}"} for number in range(60)]
    for offers in (many[:1], many):
        assert pdf.picture("wijzer", sheet(*offers), 30).startswith(b"\x89PNG")
