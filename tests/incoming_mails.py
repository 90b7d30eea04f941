"""Mail as it comes in, written out as servers and clients write it."""

from __future__ import annotations

TOKEN = "r-aaaaab5vnpqdvmsmbcf4ymvsi2rmirhvzy@reply.example.org"


def mail(*headers: str, body: str = "", sender: str = "Jet Jansen <jet@example.org>", to: str = TOKEN) -> bytes:
    """A mail with these headers on top of the usual ones; ``body`` as it follows the blank line."""
    usual = (f"From: {sender}", f"To: {to}", "Message-ID: <1@example.org>", "Subject: Antwoord")
    return "\r\n".join([*headers, *usual, "MIME-Version: 1.0", "", *body.splitlines(), ""]).encode()


def multipart(kind: str, *parts: str) -> tuple[str, str]:
    """The Content-Type header and the body of a mail of several parts, each with headers of its own."""
    body = "".join(f"--grens\r\n{part.strip()}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="grens"', f"{body}--grens--\r\n"


CALENDAR = "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR"


def report(
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "550 5.1.1 No such user",
    *,
    to: str = "b-x@reply.example.org",
    envelope_id: str = "",
    message_id: str = "<bron@example.org>",
    recipient: str = "weg@example.org",
) -> bytes:
    """A report on a mail of ours, with the headers of that mail (RFC 3464)."""
    told = f"Original-Envelope-Id: {envelope_id}\r\n" if envelope_id else ""
    header, body = multipart(
        "report; report-type=delivery-status",
        "Content-Type: text/plain\r\n\r\nUw bericht kon niet worden bezorgd.",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n{told}\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {diagnostic}",
        f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: Uitnodiging",
    )
    postmaster = "Mail Delivery System <MAILER-DAEMON@mx.example.org>"
    return mail("Return-Path: <>", header, body=body, sender=postmaster, to=to)
