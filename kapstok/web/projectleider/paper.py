"""Wie is wie on paper: choose what goes on the sheet, see how many people that are, and take the PDF."""

from __future__ import annotations

from flask import Response, g, redirect, render_template, request, url_for
from flask_login import current_user

from kapstok import pdf
from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.register import cards
from kapstok.web import staffroom
from kapstok.web.pdfs import pdf_answer
from kapstok.web.projectleider import blueprint

PREVIEW = 75  # dots an inch


@blueprint.get("/netwerk/wie-is-wie/papier")
def choose_paper():
    choice, printed = staffroom.read_choice(request.args), staffroom.list_printed(g.project)
    return render_template(
        "projectleider/paper/choose.html",
        choice=choice,
        options=staffroom.list_options(g.project, printed),
        people=len(staffroom.chosen(printed, choice)),
        on_paper=len(printed),
        on_screen=len(cards.list_cards(g.project)),
    )


@blueprint.get("/netwerk/wie-is-wie.png")
def who_is_who_preview():
    """How the first page would look."""
    data = staffroom.staff_room_sheet(g.project, staffroom.read_choice(request.args))
    if data is None:
        raise NotFound()
    return Response(pdf.picture("whoiswho", data, PREVIEW), mimetype="image/png")


@blueprint.get("/netwerk/wie-is-wie.pdf")
def who_is_who_pdf():
    """With nobody to show there is no sheet, but the page that says what to do."""
    choice = staffroom.read_choice(request.args)
    data = staffroom.staff_room_sheet(g.project, choice)
    if data is None:
        return redirect(url_for("projectleider.choose_paper", wie=choice.about))
    audit.record_at_once("wie is wie printed", actor=f"user:{current_user.id}", project_id=g.project.id)
    return pdf_answer("whoiswho", data, "wie-is-wie")
