"""The styles of a Word report: whoever finishes it changes a style once, and every place that has it follows."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

LOCALES = {"nl": "nl-NL", "en": "en-GB"}
TEXT, CAPTION, FINDING, FIGURE, OWN = "Normal", "Caption", "Finding", "Figure", "Own Text"
CELL, CELL_NUMBER, TABLE = "Table Text", "Table Number", "Kapstok Table"
CONTENTS, CONTENTS_LINES = "TOC Heading", ("toc 1", "toc 2")
FONT = "Calibri"  # every Word has it, and LibreOffice has one as wide
INK, MUTED, PRIMARY = RGBColor(0x1B, 0x27, 0x33), RGBColor(0x55, 0x61, 0x6D), RGBColor(0x0B, 0x55, 0x63)

_TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="KapstokTable">
  <w:name w:val="{TABLE}"/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:color="DFDCD3"/><w:insideH w:val="single" w:sz="4" w:color="DFDCD3"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="60" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
      <w:bottom w:w="60" w:type="dxa"/><w:right w:w="90" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="6" w:color="55616D"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="EAF1F2"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""
_LINE_ON_THE_LEFT = f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="16" w:space="10" w:color="DFDCD3"/></w:pBdr>'


def set_up(word: Any, language: str) -> None:
    """Give the styles their looks, and every text its language."""
    _of_this_age(word)
    _language(word, LOCALES[language])
    _look(word.styles[TEXT], size=11, after=8)
    word.styles[TEXT].paragraph_format.line_spacing = 1.15
    _look(word.styles["Title"], size=34, bold=True, colour=PRIMARY, before=150, after=6)
    _without_border(word.styles["Title"])
    _look(word.styles["Subtitle"], size=16, after=16)
    _look(word.styles["Heading 1"], size=20, bold=True, colour=PRIMARY, before=30, after=12)
    _look(word.styles["Heading 2"], size=13, bold=True, before=16, after=6)
    _look(word.styles[CAPTION], size=9.5, colour=MUTED, after=10)
    for name in ("Header", "Footer"):
        _look(word.styles[name], size=8.5, colour=MUTED)
    _contents(word)
    finding = _new(word, FINDING, size=11, bold=True, before=10, after=4)
    finding.paragraph_format.keep_with_next = True
    _new(word, FIGURE, size=11, after=2).paragraph_format.keep_with_next = True
    own = _new(word, OWN, size=11, after=8)
    own.paragraph_format.left_indent = Mm(6)
    own.element.get_or_add_pPr().insert_element_before(parse_xml(_LINE_ON_THE_LEFT), "w:spacing", "w:ind")
    _new(word, CELL, size=9.5)
    _new(word, CELL_NUMBER, size=9.5).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.styles.element.append(parse_xml(_TABLE))


def _contents(word: Any) -> None:
    """The heading of the contents is none itself: it would stand in them."""
    _look(word.styles[CONTENTS], size=20, bold=True, colour=PRIMARY, after=12)
    word.styles[CONTENTS].base_style = word.styles[TEXT]
    word.styles[CONTENTS].paragraph_format.page_break_before = True
    for level, name in enumerate(CONTENTS_LINES):
        line = _new(word, name, built_in=True, size=11, after=4)
        line.paragraph_format.left_indent = Mm(6 * level)


def _new(word: Any, name: str, built_in: bool = False, **look: Any) -> Any:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=built_in)
    style.base_style = word.styles[TEXT]
    style.quick_style = True
    _look(style, **look)
    return style


def _look(
    style: Any, *, size: float, bold: bool | None = None, colour: RGBColor = INK, before: int = 0, after: int = 0
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # those of the theme go before any name
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, None, colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _without_border(style: Any) -> None:
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _of_this_age(word: Any) -> None:
    """The empty file that python-docx starts from is of Word 2010, and carries a picture of itself."""
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    relations = word.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == RT.THUMBNAIL]:
        del relations[key]


def _language(word: Any, locale: str) -> None:
    """What all styles start from; spelling is checked in it, and it is read aloud so."""
    start = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for known in start.findall(qn("w:lang")):
        start.remove(known)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    start.append(language)
