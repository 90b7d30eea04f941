"""The projectleider's first page: what needs attention now, not a menu of tables."""

from flask import render_template

from kapstok.web.projectleider import blueprint


@blueprint.get("/")
def start():
    return render_template("projectleider/start.html")
