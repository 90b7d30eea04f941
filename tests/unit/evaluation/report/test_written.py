"""A report is read back out of all its forms: everything of the document is there, as text, in its place."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

import docx
import html5lib
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from kapstok.evaluation.report import drawings
from kapstok.evaluation.report.document import (
    Chapter,
    Document,
    Grid,
    Heading,
    OwnText,
    Paragraph,
    Points,
)
from kapstok.evaluation.report.written import as_docx, as_html, as_pdf
from kapstok.evaluation.report.written.plain import widths
from tests.unit.evaluation.report.voices import DUTCH, percent

HOSTILE = [
    "#let x = 1; #panic()",
    "*vet* _schuin_ $x$ `code` @bron <label>",
    "</p><script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% include '/etc/passwd' %}",
    "]]> &amp; &#65; <w:br/> \\ \\u{41}",
    "= geen kop",
]
STEERING = "a\x00\x07\x1b\ud800\u202eb\ufffe"

GRID = Grid("Cijfers", ("Cijfer", "Toen", "Nu"), tuple((f"Rij {i}", f"{i} %", f"{i + 30}") for i in range(60)), (1, 2))
PICTURE = drawings.bars("Meer", "n = 42", [drawings.Bar("Nu", 0.2)], write=percent, voice=DUTCH)
BLOCKS = (
    Paragraph("Bij de meting noemden 42 mensen 181 lijnen; 34 % lag tussen sectoren.", claim="a.b"),
    Paragraph("Bron: vragenlijst", quiet=True),
    Points(("Eerste punt", HOSTILE[3])),
    Heading("Toelichting"),
    OwnText("Eerste regel\r\nTweede regel\n\n" + "\n\n".join(HOSTILE)),
    PICTURE,
    GRID,
    Grid("Leeg", ("Een",), ()),
)
WORDS = {"contents": "Inhoud", "summary": "Samenvatting", "page": "Bladzijde", "skip": "Ga naar de inhoud"}
DOCUMENT = Document(
    title="Eindverslag",
    subtitle="De Kom <b>",
    author="De Kom & co",
    language="nl",
    made_at=dt.datetime(2026, 2, 28, 23, 30, tzinfo=dt.UTC),
    summary=("Samen 181 lijnen.", HOSTILE[0]),
    chapters=(Chapter("project", "Het project", BLOCKS), Chapter("method", "Zo is gemeten", (Paragraph("Kort."),))),
    words=WORDS,
)
TEXTS = [
    "Eindverslag",
    "De Kom <b>",
    "1 maart 2026",
    "Samen 181 lijnen.",
    "Bij de meting noemden 42 mensen 181 lijnen; 34 % lag tussen sectoren.",
    "Bron: vragenlijst",
    "Eerste punt",
    "Eerste regel",
    "Tweede regel",
    "Meer",
    "n = 42",
    "Cijfers",
    *HOSTILE,
]
HEADINGS = ["Samenvatting", "Het project", "Toelichting", "Zo is gemeten"]
ROWS = [list(GRID.columns), *map(list, GRID.rows)]


def plain(text: str) -> str:
    return " ".join(text.split())


# PDF


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    return PdfReader(io.BytesIO(as_pdf(DOCUMENT)))


def tags(node: DictionaryObject) -> Iterator[DictionaryObject]:
    """The structure tree as screen readers follow it."""
    inside = node.get("/K", [])
    for child in inside if isinstance(inside, list) else [inside]:
        child = child.get_object()
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child
            yield from tags(child)


def test_the_pdf_holds_everything(paper):
    words = plain(" ".join(page.extract_text() for page in paper.pages))
    assert [text for text in [*TEXTS, *HEADINGS] if text not in words] == []
    assert [row for row in ROWS if " ".join(row) not in words] == []


def test_the_pdf_can_be_read_aloud(paper):
    root = paper.trailer["/Root"]
    found = list(tags(root["/StructTreeRoot"]))
    roles = [tag["/S"] for tag in found]
    assert root["/Lang"] == "nl" and root["/MarkInfo"]["/Marked"]
    assert paper.metadata.title == "Eindverslag" and paper.metadata.author == "De Kom & co"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert roles.count("/H1") == 4 and roles.count("/H2") == 1  # the contents have a heading too
    assert roles.count("/TH") == 4 and roles.count("/TD") == 180
    assert [tag["/Alt"] for tag in found if tag["/S"] == "/Figure"] == [PICTURE.alt.replace(" %", "\xa0%")]
    assert roles.count("/TOCI") == 4


def test_the_head_of_a_long_table_stands_on_every_page(paper):
    pages = [plain(page.extract_text()) for page in paper.pages]
    holding = [page for page in pages if re.search(r"Rij \d", page)]
    assert len(holding) > 1
    assert all("Cijfer Toen Nu" in page and f"/ {len(pages)}" in page for page in holding)


# Word


@pytest.fixture(scope="module")
def word() -> bytes:
    return as_docx(DOCUMENT)


def test_the_word_file_holds_everything_in_styles(word):
    read = docx.Document(io.BytesIO(word))
    by_style: dict[str, list[str]] = {}
    for paragraph in read.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(plain(paragraph.text))
    lines = plain(" ".join(paragraph.text for paragraph in read.paragraphs))
    assert [text for text in TEXTS if text not in lines] == []
    assert by_style["Heading 1"] == ["Samenvatting", "Het project", "Zo is gemeten"]
    assert by_style["Heading 2"] == ["Toelichting"]
    assert by_style["List Bullet"] == ["Samen 181 lijnen.", HOSTILE[0], "Eerste punt", HOSTILE[3]]
    assert by_style["Own Text"] == ["Eerste regel Tweede regel", *HOSTILE]
    assert by_style["toc 1"] + by_style["toc 2"] == ["Samenvatting", "Het project", "Zo is gemeten", "Toelichting"]
    assert [[plain(cell.text) for cell in row.cells] for row in read.tables[0].rows] == ROWS


def test_the_word_file_can_be_read_aloud(word):
    read = docx.Document(io.BytesIO(word))
    known, [drawn] = read.core_properties, read.inline_shapes
    assert (known.title, known.author, known.language) == ("Eindverslag", "De Kom & co", "nl-NL")
    assert known.created == dt.datetime(2026, 2, 28, 23, 30, tzinfo=dt.UTC)
    assert plain(drawn._inline.docPr.get("descr")) == PICTURE.alt
    assert [
        [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows][:3] for table in read.tables
    ] == [
        [True, False, False],
        [True],
    ]
    page = read.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert not any(name.startswith("docProps/thumbnail") for name in zipfile.ZipFile(io.BytesIO(word)).namelist())
    assert {tag.get(qn("w:val")) for tag in read.styles.element.iter(qn("w:lang"))} == {"nl-NL"}


def test_the_contents_of_the_word_file_lead_to_its_headings(word):
    body = docx.Document(io.BytesIO(word)).element.body
    led_to = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))] == led_to
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


# Page


@pytest.fixture(scope="module")
def page():
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(as_html(DOCUMENT).decode())


def words_of(element) -> str:
    return plain("".join(element.itertext()))


def test_the_page_holds_everything(page):
    words = words_of(page.find("body"))
    assert [text for text in TEXTS if text not in words] == []
    assert [words_of(head) for head in page.iter() if head.tag in ("h2", "h3")] == ["Inhoud", *HEADINGS]
    [full, empty] = page.iter("table")
    assert [[words_of(cell) for cell in row] for row in full.iter("tr")] == ROWS
    assert [[words_of(cell) for cell in row] for row in empty.iter("tr")] == [["Een"]]
    assert [words_of(part) for part in page.iter("p") if words_of(part) in HOSTILE] == HOSTILE


def test_the_page_needs_nothing_beside_it_and_runs_nothing(page):
    assert page.get("lang") == "nl"
    assert [tag.tag for tag in page.iter() if tag.tag in ("script", "link", "iframe", "object", "svg")] == []
    assert {name for tag in page.iter() for name in tag.attrib if name.startswith("on") or name == "style"} == set()
    [image] = page.iter("img")
    assert plain(image.get("alt")) == PICTURE.alt
    assert image.get("src").startswith("data:image/svg+xml;base64,")
    ids = [tag.get("id") for tag in page.iter() if tag.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href") for link in page.iter("a")} <= {f"#{name}" for name in ids}


# All


@pytest.mark.parametrize("write", [as_pdf, as_docx, as_html])
def test_signs_that_steer_are_left_out_everywhere(write):
    chapter = Chapter(
        "x", STEERING, (OwnText(STEERING), Grid(STEERING, (STEERING,), ((STEERING,),)), Heading(STEERING))
    )
    made = write(
        Document(
            STEERING, STEERING, STEERING, "en", DOCUMENT.made_at, (STEERING,), (chapter,), dict.fromkeys(WORDS, "a")
        )
    )
    if made.startswith(b"PK"):
        made = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")
    if made.startswith(b"%PDF"):
        assert PdfReader(io.BytesIO(made)).metadata.title == "ab"
    else:
        assert not set("\x00\x07\x1b\u202e\ufffe") & set(made.decode())
        assert made.decode().count("ab") >= 6


@pytest.mark.parametrize("write", [as_pdf, as_docx, as_html])
@pytest.mark.parametrize("words", ["", "😀"])
def test_a_report_without_words_is_a_report(write, words):
    blocks = (Paragraph(words), Points(()), Points((words,)), Heading(words), OwnText(words), Grid(words, (words,), ()))
    chapters = (Chapter("x", words, blocks), Chapter("y", "Leeg", ()))
    assert len(write(Document("Eindverslag", words, words, "en", DOCUMENT.made_at, (), chapters, WORDS))) > 1000


def test_columns_are_as_wide_as_what_stands_in_them():
    assert widths(Grid("", ("Wat", "Een erg lang woord: verwijzingenoverzicht"), (("x" * 90, "1"),))) == [36, 12]
    assert widths(Grid("", ("", "b"), ())) == [6, 6]
