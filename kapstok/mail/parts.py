"""The parts of a mail that came in: which hold a calendar, and which a person can read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from email.header import decode_header
from email.message import Message
from html.parser import HTMLParser

from kapstok.mail.text import lines, one_line

MOST_PARTS = 200
LONGEST_TEXT = 20_000  # characters to show

_CALENDAR_TYPES = ("text/calendar", "application/ics")
_UNSEEN = ("script", "style", "head", "title")
_NO_CHARSETS = ("punycode", "idna")  # of domain names; on a long text they take time by the square of its length
_BREAKS = ("br", "p", "div", "tr", "li", "h1", "h2", "h3")


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold content, in order. A mail inside the mail stays closed: who forwards does not answer."""
    todo, seen = [message], 0
    while todo and seen < MOST_PARTS:
        part, seen = todo.pop(), seen + 1
        if part.get_content_maintype() == "message":
            continue
        if part.is_multipart():
            todo += reversed(part.get_payload())  # type: ignore[arg-type]
        else:
            yield part


def calendars(parts: Iterable[Message]) -> list[bytes]:
    """The content of every part that holds a calendar, each different one once."""
    return list(dict.fromkeys(_in_utf8(part) for part in parts if _is_calendar(part)))


def readable(parts: Iterable[Message]) -> str:
    """The first text for people; a page of HTML as the words in it."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not _is_calendar(part)]
    for kind in ("text/plain", "text/html"):
        for part in texts:
            if part.get_content_type() == kind and (words := _words(part)):
                return words
    return ""


def decoded(header: str) -> str:
    """A header with its encoded words (RFC 2047) in the clear, on one line; what cannot be decoded stays."""
    try:
        found = decode_header(header)
    except Exception:  # binascii, HeaderParseError: an encoded word that is none
        return one_line(header)
    return one_line("".join(_text(piece, charset or "ascii") for piece, charset in found))


def _is_calendar(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in _CALENDAR_TYPES:
        return True
    return kind == "application/octet-stream" and decoded(part.get_filename() or "").lower().endswith(".ics")


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _in_utf8(part: Message) -> bytes:
    content, charset = _content(part), part.get_content_charset() or "utf-8"
    if charset in ("utf-8", "us-ascii"):
        return content
    return _text(content, charset).encode()


def _text(content: bytes | str, charset: str) -> str:
    if isinstance(content, str):
        return content
    try:
        codec = codecs.lookup(charset)
        return content.decode("utf-8" if codec.name in _NO_CHARSETS else charset)
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _words(part: Message) -> str:
    text = _text(_content(part), part.get_content_charset() or "utf-8")[: 10 * LONGEST_TEXT]
    if part.get_content_type() == "text/html":
        text = _out_of_html(text)
    return "\n".join(lines(text))[:LONGEST_TEXT]


def _out_of_html(text: str) -> str:
    reader = _HtmlWords()
    reader.feed(text)
    return re.sub(r"\n\s*\n+", "\n\n", "".join(reader.words))


class _HtmlWords(HTMLParser):
    """Collects what a browser would show."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in _UNSEEN
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(re.sub(r"\s+", " ", data))
