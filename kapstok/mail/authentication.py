"""What our own mail server found out about a sender (``Authentication-Results``, RFC 8601)."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"\([^()]*\)")
_DMARC = re.compile(r"\bdmarc\s*=\s*(\w+)", re.IGNORECASE)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


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
    for header in headers:
        if _server(header) == name and (found := _DMARC.search(_plain(header))):
            told = _HEADER_FROM.search(_plain(header))
            about_sender = told is None or told.group(1).lower() == sender.rpartition("@")[2]
            return found.group(1).lower() == "pass" and about_sender
    return None


def _is_ours(name: str, domain: str) -> bool:
    parent = domain.partition(".")[2]
    return any(name == own or name.endswith(f".{own}") for own in (domain, parent) if "." in own)


def _server(header: str) -> str:
    return _plain(header).partition(";")[0].partition(" ")[0].lower()


def _plain(header: str) -> str:
    return " ".join(_COMMENT.sub(" ", header).split())
