"""/mijn: "stuur mij een nieuwe link" for participants who lost theirs, and what the poster of a measurement shares.

Whether an address is known must not show: not in the answer, and not in the time it takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import Email, InputRequired, Length

from kapstok import clock
from kapstok.accounts import audit
from kapstok.extensions import db, limiter
from kapstok.mail.rules import BadAddress
from kapstok.meetings import letters
from kapstok.meetings.messages import ERRANDS
from kapstok.projects.models import Project
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.web.links import stationery
from kapstok.web.public import blueprint
from kapstok.web.typed import on_one_line


class LinkForm(FlaskForm):
    email = EmailField(
        _l("E-mailadres"),
        [InputRequired(_l("Vul uw e-mailadres in.")), Email(_l("Dit is geen geldig e-mailadres.")), Length(max=254)],
        filters=[on_one_line],
    )


def _address() -> str:
    return "mijn:" + request.form.get("email", "")[:254].strip().lower()


# On whichever page it is asked: nobody's inbox is filled by others.
by_address = limiter.shared_limit("5 per hour", scope="own link", key_func=_address)


@blueprint.get("/mijn")
def mijn():
    errand, sent = _errand(request.args), "verstuurd" in request.args
    return render_template("public/mijn.html", form=LinkForm(formdata=None), sent=sent, errand=errand)


@blueprint.post("/mijn")
@by_address
@limiter.limit("30 per hour")
def mijn_post():
    form, errand = LinkForm(), _errand(request.form)
    if not form.validate():
        return render_template("public/mijn.html", form=form, sent=False, errand=errand), 400
    send_links(form.email.data, register.find_people_by_email(form.email.data), errand, clock.now())
    db.session.commit()
    return redirect(url_for("public.mijn", verstuurd="ja"))


def _errand(asked: Mapping[str, str]) -> str:
    """What the visitor came for (``?naar=``), when that is a page we know; else nothing."""
    wanted = asked.get("naar", "")
    return wanted if wanted in ERRANDS else ""


def send_links(address: str, people: Sequence[Person], errand: str, now: dt.datetime) -> None:
    """A mail to each of the people who have this address; when there are none, one is made too, and thrown away."""
    audit.record("personal link asked", actor="public")
    with suppress(BadAddress):
        for person in people:
            project = db.session.get_one(Project, person.project_id)
            letters.queue_personal_link(person, project, stationery(), now, errand)
        if not people:
            _write_to_nobody(address, errand, now)


def _write_to_nobody(address: str, errand: str, now: dt.datetime) -> None:
    nobody = Person(name=address, email=address, language="nl", link_version=1)
    nowhere = Project(name="Kapstok", contact_name="Kapstok", contact_email=address, contact_phone="")
    with db.session.begin_nested() as undone:
        letters.queue_personal_link(nobody, nowhere, stationery(), now, errand)
        undone.rollback()
