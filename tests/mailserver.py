"""A real SMTP server on a free port, which keeps what it gets and misbehaves when told to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class _SMTP(SMTP):
    """Takes what a client wants reports on (RFC 3461), and passes it to the server."""

    def _getparams(self, params):
        found = super()._getparams(params)
        if self.event_handler.reports:
            wanted = {name: found.pop(name) for name in ("RET", "ENVID", "NOTIFY") if name in found}
            self.event_handler.wanted.append(wanted)
        return found


class _Controller(Controller):
    def factory(self):
        return _SMTP(self.handler, **self.SMTP_kwargs)


class MailServer:
    """``with MailServer() as server``: listens until the block ends.

    ``replies`` maps a recipient to the answer to RCPT. ``slow`` (``"rcpt"`` or ``"data"``) names the command that gets
    its answer too late; ``dies`` lets the line drop when the content is in and before saying so; ``meanwhile`` is done
    while the client waits for the answer to its content.
    """

    def __init__(self, port: int | None = None, **controller):
        self.port = port or free_port()
        self.replies: dict[str, str] = {}
        self.sender_reply = "250 OK"
        self.content_reply = "250 OK"
        self.slow = ""
        self.dies = False
        self.reports = False  # whether this server knows DSN
        self.wanted: list[dict[str, str]] = []  # with each MAIL and RCPT, what it asked of reports
        self.patience = 5.0  # seconds that the address of this server tells its clients to wait
        self.meanwhile: Callable[[], None] = lambda: None
        self.received: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.sessions = 0
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port, **controller)

    def __enter__(self) -> MailServer:
        self._controller.start()
        self.sessions = 0  # starting up tries the door once
        return self

    def __exit__(self, *error) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout={self.patience}"

    @property
    def messages(self) -> list[EmailMessage]:
        """What was received, parsed."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.received]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.sessions += 1
        session.host_name = hostname
        return [responses[0], "250-DSN", *responses[1:]] if self.reports else responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender_reply.startswith("250"):
            envelope.mail_from = address
        return self.sender_reply

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.slow == "rcpt":
            await asyncio.sleep(1)
        reply = self.replies.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope.original_content)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        await asyncio.to_thread(self.meanwhile)
        if self.dies:
            server.transport.abort()
        if self.slow == "data":
            await asyncio.sleep(1)
        return self.content_reply
