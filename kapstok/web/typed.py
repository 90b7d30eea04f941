"""Text as people type or paste it, made fit to keep: filters for form fields."""

from __future__ import annotations

from kapstok.mail.text import lines, one_line


def on_one_line(text: str | None) -> str:
    """One line without control characters; ``""`` for nothing."""
    return one_line(text) if text else ""


def in_lines(text: str | None) -> str:
    """The lines of ``text`` without control characters; ``""`` for nothing."""
    return "\n".join(lines(text)) if text else ""
