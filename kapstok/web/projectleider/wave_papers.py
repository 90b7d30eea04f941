"""What to take along to the room: a poster with a code, slips to hand out, and the form on paper for each person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import current_app, g, render_template, request, url_for
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import clock
from kapstok.accounts import audit
from kapstok.meetings import attendance
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Meeting
from kapstok.register.models import Person
from kapstok.ties import asking, measuring, room
from kapstok.ties.models import RosterEntry, Wave
from kapstok.ties.rules import NobodyChosen, WaveClosed
from kapstok.ties.sheets import Block
from kapstok.web import filters
from kapstok.web.links import form_link, wave_link
from kapstok.web.paper import qr_code
from kapstok.web.pdfs import pdf_answer
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.enter_lines import KEYS, NOBODY
from kapstok.web.typed import row_id

MOST_ROWS = 12_000  # in one file: 200 forms of 60 names, some ten seconds of work


@dataclass(frozen=True)
class Part:
    """Some of the forms, when they are too many for one file."""

    url: str
    forms: int
    first: str
    last: str


@blueprint.get("/metingen/<int:wave_id>/papier")
def wave_papers(wave_id: int):
    return _page(_open_wave(wave_id))


@blueprint.get("/metingen/<int:wave_id>/papier/affiche.pdf")
def wave_poster(wave_id: int):
    """In Dutch, and smaller in English: the reader in the room is anybody."""
    wave = _open_wave(wave_id)
    link = wave_link(wave)
    with force_locale("nl"):
        data = _sheet(_poster_words(wave)["heading"]) | _poster_words(wave)
    with force_locale("en"):
        data["english"] = _poster_words(wave)
    return pdf_answer("wave_poster", data | {"code": qr_code(link), "address": link}, "affiche-meting")


@blueprint.get("/metingen/<int:wave_id>/papier/strookjes.pdf")
def wave_slips(wave_id: int):
    wave = _open_wave(wave_id)
    chosen = _chosen(room.people_asked(wave, clock.now()))
    if not chosen:
        return _nobody(wave)
    _trace(wave, "slips of a measurement printed")
    words = _in_each_language(partial(_slip_words, asking.minutes_for(wave)))
    slips = [_slip(entry.person) | words[entry.person.language] for entry in chosen]
    return pdf_answer("wave_slips", _sheet(_("Strookjes")) | {"slips": slips}, "strookjes")


@blueprint.get("/metingen/<int:wave_id>/papier/formulieren.pdf")
def wave_sheets(wave_id: int):
    """One file, or the page with its parts when that would take too long."""
    wave = _open_wave(wave_id)
    chosen, roster = _chosen(room.people_asked(wave, clock.now())), room.roster_of(wave, clock.now())
    if not chosen:
        return _nobody(wave)
    each = max(1, MOST_ROWS // max(1, len(roster.names) + len(roster.late)))
    parts = [chosen[start : start + each] for start in range(0, len(chosen), each)]
    number = request.args.get("deel", 0, row_id)
    if len(parts) > 1 and not 0 < number <= len(parts):
        return _page(wave, parts=[_part(wave, part, place) for place, part in enumerate(parts, 1)])
    _trace(wave, "sheets of a measurement printed")
    forms = [_form(entry, roster) for entry in parts[max(number, 1) - 1]]
    data = {"forms": forms, "words": _in_each_language(_form_words)}
    data |= {"keys": [key for key, _words in KEYS], "nobody_key": NOBODY}
    return pdf_answer("wave_sheets", _sheet(_("Wie kent u?")) | data, "formulieren")


def _open_wave(wave_id: int) -> Wave:
    found = measuring.get_wave(g.project, wave_id)
    if found.closed_at is not None:
        raise WaveClosed()
    return found


def _page(wave: Wave, error: str = "", parts: list[Part] | None = None) -> str:
    asked = room.people_asked(wave, clock.now())
    accepted = {meeting_id: counted.accepted for meeting_id, counted in meetings.counts(g.project).items()}
    coming = [(meeting, accepted.get(meeting.id, 0)) for meeting in _meetings_ahead()]
    return render_template(
        "projectleider/waves/papers.html",
        wave=wave,
        asked=asked,
        silent=sum(entry.answered_at is None for entry in asked),
        coming=[(meeting, count) for meeting, count in coming if count],
        door=wave_link(wave),
        error=error,
        parts=parts or [],
    )


def _trace(wave: Wave, event: str) -> None:
    """Who printed what opens people's own pages."""
    actor, subject = f"user:{current_user.id}", f"wave:{wave.id}"
    audit.record_at_once(event, actor=actor, project_id=wave.project_id, subject=subject)


def _nobody(wave: Wave):
    refusal = NobodyChosen()
    return _page(wave, error=_("Er is niemand om iets voor te drukken. Kies andere mensen.")), refusal.status


def _chosen(asked: list[RosterEntry]) -> list[RosterEntry]:
    """Whom the address asks for: ``?persoon=`` by name, or ``?voor=`` a meeting, and of them ``?stil=`` the silent."""
    if picked := set(request.args.getlist("persoon", row_id)):
        return [entry for entry in asked if entry.person_id in picked]
    if meeting_id := request.args.get("voor", type=row_id):
        guests = _guests(meetings.get_meeting(g.project, meeting_id))
        asked = [entry for entry in asked if entry.person_id in guests]
    return [entry for entry in asked if entry.answered_at is None or "stil" not in request.args]


def _meetings_ahead() -> list[Meeting]:
    now = clock.now()
    return [one for one in meetings.list_meetings(g.project) if one.ends_at > now and one.cancelled_at is None]


def _guests(meeting: Meeting) -> set[int]:
    """Who is expected: said yes, or is there already."""
    return {guest.person_id for guest in meetings.list_guests(meeting) if attendance.is_expected(guest)}


def _part(wave: Wave, part: list[RosterEntry], number: int) -> Part:
    asked = {name: request.args.getlist(name) for name in ("persoon", "voor", "stil")}  # never what else is typed
    url = url_for("projectleider.wave_sheets", wave_id=wave.id, **asked, deel=number)
    return Part(url, len(part), part[0].person.name, part[-1].person.name)


def _sheet(title: str) -> dict:
    project = g.project.name
    return {"title": f"{title} – {project}", "author": project, "project": project, "language": get_locale().language}


def _in_each_language(words: Callable[[], dict]) -> dict[str, dict]:
    """What ``words`` gives, by language: everybody reads the paper in their own."""
    found = {}
    for language in ("nl", "en"):
        with force_locale(language):
            found[language] = words()
    return found


def _poster_words(wave: Wave) -> dict:
    return {
        "heading": _("Wie kent u?"),
        "why": _("Zo zien we of mensen rond zorg en welzijn elkaar sneller weten te vinden."),
        "alt": _("QR-code om uw eigen link te vragen"),
        "lines": [
            _("Richt de camera van uw telefoon op de code."),
            _("Typ uw e-mailadres."),
            _("Open de link in de mail en vul in. Ongeveer %(minutes)s minuten.", minutes=asking.minutes_for(wave)),
        ],
        "short": _("Of ga naar %(address)s", address=_short(url_for("public.mijn"))),
        "until": _("Het kan tot en met %(day)s.", day=filters.day(wave.closes_on)) if wave.closes_on else "",
    }


def _short(path: str) -> str:
    """An address as people type it: without the protocol."""
    return f"{current_app.config['BASE_URL']}{path}".partition("://")[2]


def _slip(person: Person) -> dict:
    """That somebody is a mantelzorger stands on no slip."""
    link = form_link(person)
    return {
        "name": person.name,
        "organisation": person.shown_organisation,
        "language": person.language,
        "address": link,
        "code": qr_code(link),
    }


def _slip_words(minutes: int) -> dict:
    return {
        "question": _("Wie kent u?"),
        "how": _(
            "Richt de camera van uw telefoon op de code. U komt op uw eigen pagina. Ongeveer %(minutes)s minuten.",
            minutes=minutes,
        ),
        "alt": _("QR-code naar uw eigen pagina"),
    }


def _form(entry: RosterEntry, roster: room.Roster) -> dict:
    person, link = entry.person, form_link(entry.person)
    return {
        "name": person.name,
        "language": person.language,
        "code": roster.code_of(entry),
        "address": link,
        "qr": qr_code(link),
        "blocks": [_block(block) for block in roster.sheet_of(person)],
    }


def _block(block: Block) -> dict:
    rows = [
        {"number": row.number, "name": row.name.name, "function": row.name.function} for row in block.rows if row.listed
    ]
    return {"title": block.organisation, "rows": rows, "closes": block.closes}


def _form_words() -> dict:
    return {
        "question": _("Wie kent u?"),
        "why": _(
            "Met uw antwoorden zien we of mensen in het netwerk elkaar sneller weten te vinden. Meedoen is vrijwillig. "
            "Wat u leeg laat, telt niet mee."
        ),
        "who_sees": _(
            "%(contact)s typt uw formulier over en vernietigt het. Evaluatoren zien codes in plaats van namen. "
            "Niemand op de lijst krijgt te zien wat u invult. Alleen als u en de ander dat allebei goedvinden, zien "
            "mensen in het netwerk dát u een korte lijn hebt.",
            contact=g.project.contact_name,
        ),
        "code": _("Code"),
        "alt": _("QR-code naar uw eigen pagina"),
        "phone": _("Liever op uw telefoon? Richt uw camera hierop."),
        "how": _("Hoe kent u deze persoon nu? Kruis bij elke naam één vakje aan."),
        "meanings": [(key, str(words)) for key, words in KEYS],
        "direct": _("Korte lijn: ik kan direct bellen of mailen."),
        "others": _("Anderen"),
        "nobody": _("Verder ken ik hier niemand"),
        "missing": _("Wie mist u?"),
        "missing_hint": _("Schrijf naam, organisatie en functie op."),
        "foot": _("Formulier %(code)s, bladzijde %(page)s", code="{code}", page="{page}"),
    }
