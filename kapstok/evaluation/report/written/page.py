"""A report as one page with its styles and pictures inside. How it looks: ``templates/report``."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kapstok.evaluation.report.document import Document
from kapstok.evaluation.report.written.plain import cleaned, made_on, paragraphs

TEMPLATES = Path(__file__).parents[4] / "templates" / "report"


def as_html(document: Document) -> bytes:
    """The page in UTF-8."""
    document = cleaned(document)
    style = Markup("<style>\n{}</style>").format(Markup((TEMPLATES / "eindverslag.css").read_text()))
    words = (
        _templates()
        .get_template("eindverslag.html")
        .render(document=document, made=made_on(document), style=style, picture=_address, paragraphs=paragraphs)
    )
    return words.encode()


@cache
def _templates() -> Environment:
    """Templates that know neither the site nor its pages."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _address(svg: bytes) -> str:
    """The picture itself as an address: as an image it cannot run anything, nor share ids with another."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
