"""Lay the picture of the network out anew: everybody gets another place, so somebody decides it."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.web.projectleider import blueprint


@blueprint.get("/netwerkbeeld/opnieuw")
def draw_anew():
    return render_template("projectleider/draw_anew.html")


@blueprint.post("/netwerkbeeld/opnieuw")
def draw_anew_post():
    projects.draw_anew(g.project, clock.now())
    db.session.commit()
    flash(_("De kaart is opnieuw getekend. Iedereen heeft een nieuwe plek."), "status")
    return redirect(url_for("evaluator.network"))
