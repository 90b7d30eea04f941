"""PDFs that screen readers can read (PDF/UA-1), set with typst in Source Sans 3. Knows paper, not people."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"
MIMETYPE = "application/pdf"


def typeset(name: str, data: dict[str, Any]) -> bytes:
    """The PDF that ``templates/pdf/<name>.typ`` makes of ``data`` (anything JSON can hold; words already translated).

    A template reads it with ``#let data = json(bytes(sys.inputs.data))``. Text in ``data`` is set as text: nothing in
    it can be a command. A template sets ``document(title: …)`` and ``text(lang: data.language)``, which PDF/UA asks.
    What no font of ours can show is left out when it is a picture, and stands as ``□`` when it is a letter.
    """
    return _compile(TEMPLATES / f"{name}.typ", _showable(data), pdf_standards=["ua-1"])


def picture(name: str, data: dict[str, Any], dots: int) -> bytes:
    """The first page that ``typeset`` would make, as a PNG of so many ``dots`` an inch: to look at on a page."""
    pages = _compile(TEMPLATES / f"{name}.typ", _showable(data), format="png", ppi=dots)
    return pages[0] if isinstance(pages, list) else pages


def drawing(name: str, data: Mapping[str, Any], dots: int) -> tuple[bytes, bytes]:
    """The page that ``templates/pdf/<name>.typ`` draws of ``data``: as SVG, letters as outlines, and as PNG."""
    template, shown = TEMPLATES / f"{name}.typ", _showable(data)
    return _compile(template, shown, format="svg"), _compile(template, shown, format="png", ppi=dots)


def _compile(template: Path | bytes, data: str, **options: Any) -> Any:
    import typst

    fonts = {"font_paths": [_fonts()], "ignore_system_fonts": True}
    return typst.compile(template, root=TEMPLATES, sys_inputs={"data": data}, **fonts, **options)


# PDF/UA refuses a text with a sign that no font has. Latin, Greek and Cyrillic are there; of others we ask.
_BLOCKS = ((0x20, 0x7F), (0xA0, 0x180), (0x391, 0x3A2), (0x410, 0x450))
_KNOWN = {chr(code) for first, end in _BLOCKS for code in range(first, end)}
_ASKED_AT_MOST = 500  # different signs in one document; a whole Chinese dictionary is not worth the time
_ASK = b'#set document(title: "?")\n#set text(font: "Source Sans 3")\n#sys.inputs.data'


def _showable(data: Mapping[str, Any]) -> str:
    """``data`` as JSON with only signs that can be set.

    Accents that are no part of a letter go too: they may hang on a letter of a font that does not know them.
    """
    text = unicodedata.normalize("NFC", json.dumps(data, ensure_ascii=False))
    strange = sorted(set(text) - _KNOWN)
    shown = {sign for sign in strange[:_ASKED_AT_MOST] if unicodedata.category(sign)[0] not in "CM" and _is_shown(sign)}
    gone = {sign: "□" if unicodedata.category(sign)[0] in "LN" else "" for sign in set(strange) - shown}
    if not gone:
        return text
    return re.sub(f"[{re.escape(''.join(gone))}]", lambda found: gone[found[0]], text)  # photos make it long


@lru_cache(maxsize=4096)
def _is_shown(sign: str) -> bool:
    from typst import TypstError

    try:
        _compile(_ASK, sign, pdf_standards=["ua-1"])
    except TypstError:
        return False
    return True


@cache
def _fonts() -> Path:
    import fontpkg_source_sans_3

    return Path(fontpkg_source_sans_3.__file__).parent / "files"
