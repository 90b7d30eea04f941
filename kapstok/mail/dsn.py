"""Reports of mail servers about mail of ours that could not be delivered, or not yet (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from kapstok.mail.rules import ENHANCED_STATUS
from kapstok.mail.text import one_line

MOST = 20  # recipients in one report; our mails have one


@dataclass(frozen=True)
class Bounce:
    """What a report says of one recipient, and which mail of ours it is about."""

    action: str  # failed, delayed, delivered, relayed or expanded
    status: str  # 5.1.1 and the like (RFC 3463)
    diagnostic: str  # the words of the server that refused
    recipient: str
    envelope_id: str  # ENVID that we gave along
    original_message_id: str  # of the mail that came back, when the report holds it


def read(message: Message) -> tuple[Bounce, ...]:
    """Every recipient in a report; none when the mail is no report."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return ()
    sections = message.get_payload()
    report = next((part for part in sections if part.get_content_type() == "message/delivery-status"), None)  # type: ignore[union-attr]
    if report is None or not report.is_multipart():  # type: ignore[union-attr]
        return ()
    blocks = report.get_payload()  # type: ignore[union-attr]
    envelope_id = one_line(str(blocks[0].get("Original-Envelope-Id", "")))[:100]  # type: ignore[index, union-attr]
    original = _original_message_id(sections)  # type: ignore[arg-type]
    return tuple(_bounce(block, envelope_id, original) for block in blocks[:MOST] if "Action" in block)  # type: ignore[index, operator, arg-type]


def _bounce(block: Message, envelope_id: str, original: str) -> Bounce:
    diagnostic = _after_type(str(block.get("Diagnostic-Code", "")))
    return Bounce(
        action=one_line(str(block["Action"])).lower()[:20],
        status=_status(str(block.get("Status", "")), diagnostic),
        diagnostic=diagnostic[:400],
        recipient=_after_type(str(block.get("Original-Recipient") or block.get("Final-Recipient", ""))).lower()[:254],
        envelope_id=envelope_id,
        original_message_id=original,
    )


def _status(told: str, diagnostic: str) -> str:
    """The status, or the one in the server's own words where the report gives no detail (5.0.0)."""
    found = ENHANCED_STATUS.search(told)
    if found is None or found.group().endswith(".0.0"):
        found = ENHANCED_STATUS.search(diagnostic) or found
    return found.group() if found else ""


def _after_type(value: str) -> str:
    """``rfc822; jan@example.org`` and ``smtp; 550 No`` without the word that says which kind it is."""
    return one_line(value.partition(";")[2] or value).strip("<> ")


def _original_message_id(sections: list[Message]) -> str:
    for part in sections:
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            returned = part.get_payload(0)
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            returned = BytesHeaderParser().parsebytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
        else:
            continue
        return one_line(str(returned.get("Message-ID", "")))[:250]  # type: ignore[union-attr]
    return ""
