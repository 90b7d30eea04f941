"""/mijn: "stuur mij een nieuwe link" for participants who lost theirs."""

from flask import render_template

from kapstok.web.public import blueprint


@blueprint.get("/mijn")
def mijn():
    return render_template("public/mijn.html")
