"""What attendees thought of the bijeenkomsten: each by itself, and compared by method."""

from __future__ import annotations

from flask import g, render_template

from kapstok import clock
from kapstok.evaluation import service
from kapstok.web.evaluator import blueprint
from kapstok.web.shares import in_words


@blueprint.get("/bijeenkomsten")
def meetings():
    from kapstok.evaluation.gatherings import by_method, gathering

    held = service.held_meetings(g.project, clock.now())
    if not any(each.said for each in held):
        return render_template("evaluator/meetings_empty.html")
    methods = by_method(each for each in held if each.said)
    return render_template(
        "evaluator/meetings.html",
        meetings=[(found, in_words(found.useful), in_words(found.able)) for found in map(gathering, held)],
        methods=[(method, in_words(method.useful), in_words(method.able)) for method in methods],
    )
