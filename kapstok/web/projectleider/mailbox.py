"""The Demo-postvak. Outside a demo without a mail server it does not exist: nobody reads another's mail."""

from __future__ import annotations

from flask import Response, current_app, g, render_template, request

from kapstok.errors import NotFound
from kapstok.mail import demo
from kapstok.mail.reading import read
from kapstok.web.headers import mail_in_frame
from kapstok.web.projectleider import blueprint


@blueprint.get("/demo-postvak")
def mailbox():
    _only_in_the_demo()
    search, page = request.args.get("zoek", "")[:100].strip(), max(1, min(request.args.get("pagina", 1, int), 10_000))
    mails, pages = demo.list_delivered(g.project.id, search, page)
    return render_template("projectleider/mailbox/list.html", mails=mails, page=page, pages=pages, search=search)


@blueprint.get("/demo-postvak/<int:message_id>")
def mail(message_id: int):
    _only_in_the_demo()
    message = demo.get_delivered(g.project.id, message_id)
    return render_template("projectleider/mailbox/mail.html", message=message, reading=read(message.mime))


@blueprint.get("/demo-postvak/<int:message_id>/mail")
def mail_shown(message_id: int):
    """The mail as a mail program shows it, for the frame on its page."""
    _only_in_the_demo()
    return mail_in_frame(read(demo.get_delivered(g.project.id, message_id).mime).html)


@blueprint.get("/demo-postvak/<int:message_id>/agenda.ics")
def mail_calendar(message_id: int):
    """The calendar part as a file, to try in a calendar of one's own."""
    _only_in_the_demo()
    reading = read(demo.get_delivered(g.project.id, message_id).mime)
    if not reading.calendar:
        raise NotFound()
    answer = Response(reading.calendar, content_type=f"text/calendar; charset=utf-8; method={reading.method}")
    answer.headers["Content-Disposition"] = "attachment; filename=agenda.ics"
    return answer


def _only_in_the_demo() -> None:
    if not g.project.is_demo or current_app.config["SMTP_URL"]:
        raise NotFound()
