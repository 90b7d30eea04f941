"""Dutch is the source; the English catalogue is compiled when it is newer than its compiled copy."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request

LANGUAGES = ("nl", "en")
SOURCE = Path(__file__).parent / "translations"


def choose() -> str:
    """The reader's language: the one chosen in the footer, else the one on a participant's card, else Dutch."""
    if not has_request_context():
        return "nl"
    chosen = request.cookies.get("taal") or getattr(g, "language", "nl")
    return chosen if chosen in LANGUAGES else "nl"


def compile_catalogues(app: Flask) -> str:
    """Compile every .po below ``kapstok/translations`` into the instance folder; its path is for Babel."""
    target = Path(app.config["INSTANCE_PATH"]) / "translations"
    for po in SOURCE.glob("*/LC_MESSAGES/messages.po"):
        mo = target / po.relative_to(SOURCE).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        fresh = mo.with_suffix(f".{id(app)}.new")
        with po.open("rb") as source, fresh.open("wb") as compiled:
            write_mo(compiled, read_po(source, locale=po.parts[-3]))
        fresh.replace(mo)  # whole or not at all: web and worker may start together
    return str(target)
