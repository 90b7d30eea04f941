"""Who comes in: a program that shows a token of the project in the address."""

from __future__ import annotations

from flask import g, request

from kapstok import clock
from kapstok.errors import N_, NotFound, Refused
from kapstok.projects import tokens
from kapstok.web.results import blueprint

SCHEME = "bearer"


class NoToken(Refused):
    """Nothing that lets a program in was shown."""

    status = 401
    sentence = N_(
        "Deze vraag heeft geen sleutel die werkt. Stuur hem mee als “Authorization: Bearer …”. "
        "De projectleider maakt sleutels bij Instellingen."
    )


@blueprint.before_request
def _enter() -> None:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    today = clock.local_date(clock.now())
    token = tokens.find_by_secret(secret.strip(), today) if scheme.lower() == SCHEME else None
    if token is None:
        raise NoToken()
    if g.project is None or g.project.id != token.project_id:
        raise NotFound()  # another project looks the same as none
    tokens.mark_used(token, today)
    g.token = token
