"""Talking to a mail server (SMTP, RFC 5321)."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from kapstok.errors import N_, Refused
from kapstok.mail.rules import OWN_MACHINE, PER_MINUTE, Outcome, Result, about_address

TIMEOUT = 30.0  # seconds, for each answer of the server
LONGEST_TIMEOUT = 60.0  # one mail takes at most five answers, which must fit in rules.LEASE
PORTS = {"none": 25, "starttls": 587, "tls": 465}


class BadSmtpUrl(Refused):
    """The setting SMTP_URL is not the address of a mail server."""

    sentence = N_("SMTP_URL klopt niet. Zo ziet hij eruit: smtp://naam:wachtwoord@server:poort?starttls=1 of smtps://…")


class OpenPassword(Refused):
    """The setting SMTP_URL would send a password over the network for everyone to read."""

    sentence = N_("SMTP_URL zou het wachtwoord onversleuteld versturen. Gebruik smtps:// of ?starttls=1.")


class ServerUnreachable(Exception):
    """The server cannot be reached, trusted or logged in to. No mail was handed over."""


@dataclass(frozen=True)
class Server:
    """Where mail goes. ``security``: none, starttls or tls."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""
    timeout: float = TIMEOUT
    per_minute: int = PER_MINUTE  # mails to one domain


def parse(url: str) -> Server:
    """``smtp://user:password@host:port``, with ``?starttls=1``, ``?timeout=10`` or ``?per_minute=300``, or
    ``smtps://…``.

    Raises ``BadSmtpUrl`` and ``OpenPassword``.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        starttls = {"0": False, "1": True}[options.pop("starttls", "0")]
        timeout = float(options.pop("timeout", TIMEOUT))
        per_minute = int(options.pop("per_minute", PER_MINUTE))
    except (ValueError, KeyError):
        raise BadSmtpUrl() from None
    sound = 0 < timeout <= LONGEST_TIMEOUT and per_minute > 0
    if parts.scheme not in ("smtp", "smtps") or not host or options or not sound:
        raise BadSmtpUrl()
    security = "tls" if parts.scheme == "smtps" else "starttls" if starttls else "none"
    if parts.username and security == "none" and host not in OWN_MACHINE:
        raise OpenPassword()
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(host, port or PORTS[security], security, user, password, timeout, per_minute)


class Connection:
    """One conversation with the server, kept open over a batch: ``open`` before each mail, then ``send``."""

    def __init__(self, server: Server):
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._hang_up()

    @property
    def is_open(self) -> bool:
        """Whether the server is still on the line after the last mail."""
        return self._smtp is not None

    def open(self) -> None:
        """Connect unless connected. Raises ``ServerUnreachable``; certificates and host names are checked."""
        if self._smtp is not None:
            return
        try:
            self._smtp = self._connect()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise ServerUnreachable(_said(error)) from error

    def send(self, sender: str, recipient: str, mime: bytes, envelope_id: str = "") -> Outcome:
        """Hand over one mail. Only a server that took the content and stayed silent gives UNKNOWN.

        ``envelope_id`` comes back in a report on this mail, where servers on the way can do that (RFC 3461).
        """
        smtp = self._smtp
        if smtp is None:
            raise RuntimeError("open() comes before send()")
        try:
            refusal = self._address(smtp, sender, recipient, envelope_id)
        except ValueError as error:  # an address that cannot be written in a command
            self._hang_up()
            return Outcome(Result.REFUSED, _said(error))
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return Outcome(Result.LATER, _said(error))
        return refusal or self._content(smtp, mime)

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        try:
            if server.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
            smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _address(self, smtp: smtplib.SMTP, sender: str, recipient: str, envelope_id: str) -> Outcome | None:
        reports = bool(envelope_id) and smtp.has_extn("dsn")
        code, reply = smtp.mail(sender, ["RET=HDRS", f"ENVID={envelope_id}"] if reports else [])
        if code != 250:
            # The sender is ours in every mail: whatever is wrong, no single mail is to blame for it.
            return self._declined(Outcome(Result.LATER, _reply(code, reply)))
        code, reply = smtp.rcpt(recipient, ["NOTIFY=FAILURE"] if reports else [])
        if code in (250, 251):
            return None
        refusal = Outcome(_declining(code), _reply(code, reply), bad_address=about_address(code, _text(reply)))
        return self._declined(refusal)

    def _content(self, smtp: smtplib.SMTP, mime: bytes) -> Outcome:
        try:
            code, reply = smtp.data(mime)
        except smtplib.SMTPDataError as error:  # the server did not want to hear the content
            return self._declined(Outcome(_declining(error.smtp_code), _said(error)))
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return Outcome(Result.UNKNOWN, _said(error))
        if code == 250:
            return Outcome(Result.ACCEPTED)
        return self._declined(Outcome(_declining(code), _reply(code, reply)))

    def _declined(self, outcome: Outcome) -> Outcome:
        """Clear the table for the next mail."""
        try:
            smtp = self._smtp
            if smtp is None or smtp.rset()[0] != 250:
                self._hang_up()
        except (smtplib.SMTPException, OSError):
            self._hang_up()
        return outcome

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _declining(code: int) -> Result:
    return Result.REFUSED if code >= 500 else Result.LATER


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _reply(code: int, reply: bytes | str) -> str:
    return f"{code} {_text(reply)}"


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__
