"""Talking to the mailbox that answers come to (IMAP, RFC 3501; MOVE, RFC 6851)."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from imaplib import IMAP4
from urllib.parse import parse_qsl, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import (
    ImapToolsError,
    MailboxCopyError,
    MailboxDeleteError,
    MailboxFolderCreateError,
    MailboxMoveError,
)

from kapstok.errors import N_, Refused
from kapstok.mail import tokens
from kapstok.mail.rules import OWN_MACHINE
from kapstok.mail.tokens import Client, TokenRefused

TIMEOUT = 15.0  # seconds, for each answer of the server
PORTS = {"none": 143, "starttls": 143, "tls": 993}
PUT_AWAY = "Kapstok verwerkt"  # the folder for mail that was read
LARGEST_MAIL = 10 * 1024 * 1024  # bytes; of a larger one only the headers are fetched
LONGEST_HEADERS = 64 * 1024
CHUNK = 500  # mails in one question for sizes
_UID, _SIZE = re.compile(rb"UID (\d+)"), re.compile(rb"RFC822\.SIZE (\d+)")  # in either order
_TROUBLES = (OSError, EOFError, ValueError, IMAP4.error, ImapToolsError, TokenRefused)


class BadImapUrl(Refused):
    """The setting IMAP_URL is not the address of a mailbox."""

    sentence = N_(
        "IMAP_URL klopt niet. Zo ziet hij eruit: imaps://naam:wachtwoord@server/INBOX of imap://…?starttls=1. "
        "Voor Microsoft 365 staat in docs/mail.md hoe hij eruitziet."
    )


class OpenMailbox(Refused):
    """The setting IMAP_URL would send a password over the network for everyone to read."""

    sentence = N_("IMAP_URL zou het wachtwoord onversleuteld versturen. Gebruik imaps:// of ?starttls=1.")


class MailboxUnreachable(Exception):
    """The server cannot be reached, trusted or logged in to, or it broke off. What was not put away comes again."""


@dataclass(frozen=True)
class Account:
    """A mailbox. ``security``: none, starttls or tls. With ``client`` the log-in is by token (XOAUTH2)."""

    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str = "INBOX"
    client: Client | None = None


@dataclass(frozen=True)
class Letter:
    """One mail in the mailbox. ``headers_only``: it is too large, and ``raw`` ends where its text begins."""

    uid: str
    raw: bytes
    headers_only: bool


def parse(url: str) -> Account:
    """``imaps://user:password@host:993/INBOX``, or ``imap://…?starttls=1``. Raises ``BadImapUrl``, ``OpenMailbox``.

    With ``?auth=xoauth2&token_url=…&client_id=…&scope=…`` the password is the secret of that client.
    """
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        starttls = {"0": False, "1": True}[options.pop("starttls", "0")]
        port = parts.port
    except (ValueError, KeyError):
        raise BadImapUrl() from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not user or not password:
        raise BadImapUrl()
    security = "tls" if parts.scheme == "imaps" else "starttls" if starttls else "none"
    if security == "none" and parts.hostname not in OWN_MACHINE:
        raise OpenMailbox()
    client = _client(options, password)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Account(parts.hostname, port or PORTS[security], security, user, password, folder, client)


def _client(options: dict[str, str], secret: str) -> Client | None:
    if not options:
        return None
    if options.pop("auth", "") != "xoauth2" or set(options) != {"token_url", "client_id", "scope"}:
        raise BadImapUrl()
    try:
        return Client(secret=secret, **options)
    except ValueError:
        raise OpenMailbox() from None


class Mailbox:
    """``with Mailbox(account) as box``: logged in, with the folder open. Every trouble is ``MailboxUnreachable``."""

    def __init__(self, account: Account):
        self._account = account
        self.can_put_away = False  # whether there is a folder to move to; without it what was read is marked as such

    def __enter__(self) -> Mailbox:
        with _troubles():
            self._box = _log_in(self._account)
        try:
            with _troubles():
                self._box.folder.set(self._account.folder)
                self.can_put_away = self._has_folder()
        except MailboxUnreachable:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(*_TROUBLES):  # the line may be gone already
            self._box.logout()

    def letters(self) -> Iterator[Letter]:
        """What was not put away yet, in the order in which it came."""
        with _troubles():
            # Somebody may have looked into the mailbox, so "unseen" only counts where nothing can be moved.
            uids = sorted(self._box.uids("ALL" if self.can_put_away else "UNSEEN"), key=int)
        for start in range(0, len(uids), CHUNK):
            for uid, size in self._sizes(uids[start : start + CHUNK]):
                whole = size <= LARGEST_MAIL
                raw = self._fetch(uid, "BODY.PEEK[]" if whole else f"BODY.PEEK[HEADER]<0.{LONGEST_HEADERS}>")
                if raw is not None:
                    yield Letter(uid, raw, not whole)

    def put_away(self, letter: Letter) -> None:
        """Out of the way of the next round, still there for people."""
        with _troubles():
            if self.can_put_away:
                try:
                    self._box.move(letter.uid, PUT_AWAY)
                    return
                except (MailboxMoveError, MailboxCopyError, MailboxDeleteError):
                    pass  # full, most likely; it comes again and is known by then
            self._box.flag(letter.uid, "\\Seen", True)

    def _has_folder(self) -> bool:
        if not self._box.folder.exists(PUT_AWAY):
            try:
                self._box.folder.create(PUT_AWAY)
            except MailboxFolderCreateError:
                return False
        return True

    def _sizes(self, uids: list[str]) -> list[tuple[str, int]]:
        with _troubles():
            answer = self._box.client.uid("FETCH", ",".join(uids), "(UID RFC822.SIZE)")[1]
        found = ((_UID.search(line), _SIZE.search(line)) for line in answer if isinstance(line, bytes))
        sizes = {uid[1].decode(): int(size[1]) for uid, size in found if uid and size}
        return [(uid, sizes[uid]) for uid in uids if uid in sizes]  # not what somebody took away meanwhile

    def _fetch(self, uid: str, what: str) -> bytes | None:
        with _troubles():
            answer = self._box.client.uid("FETCH", uid, f"({what})")[1]
        return next((part[1] for part in answer if isinstance(part, tuple)), None)


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except _TROUBLES as error:
        raise MailboxUnreachable(_said(error)) from error


def _said(error: Exception) -> str:
    said = error.args[0] if error.args and isinstance(error, IMAP4.error) else str(error)
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) or type(error).__name__


def _log_in(account: Account) -> BaseMailBox:
    if account.client is None:
        return _enter(account, "")
    try:
        return _enter(account, tokens.get(account.client))
    except IMAP4.error:  # withdrawn before its time, most likely
        return _enter(account, tokens.get(account.client, anew=True))


def _enter(account: Account, token: str) -> BaseMailBox:
    box = _connect(account)
    try:
        if token:
            return box.xoauth2(account.user, token, None)
        if f"{account.user}{account.password}".isascii():
            return box.login(account.user, account.password, None)
        return box.login_utf8(account.user, account.password, None)
    except BaseException:
        box.client.shutdown()
        raise


def _connect(account: Account) -> BaseMailBox:
    if account.security == "none":
        return MailBoxUnencrypted(account.host, account.port, timeout=TIMEOUT)
    kind = MailBox if account.security == "tls" else MailBoxStartTls
    return kind(account.host, account.port, timeout=TIMEOUT, ssl_context=ssl.create_default_context())
