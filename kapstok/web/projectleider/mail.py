"""Every mail of the project and how it is doing: what the projectleider can do about one that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail import fate, sent
from kapstok.mail.fate import Standing
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.register.models import Person
from kapstok.scope import get_in_project, in_project
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.sending import mail_waits

KINDS = {Standing.UNDER_WAY: "accent", Standing.ARRIVED: "good", Standing.FAILED: "wrong"}


@dataclass(frozen=True)
class Line:
    """One mail on the page. ``corrected``: the card of its person got another address since."""

    message: OutboxMessage
    standing: Standing
    words: str
    corrected: bool
    can_go_again: bool

    @property
    def kind(self) -> str:
        """The kind of its badge."""
        return KINDS.get(self.standing, "neutral")

    @property
    def name(self) -> str:
        return _(fate.NAMES[self.standing])


@blueprint.get("/mail")
def sent_mail():
    search, page = request.args.get("zoek", "")[:100].strip(), max(1, min(request.args.get("pagina", 1, int), 10_000))
    chosen = next((each for each in Standing if each == request.args.get("stand")), None)
    mails, pages = sent.list_mails(g.project.id, chosen, search, page)
    counts = sent.count_by_standing(g.project.id)
    return render_template(
        "projectleider/mail/list.html",
        lines=lines(mails),
        search=search,
        chosen=chosen,
        page=page,
        pages=pages,
        total=sum(counts.values()),
        tabs=[(_(fate.NAMES[each]), each, counts[each]) for each in Standing],
        waits=mail_waits(),
        demo=g.project.is_demo and not current_app.config["SMTP_URL"],
    )


@blueprint.post("/mail/<int:message_id>/opnieuw")
def send_mail_again(message_id: int):
    message = sent.send_again(g.project.id, message_id, clock.now())
    if message.person_id is not None:
        person = get_in_project(Person, g.project.id, message.person_id)
        person.address_refused_at = None  # a refusal marks it again
    db.session.commit()
    flash(_("De mail aan %(name)s gaat binnen een minuut opnieuw weg.", name=message.to_name), "status")
    return redirect(url_for("projectleider.sent_mail", stand=Standing.UNDER_WAY))


def lines(mails: list[OutboxMessage]) -> list[Line]:
    """What pages say of these mails of the project."""
    people = select_addresses([mail.person_id for mail in mails if mail.person_id is not None])
    repeatable = sent.can_go_again(g.project.id, mails)
    return [_line(mail, people.get(mail.person_id, mail.to_address), mail.id in repeatable) for mail in mails]


def select_addresses(person_ids: list[int]) -> dict[int | None, str]:
    """The address on the card of each of these people now."""
    people = in_project(Person, g.project).where(Person.id.in_(person_ids))
    return {person.id: person.email or "" for person in db.session.scalars(people)}


def _line(mail: OutboxMessage, address_now: str, repeatable: bool) -> Line:
    standing = next(standing for standing, statuses in fate.STATUSES.items() if mail.status in statuses)
    said = fate.sentences(
        mail.status,
        attempts=mail.attempts,
        via=mail.via,
        came_back=mail.bounced_at is not None,
        error=mail.error,
        has_server=bool(current_app.config["SMTP_URL"]),
    )
    corrected = mail.status == Status.FAILED and address_now.lower() != mail.to_address.lower()
    return Line(
        message=mail,
        standing=standing,
        words=" ".join(_(sentence) for sentence in said),
        corrected=corrected,
        can_go_again=repeatable and not corrected,
    )
