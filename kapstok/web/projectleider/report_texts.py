"""Own text in the eindverslag: per chapter what the projectleider adds, beside numbers that nobody can touch."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.evaluation.report import texts
from kapstok.evaluation.report.rules import MOST_SIGNS, OWN_TEXT, TITLES, Chapter, TextChanged, own_chapter
from kapstok.extensions import db
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.typed import about_no_client, in_lines


class TextForm(FlaskForm):
    text = TextAreaField(_l("Uw tekst"), [Optional(), Length(max=MOST_SIGNS), about_no_client], filters=[in_lines])


@blueprint.get("/eindverslag")
def report_texts():
    written = texts.own_texts(g.project)
    chapters = [(chapter.value, _(TITLES[chapter]), written.get(chapter, "")) for chapter in OWN_TEXT]
    return render_template("projectleider/report/texts.html", chapters=chapters)


@blueprint.get("/eindverslag/<chapter>")
def report_text(chapter: str):
    key = own_chapter(chapter)
    kept = texts.find_text(g.project, key)
    return _page(key, TextForm(formdata=None, data={"text": kept.text if kept else ""}))


@blueprint.post("/eindverslag/<chapter>")
def report_text_post(chapter: str):
    key, form, seen = own_chapter(chapter), TextForm(), request.form.get("version", 0, int)
    if not form.validate():
        return _page(key, form), 400
    try:
        texts.save_text(g.project, key, form.text.data, seen, clock.now(), actor=f"user:{current_user.id}")
    except TextChanged:
        kept = texts.find_text(g.project, key)
        theirs = TextForm(formdata=None, data={"text": kept.text if kept else ""})
        return _page(key, form, differences(form, theirs), in_conflict=True), TextChanged.status
    except Refused as refusal:
        form.text.errors = [refusal.text(_)]
        return _page(key, form), refusal.status
    db.session.commit()
    flash(_("De tekst is bewaard. Hij komt in het eerstvolgende verslag dat u maakt."), "status")
    return redirect(url_for("projectleider.report_texts"))


def _page(key: Chapter, form: TextForm, differs=(), *, in_conflict: bool = False) -> str:
    kept = texts.find_text(g.project, key)
    return render_template(
        "projectleider/report/text.html",
        chapter=key.value,
        title=_(TITLES[key]),
        form=form,
        version=kept.version if kept else 0,
        most=MOST_SIGNS,
        differences=differs,
        in_conflict=in_conflict,
    )
