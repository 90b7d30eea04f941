"""A report as a PDF that screen readers can read. How it looks: ``templates/pdf/eindverslag.typ``."""

from __future__ import annotations

from typing import Any, assert_never

from kapstok import pdf
from kapstok.evaluation.report.document import Block, Document, Grid, Heading, OwnText, Paragraph, Picture, Points
from kapstok.evaluation.report.written.plain import cleaned, made_on, paragraphs, widths


def as_pdf(document: Document) -> bytes:
    """PDF/UA-1: tagged, with title, language and alternative texts."""
    document = cleaned(document)
    data = {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "language": document.language,
        "made": made_on(document),
        "words": document.words,
        "summary": document.summary,
        "chapters": [
            {"title": chapter.title, "blocks": [_block(block) for block in chapter.blocks]}
            for chapter in document.chapters
        ],
    }
    return pdf.typeset("eindverslag", data)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "quiet": block.quiet}
        case Points():
            return {"kind": "points", "items": block.items}
        case Heading():
            return {"kind": "heading", "text": block.text}
        case Grid():
            return {
                "kind": "grid",
                "caption": block.caption,
                "columns": block.columns,
                "rows": block.rows,
                "numeric": block.numeric,
                "widths": widths(block),
            }
        case Picture():
            words = {"title": block.title, "caption": block.caption, "alt": block.alt}
            return {"kind": "picture", **words, "svg": block.svg.decode()}
        case OwnText():
            return {"kind": "own", "paragraphs": [part.split("\n") for part in paragraphs(block.text)]}
    assert_never(block)
