"""Abonneren op uw agenda: the address of one's own calendar feed, and a new one when it fell in other hands."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from kapstok.extensions import db
from kapstok.meetings import feed_owners
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.links import feed_link, webcal


@blueprint.get("/d/<token>/agenda")
def feed(token: str):
    address = feed_link(read_person(token))
    renewed = request.args.get("bewaard") == "adres"
    return render_template("deelnemer/feed.html", token=token, address=address, tap=webcal(address), renewed=renewed)


@blueprint.post("/d/<token>/agenda")
def feed_post(token: str):
    person = read_person(token)
    feed_owners.new_address(person, actor=f"person:{person.id}")
    db.session.commit()
    return redirect(url_for("deelnemer.feed", token=token, bewaard="adres"))
