"""PDFs that screen readers can read (PDF/UA-1), set with typst in Source Sans 3. Knows paper, not people."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"
MIMETYPE = "application/pdf"


def typeset(name: str, data: dict[str, Any]) -> bytes:
    """The PDF that ``templates/pdf/<name>.typ`` makes of ``data`` (anything JSON can hold; words already translated).

    A template reads it with ``#let data = json(bytes(sys.inputs.data))``. Text in ``data`` is set as text: nothing in
    it can be a command. A template sets ``document(title: …)`` and ``text(lang: data.language)``, which PDF/UA asks.
    """
    import typst

    return typst.compile(
        TEMPLATES / f"{name}.typ",
        root=TEMPLATES,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


@cache
def _fonts() -> Path:
    import fontpkg_source_sans_3

    return Path(fontpkg_source_sans_3.__file__).parent / "files"
