"""Access tokens for a mailbox that takes no password (OAuth 2.0 client credentials, RFC 6749 section 4.4)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from kapstok.mail.rules import OWN_MACHINE

TIMEOUT = 20.0  # seconds
MARGIN = 60.0  # seconds before its end in which a token is no longer used
LARGEST_ANSWER = 64 * 1024  # bytes

_kept: dict[Client, tuple[str, float]] = {}  # the token, and until when (of time.monotonic)


class TokenRefused(Exception):
    """The token server cannot be reached, or knows no such client."""


@dataclass(frozen=True)
class Client:
    """Who asks for a token, and for what. ValueError when its secret would go over the network for all to read."""

    token_url: str
    client_id: str
    scope: str
    secret: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.token_url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in OWN_MACHINE):
            raise ValueError("the token server is not asked over https")


def get(client: Client, *, anew: bool = False) -> str:
    """A token that holds; the last one while it does, unless ``anew``. Raises ``TokenRefused``."""
    token, until = _kept.get(client, ("", 0.0))
    if anew or time.monotonic() >= until:
        token, seconds = _ask(client)
        _kept[client] = (token, time.monotonic() + seconds - MARGIN)
    return token


def _ask(client: Client) -> tuple[str, float]:
    from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error

    asking = BackendApplicationClient(client.client_id)
    body = asking.prepare_request_body(scope=client.scope, include_client_id=True, client_secret=client.secret)
    try:
        answer = _post(client.token_url, body)
        told = asking.parse_request_body_response(answer, scope=client.scope.split())
        return str(told["access_token"]), float(told.get("expires_in") or 0)
    except (OAuth2Error, OSError, ValueError, Warning) as error:
        raise TokenRefused(f"{urlsplit(client.token_url).hostname}: {error}") from error


def _post(url: str, body: str) -> str:
    request = Request(url, body.encode(), {"Content-Type": "application/x-www-form-urlencoded"})
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:
            return answer.read(LARGEST_ANSWER).decode()
    except HTTPError as refusal:  # its body says why
        return refusal.read(LARGEST_ANSWER).decode()
