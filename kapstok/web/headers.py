"""Security headers, on every response."""

from __future__ import annotations

from importlib.metadata import version

from flask import Flask, Response, current_app, g, request

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


def init_app(app: Flask) -> None:
    app.after_request(_add_headers)
    values = {"page_with_charts": page_with_charts, "plotly_version": version("plotly")}
    app.context_processor(lambda: values)


def page_with_charts() -> str:
    """Called by a template that draws charts: lets plotly's own styles through on this page only."""
    g.charts = True
    return ""


def _add_headers(response: Response) -> Response:
    policy = PLOTLY_POLICY if g.get("charts") else POLICY
    response.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if current_app.config["BASE_URL"].startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "Cache-Control" not in response.headers and not (request.endpoint or "").endswith("static"):
        response.headers["Cache-Control"] = "no-store"  # nearly every page shows something about people
    return response
