"""The calendar feed of all meetings of a project, for the projectleider who is logged in."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kapstok.extensions import db
from kapstok.meetings import feed_owners
from kapstok.projects import service as projects
from kapstok.web.links import leader_feed_link, webcal
from kapstok.web.projectleider import blueprint


@blueprint.get("/bijeenkomsten/agenda")
def feed():
    address = leader_feed_link(projects.get_role(current_user, g.project))
    return render_template("projectleider/feed/show.html", address=address, tap=webcal(address))


@blueprint.post("/bijeenkomsten/agenda")
def feed_post():
    feed_owners.new_address(projects.get_role(current_user, g.project), actor=f"user:{current_user.id}")
    db.session.commit()
    flash(_("Uw agenda heeft een nieuw adres. Het oude werkt niet meer: abonneer opnieuw."), "status")
    return redirect(url_for("projectleider.feed"))
