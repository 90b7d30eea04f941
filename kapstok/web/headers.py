"""Security headers, on every response."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.metadata import version

from flask import Flask, Response, current_app, g, request

from kapstok.mail.letter import STYLE

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
# Plotly writes three fixed style attributes; the second hash belongs to plotly 7.1.0.
PLOTLY_POLICY = POLICY | {
    "style-src": "'self' 'unsafe-hashes' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o=' 'sha256-AR/cKIZjWPcPmBUPDA6oti9XBiTbJvz0Cro2J1VzzS8='",
    "img-src": "'self' data: blob:",
}
# A mail shown in a frame: its one sheet, by its hash, and nothing that it could do.
MAIL_POLICY = {
    "default-src": "'none'",
    "style-src": f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
    "sandbox": "",
}


def init_app(app: Flask) -> None:
    app.after_request(_add_headers)
    values = {
        "page_with_charts": page_with_charts,
        "page_with_mail": page_with_mail,
        "plotly_version": version("plotly"),
    }
    app.context_processor(lambda: values)


def page_with_charts() -> str:
    """Called by a template that draws charts: lets plotly's own styles through on this page only."""
    g.charts = True
    return ""


def page_with_mail() -> str:
    """Called by a template that shows a mail in a frame: lets our own addresses in frames on this page only."""
    g.frames = True
    return ""


def mail_in_frame(html: str) -> Response:
    """A mail as the content of a frame on our own page."""
    g.mail_in_frame = True
    return Response(html, content_type="text/html; charset=utf-8")


def _policy() -> dict[str, str]:
    if g.get("mail_in_frame"):
        return MAIL_POLICY
    if g.get("frames"):
        return POLICY | {"frame-src": "'self'"}
    return PLOTLY_POLICY if g.get("charts") else POLICY


def _add_headers(response: Response) -> Response:
    policy = "; ".join(f"{name} {value}".rstrip() for name, value in _policy().items())
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if g.get("mail_in_frame") else "DENY"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if current_app.config["BASE_URL"].startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "Cache-Control" not in response.headers and not (request.endpoint or "").endswith("static"):
        response.headers["Cache-Control"] = "no-store"  # nearly every page shows something about people
    return response
