"""What our own mail server found out about a sender (``Authentication-Results``, RFC 8601)."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED, _WORD = re.compile(r'"((?:\\.|[^"\\])*)"'), re.compile(r"[\w.-]*")
# The beginning of a result: an address further on, which the sender chose, may hold the same letters.
_DMARC = re.compile(r"dmarc\s*=\s*(\w+)", re.IGNORECASE)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*([^\s;]+)", re.IGNORECASE)


def dmarc(headers: list[str], reply_domain: str, sender: str) -> bool | None:
    """Whether DMARC passed for the domain of ``sender``; None when our own server did not say.

    Servers write on top, and ours takes away what bears its own name (RFC 8601, section 5). So the topmost header must
    be its word, and only headers with that very name count: any other below may be the sender's own invention.
    """
    if not headers or not reply_domain:
        return None
    name = _server(headers[0])
    if not _is_ours(name, reply_domain.lower()):
        return None
    results = [result.strip() for header in headers if _server(header) == name for result in _results(header)]
    found = [_passed(result, sender) for result in results if _DMARC.match(result)]
    return all(found) if found else None


def _passed(result: str, sender: str) -> bool:
    verdict, told = _DMARC.match(result), _HEADER_FROM.search(result)
    about_sender = told is None or told.group(1).lower() == sender.rpartition("@")[2]
    return verdict is not None and verdict.group(1).lower() == "pass" and about_sender


def _results(header: str) -> list[str]:
    return _plain(header).split(";")[1:]


def _is_ours(name: str, domain: str) -> bool:
    parent = domain.partition(".")[2]
    return any(name == own or name.endswith(f".{own}") for own in (domain, parent) if "." in own)


def _server(header: str) -> str:
    return _plain(header).partition(";")[0].partition(" ")[0].lower()


def _plain(header: str) -> str:
    bare = _QUOTED.sub(lambda quoted: quoted[1] if _WORD.fullmatch(quoted[1]) else " ", header)
    return " ".join(_COMMENT.sub(" ", bare).split())
