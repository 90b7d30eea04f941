"""The front door, the language switch, and what browsers and researchers look for at fixed places."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flask import Response, current_app, make_response, redirect, render_template, request, send_file, url_for
from flask_login import current_user

from kapstok import clock
from kapstok.extensions import csrf
from kapstok.language import LANGUAGES
from kapstok.web.guards import inside
from kapstok.web.public import blueprint


@blueprint.get("/")
def home():
    if current_user.is_authenticated:
        return redirect(url_for("account.start"))
    return render_template("public/home.html")


@blueprint.post("/taal")
@csrf.exempt  # participants' pages have no session; what comes from another site is refused before it gets here
def set_language():
    """Keep the chosen language in a cookie and go back to where the reader was."""
    answer = make_response(redirect(inside(request.form.get("terug")) or url_for("public.home")))
    if request.form.get("taal") in LANGUAGES:
        https = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie("taal", request.form["taal"], max_age=31536000, secure=https, httponly=True, samesite="Lax")
    return answer


@blueprint.get("/plotly.js")
def plotly_js():
    """plotly.js out of the installed Python package; the address changes with its version, so it may be kept."""
    import plotly

    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    answer = send_file(script, mimetype="text/javascript", max_age=31536000, conditional=True)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    expires = (clock.now() + dt.timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: mailto:{current_app.config['MAIL_FROM']}\nExpires: {expires}\nPreferred-Languages: nl, en\n"
    return Response(text, mimetype="text/plain")
