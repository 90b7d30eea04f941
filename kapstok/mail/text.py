"""Text that can travel in a header, a calendar or a database: no control characters, no halves of characters."""

from __future__ import annotations

import unicodedata


def one_line(text: str) -> str:
    """``text`` on one line: whitespace of any kind becomes one space, controls and lone surrogates go."""
    if not text.isprintable():  # nearly all text is, and a thousand invitations hold much of it
        text = "".join(sign for sign in text if _travels(sign))
    return " ".join(text.split())


def lines(text: str) -> tuple[str, ...]:
    """The lines of ``text``, each as ``one_line`` leaves it; blank ones stay, except at both ends."""
    return tuple("\n".join(one_line(line) for line in text.splitlines()).strip("\n").splitlines())


def _travels(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs")
