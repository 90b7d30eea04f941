"""Settings of a project: who stands under its mails, and its words."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from kapstok import clock
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Term
from kapstok.projects.rules import Vocabulary, split_words
from kapstok.register.rules import match_key
from kapstok.web import history
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.register_forms import mail_address, readable
from kapstok.web.typed import on_one_line

LONGEST_SYNONYMS = 500  # characters

# (how the vocabulary is called, what its words are for); the key stands in the address
VOCABULARIES = {
    Vocabulary.SECTOR: (_l("Sectoren"), _l("Elke organisatie hoort bij een sector. De sector geeft kleur en vorm.")),
    Vocabulary.FUNCTION: (_l("Functies"), _l("Wat mensen doen: huisarts, sociaal werker, vrijwilliger.")),
    Vocabulary.THEME: (_l("Thema’s"), _l("Waar een bijeenkomst over gaat.")),
    Vocabulary.METHOD: (_l("Werkvormen"), _l("Wat voor bijeenkomst het is, om later te vergelijken.")),
    Vocabulary.SUPPORT: (_l("Hulpthema’s"), _l("Waar het aanbod op de sociale kaart voor is.")),
    Vocabulary.REASON: (_l("Redenen van verwijzing"), _l("Waarvoor iemand wordt verwezen. Nooit over één cliënt.")),
    Vocabulary.SITUATION: (_l("Situaties"), _l("Wat er aan de hand kan zijn, om te vinden welke hulp daarbij past.")),
}


class ContactForm(FlaskForm):
    contact_name = StringField(
        _l("Contactpersoon"),
        [DataRequired(_l("Vul in wie onder de mails van dit project staat.")), readable, Length(max=120)],
        filters=[on_one_line],
    )
    contact_email = EmailField(
        _l("E-mailadres van de contactpersoon"),
        [DataRequired(_l("Vul een e-mailadres in.")), mail_address, Length(max=254)],
        filters=[on_one_line],
    )
    contact_phone = TelField(_l("Telefoon van de contactpersoon"), [Optional(), Length(max=40)], filters=[on_one_line])

    def values(self) -> dict:
        """What ``edit_project`` takes."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}


class WordForm(FlaskForm):
    name = StringField(
        _l("Woord"), [DataRequired(_l("Vul een woord in.")), readable, Length(max=120)], filters=[on_one_line]
    )

    def __init__(self, words: list[Term], renamed: Term | None = None, **options):
        super().__init__(**options)
        self._taken = {match_key(word.name) for word in words if word is not renamed}

    def validate_name(self, field) -> None:
        if match_key(field.data) in self._taken:
            raise ValidationError(
                _("“%(name)s” staat al in deze lijst. Kijk ook bij wat niet meer wordt gebruikt.", name=field.data)
            )


class SupportForm(WordForm):
    """A kind of support is searched for: with its name, and with other words."""

    synonyms = TextAreaField(_l("Andere zoekwoorden"), [Optional()], filters=[on_one_line])

    def validate_synonyms(self, field) -> None:
        if len(", ".join(split_words(field.data))) > LONGEST_SYNONYMS:
            raise ValidationError(_("Dit zijn te veel woorden. Houd het bij 500 tekens."))


@blueprint.get("/instellingen")
def settings():
    return _page(ContactForm(obj=g.project))


@blueprint.post("/instellingen")
def settings_post():
    form = ContactForm()
    if not form.validate():
        return _page(form), 400
    try:
        projects.edit_project(g.project, request.form.get("version", 0, int), **form.values())
    except ChangedMeanwhile:
        return _page(form, differences(form, ContactForm(obj=g.project, formdata=None))), 409
    db.session.commit()
    flash(_("De gegevens zijn bewaard. Zij staan vanaf nu onder elke mail."), "status")
    return redirect(url_for("projectleider.settings"))


@blueprint.get("/instellingen/woorden/<kind>")
def vocabulary(kind: str):
    return _words_page(_vocabulary(kind))


@blueprint.post("/instellingen/woorden/<kind>")
def add_word(kind: str):
    chosen = _vocabulary(kind)
    form = WordForm(_words(chosen))
    if not form.validate():
        return _words_page(chosen, form), 400
    word = projects.add_term(g.project, chosen, form.name.data)
    db.session.commit()
    flash(_("“%(name)s” staat in de lijst.", name=word.name), "status")
    return redirect(url_for("projectleider.vocabulary", kind=kind))


@blueprint.get("/instellingen/woorden/<kind>/<int:term_id>")
def edit_word(kind: str, term_id: int):
    word = _word(kind, term_id)
    return _word_page(kind, word, _word_form(word))


@blueprint.post("/instellingen/woorden/<kind>/<int:term_id>")
def edit_word_post(kind: str, term_id: int):
    word = _word(kind, term_id)
    form = _word_form(word)
    if not form.validate():
        return _word_page(kind, word, form), 400
    synonyms = form.synonyms.data if isinstance(form, SupportForm) else None
    try:
        projects.edit_term(word, request.form.get("version", 0, int), form.name.data, synonyms)
    except ChangedMeanwhile:
        theirs = _word_form(word, formdata=None)
        return _word_page(kind, word, form, differences(form, theirs), in_conflict=True), 409
    db.session.commit()
    flash(_("“%(name)s” is bewaard, overal waar het al stond.", name=word.name), "status")
    return redirect(url_for("projectleider.vocabulary", kind=kind))


@blueprint.post("/instellingen/woorden/<kind>/<int:term_id>/weg")
def retire_word(kind: str, term_id: int):
    word = _word(kind, term_id)
    projects.retire_term(word, clock.now())
    db.session.commit()
    flash(_("“%(name)s” is geen keuze meer. Wat het al had, houdt het.", name=word.name), "status")
    return redirect(url_for("projectleider.vocabulary", kind=kind))


@blueprint.post("/instellingen/woorden/<kind>/<int:term_id>/terug")
def restore_word(kind: str, term_id: int):
    word = _word(kind, term_id)
    projects.restore_term(word)
    db.session.commit()
    flash(_("“%(name)s” is weer een keuze.", name=word.name), "status")
    return redirect(url_for("projectleider.vocabulary", kind=kind))


def _vocabulary(kind: str) -> Vocabulary:
    try:
        return Vocabulary(kind)
    except ValueError:
        raise NotFound() from None


def _words(kind: Vocabulary) -> list[Term]:
    return projects.terms(g.project, kind, archived=True)


def _word(kind: str, term_id: int) -> Term:
    word = projects.get_term(g.project, term_id)
    if word.kind != _vocabulary(kind):
        raise NotFound()
    return word


def _page(form: ContactForm, differs=()) -> str:
    words = {kind: projects.terms(g.project, kind) for kind in VOCABULARIES}
    return render_template(
        "projectleider/settings/show.html",
        form=form,
        differences=differs,
        words=words,
        VOCABULARIES=VOCABULARIES,
        changes=history.readable(g.project, g.project),
    )


def _words_page(kind: Vocabulary, form: WordForm | None = None) -> str:
    title, purpose = VOCABULARIES[kind]
    return render_template(
        "projectleider/settings/words.html",
        form=form or WordForm([]),
        kind=kind,
        title=title,
        purpose=purpose,
        words=_words(kind),
    )


def _word_form(word: Term, **options) -> WordForm:
    kind = SupportForm if word.kind == Vocabulary.SUPPORT else WordForm
    return kind(_words(Vocabulary(word.kind)), renamed=word, obj=word, **options)


def _word_page(kind: str, word: Term, form: WordForm, differs=(), *, in_conflict: bool = False) -> str:
    title, _purpose = VOCABULARIES[_vocabulary(kind)]
    return render_template(
        "projectleider/settings/word.html",
        form=form,
        kind=kind,
        word=word,
        title=title,
        differences=differs,
        in_conflict=in_conflict,
        changes=history.readable(g.project, word),
    )
