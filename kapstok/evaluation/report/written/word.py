"""A report as a Word file, to be finished in Word: headings, lists and tables are what Word knows as such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import Any, assert_never

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from kapstok.evaluation.report.document import Block, Document, Grid, Heading, OwnText, Paragraph, Picture, Points
from kapstok.evaluation.report.written import word_styles as styles
from kapstok.evaluation.report.written.plain import cleaned, made_on, paragraphs, widths

WIDE = 170  # mm between the margins of A4


def as_docx(document: Document) -> bytes:
    """The file; its contents can be clicked at once, and get their page numbers when Word brings them up to date."""
    document = cleaned(document)
    word = docx.Document()
    styles.set_up(word, document.language)
    _properties(word, document)
    _running_lines(word, document)
    _Writer(word, document).write()
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _properties(word: Any, document: Document) -> None:
    known = word.core_properties
    known.title, known.subject, known.author = document.title, document.subtitle, document.author
    known.last_modified_by, known.comments, known.keywords = document.author, "", ""
    known.language = styles.LOCALES[document.language]
    known.created = known.modified = document.made_at.astimezone(dt.UTC).replace(tzinfo=None)


def _running_lines(word: Any, document: Document) -> None:
    """What stands at the top and the bottom of every page but the first."""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm((210 - WIDE) / 2)
    page.top_margin, page.bottom_margin = Mm(26), Mm(24)
    page.different_first_page_header_footer = True
    page.header.paragraphs[0].text = f"{document.title} · {document.author}"
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{document.words['page']} ")
    _field(foot, "PAGE", "1")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES", "1")


class _Writer:
    """Writes one document, and knows which headings it comes past."""

    def __init__(self, word: Any, document: Document) -> None:
        self.word, self.document, self.headings = word, document, 0
        # By name python-docx looks a style up again for every paragraph: most of the time that a report takes.
        self.styles = {style.name: style.style_id for style in word.styles}

    def write(self) -> None:
        document = self.document
        self._line(document.title, "Title")
        self._line(document.subtitle, "Subtitle")
        self._line(made_on(document), styles.CAPTION)
        self._contents()
        if document.summary:
            self._heading(document.words["summary"], 1)
            self._points(document.summary)
        for chapter in document.chapters:
            self._heading(chapter.title, 1)
            for block in chapter.blocks:
                self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._line(block.text, styles.CAPTION if block.quiet else styles.TEXT)
            case Points():
                self._points(block.items)
            case Heading():
                self._heading(block.text, 2)
            case Grid():
                self._grid(block)
            case Picture():
                self._picture(block)
            case OwnText():
                for part in paragraphs(block.text):
                    self._line(part, styles.OWN)
            case _:
                assert_never(block)

    def _line(self, text: str, style: str) -> WordParagraph:
        return self._give(self.word.add_paragraph(text), style)

    def _give(self, line: WordParagraph, style: str) -> WordParagraph:
        line._p.style = self.styles[style]
        return line

    def _points(self, items: tuple[str, ...]) -> None:
        for item in items:
            self._line(item, "List Bullet")

    def _contents(self) -> None:
        """A field that Word knows as contents, filled in already: who opens it is not asked whether to do so."""
        titles = list(_titles(self.document))
        self._line(self.document.words["contents"], styles.CONTENTS)
        for number, (level, title) in enumerate(titles, start=1):
            line = self._line("", styles.CONTENTS_LINES[level - 1])
            if number == 1:
                _field_begins(line, r'TOC \o "1-2" \h \z \u')
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Toc{number}")
            line._p.append(link)
            link.append(line.add_run(title)._r)
            if number == len(titles):
                _field_ends(line)

    def _heading(self, title: str, level: int) -> None:
        self.headings += 1
        heading = self._line(title, f"Heading {level}")
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        begin.set(qn("w:name"), f"_Toc{self.headings}")
        for mark in (begin, end):
            mark.set(qn("w:id"), str(self.headings))
        heading._p.get_or_add_pPr().addnext(begin)
        heading._p.append(end)

    def _grid(self, grid: Grid) -> None:
        self._line(grid.caption, styles.FINDING)
        table = self.word.add_table(len(grid.rows) + 1, len(grid.columns), style=styles.TABLE)
        table.autofit = False
        _describe(table, grid.caption)
        parts = widths(grid)
        sizes = [Mm(WIDE * part / sum(parts)) for part in parts]
        for column, size in zip(table.columns, sizes, strict=True):
            column.width = size
        for row, words in zip(table.rows, [grid.columns, *grid.rows], strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for place, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
                cell.width = sizes[place]
                cell.text = text
                self._give(cell.paragraphs[0], styles.CELL_NUMBER if place in grid.numeric else styles.CELL)
        table.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
        self._line("", styles.TEXT)  # Word wants a line after a table

    def _picture(self, picture: Picture) -> None:
        self._line(picture.title, styles.FINDING)
        drawn = self._line("", styles.FIGURE).add_run().add_picture(BytesIO(picture.png), Mm(WIDE))
        drawn._inline.docPr.set("descr", picture.alt)
        self._line(picture.caption, styles.CAPTION)


def _titles(document: Document) -> Iterator[tuple[int, str]]:
    """Every heading with its level, in the order in which they are written."""
    if document.summary:
        yield 1, document.words["summary"]
    for chapter in document.chapters:
        yield 1, chapter.title
        yield from ((2, block.text) for block in chapter.blocks if isinstance(block, Heading))


def _describe(table: Table, words: str) -> None:
    """What the table is, for who has it read aloud."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    table._tbl.tblPr.append(caption)


def _field(line: WordParagraph, instruction: str, shown: str) -> None:
    """A value that Word works out; ``shown`` stands there until it does."""
    _field_begins(line, instruction)
    line.add_run(shown)
    _field_ends(line)


def _field_begins(line: WordParagraph, instruction: str) -> None:
    _field_mark(line, "begin")
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    line.add_run()._r.append(words)
    _field_mark(line, "separate")


def _field_ends(line: WordParagraph) -> None:
    _field_mark(line, "end")


def _field_mark(line: WordParagraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    line.add_run()._r.append(mark)
