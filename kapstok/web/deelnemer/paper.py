"""Wie is wie on paper, for the wall of one's own team: people of one's own wijk or kern unless asked otherwise."""

from __future__ import annotations

from flask import g, render_template, request

from kapstok.accounts import audit
from kapstok.web import staffroom
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.pdfs import pdf_answer


@blueprint.get("/d/<token>/wie-is-wie.pdf")
def who_is_who_pdf(token: str):
    """With nobody to show there is no sheet, but a page that says what to do."""
    person = read_person(token)
    asked = staffroom.read_choice(request.args, staffroom.own_area(person))
    everybody = staffroom.read_choice(request.args | {"wie": staffroom.EVERYBODY})
    own = staffroom.staff_room_sheet(g.project, asked)
    data = own or ("wie" not in request.args and staffroom.staff_room_sheet(g.project, everybody))
    if not data:
        return render_template("deelnemer/paper.html", token=token)
    audit.record_at_once("wie is wie printed", actor=f"person:{person.id}", project_id=g.project.id)
    return pdf_answer("whoiswho", data, "wie-is-wie")
