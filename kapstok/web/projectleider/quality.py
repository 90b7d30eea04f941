"""How well a measurement was filled in: aggregates only, each with what it means and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import g, render_template, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.disclosure import SMALL_INSIDE
from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties import measuring, moments
from kapstok.ties.models import RosterEntry, Wave
from kapstok.web.filters import number, percent
from kapstok.web.projectleider import blueprint

if TYPE_CHECKING:
    from kapstok.evaluation.parts import Part
    from kapstok.evaluation.quality import OnRoster, Quality, Step


class Line(NamedTuple):
    """One figure: what it is, how much (None: not known), of how many and what it means, and what to do about it.

    ``advice`` is None where it asks for no attention.
    """

    label: str
    value: str | None
    meaning: str
    advice: str | None


@blueprint.get("/metingen/<int:wave_id>/kwaliteit")
def wave_quality(wave_id: int):
    from kapstok.evaluation.quality import quality, what_to_do

    wave = measuring.get_wave(g.project, wave_id)
    is_open = wave.closed_at is None
    found = quality(_on_roster(wave), moments.answers_in(wave), moments.saves_in(wave), is_open=is_open)
    sentence, label, url = _next_step(what_to_do(found, is_open=is_open), wave)
    chapters = _chapters(found)
    return render_template(
        "projectleider/waves/quality.html",
        wave=wave,
        found=found,
        verdict=_verdict(found),
        step={"sentence": sentence, "label": label, "url": url},
        response=measuring.response(wave),
        chapters=chapters,
        watch=[line for _title, lines in chapters for line in lines if line.advice],
    )


def _on_roster(wave: Wave) -> list[OnRoster]:
    from kapstok.evaluation.quality import OnRoster

    here = set(db.session.scalars(measuring.active(wave.project_id, clock.now()).with_only_columns(Person.id)))
    before = _roster_before(wave)
    return [
        OnRoster(
            person_id=entry.person_id,
            asks=entry.asks,
            named=entry.named,
            answered_at=entry.answered_at,
            finished=entry.finished_at is not None,
            has_function=entry.function_id is not None,
            new=entry.added_at is not None or entry.person_id not in before if before else None,
            gone=entry.person_id not in here,
        )
        for entry in db.session.scalars(measuring.entries_of(wave))
    ]


def _roster_before(wave: Wave) -> set[int]:
    earlier = in_project(Wave, wave.project_id).where(Wave.number == wave.number - 1).with_only_columns(Wave.id)
    query = in_project(RosterEntry, wave.project_id).where(RosterEntry.wave_id.in_(earlier))
    return set(db.session.scalars(query.with_only_columns(RosterEntry.person_id)))


def _verdict(found: Quality) -> str:
    """What the measurement can be used for."""
    if found.allowed.paths:
        return _("U kunt deze meting voor alle cijfers gebruiken.")
    if found.allowed.structure:
        return _("U kunt de aantallen lijnen gebruiken, maar nog geen afstanden en geen bruggenbouwers.")
    if found.response.part >= SMALL_INSIDE:
        return _("U kunt alleen zeggen hoeveel lijnen er zijn genoemd, en door hoeveel mensen.")
    return _("U kunt met deze meting nog niets zeggen.")


def _next_step(step: Step, wave: Wave) -> tuple[str, str, str]:
    """The one thing to do now: a sentence, and where."""
    here = url_for("projectleider.wave", wave_id=wave.id)
    return {
        "ask": (
            _("Vraag wie nog niet antwoordde: per mail, aan de telefoon of op een bijeenkomst."),
            _("Naar wie nog niet antwoordde"),
            here,
        ),
        "finish": (_("Herinner wie begon, maar nog niet klaar is."), _("Naar wie is gevraagd"), here),
        "collect": (
            _("Deze meting is gesloten. Laat mensen de volgende keer op een bijeenkomst invullen."),
            _("Naar de metingen"),
            url_for("projectleider.waves"),
        ),
        "recognise": (
            _("Vul de functie in van wie nu niet wordt herkend. Met functie en foto herkennen mensen elkaar eerder."),
            _("Naar de deelnemers"),
            url_for("projectleider.people"),
        ),
        "compare": (
            _("Mensen spreken elkaar vaak tegen. Kijk naar lijnen die beide kanten noemen."),
            _("Naar het netwerk"),
            url_for("evaluator.network", richting="confirmed"),
        ),
        "nothing": (_("U hoeft nu niets te doen."), _("Naar de resultaten"), url_for("evaluator.overview")),
    }[step]


def _chapters(found: Quality) -> list[tuple[str, list[Line]]]:
    """The figures that there are, under their headings."""
    chapters = [
        (_("Wie deed er mee"), _who_took_part(found)),
        (_("Hoe volledig is het"), _how_complete(found)),
        (_("Zijn mensen het eens"), _do_they_agree(found)),
        (_("Hoe is het ingevuld"), _how_filled_in(found)),
        (_("Wie blijft buiten beeld"), _who_is_missed(found)),
    ]
    return [(title, lines) for title, lines in chapters if lines]


def _who_took_part(found: Quality) -> list[Line]:
    lines = []
    if found.counted >= SMALL_INSIDE:
        unfinished = found.unfinished
        lines.append(
            _line(
                _("Begonnen, maar niet klaar"),
                unfinished,
                _("Wat zij invulden, telt mee. De namen die zij oversloegen, blijven onbekend."),
                _("Stuur een herinnering: hun antwoorden staan er nog."),
            )
            if unfinished
            else Line(_("Begonnen, maar niet klaar"), None, _("Niemand heeft gezegd klaar te zijn."), None)
        )
        lines.append(
            _line(
                _("Ingevoerd van papier"),
                found.on_paper,
                _("U voerde in wat zij opschreven of aan de telefoon zeiden. Hun antwoorden tellen gewoon mee."),
            )
        )
    meaning = _("Zij stonden op de lijst en doen niet meer mee. Wat zij zeiden telt mee; mailen hoeft niet meer.")
    return [*lines, _line(_("Inmiddels vertrokken"), found.gone, meaning)]


def _how_complete(found: Quality) -> list[Line]:
    if not found.left_open:
        return []
    return [
        _line(
            _("Namen zonder antwoord"),
            found.left_open,
            _("Overgeslagen, of “weet ik niet”. Dat is iets anders dan “ken ik niet” en telt nergens als nul."),
            _("Vraag mensen om de lijst tot het einde te bekijken, met een foto of functie bij iedere naam."),
            things=True,
        ),
        _line(
            _("Antwoorden voor een hele organisatie tegelijk"),
            found.by_block,
            _("Met “verder ken ik hier niemand” zegt iemand dat bij iedere naam die overblijft."),
            _("Het grootste deel van de antwoorden kwam zo. Een bekende wordt dan makkelijk over het hoofd gezien."),
            things=True,
        ),
        _line(
            _("Overgenomen van de vorige meting"),
            found.carried,
            _("Wie een eerder antwoord ziet, laat het makkelijk staan. Verandering lijkt dan kleiner dan die is."),
            _("Meer dan de helft is overgenomen. Zeg dat erbij als u de metingen vergelijkt."),
            things=True,
        ),
    ]


def _do_they_agree(found: Quality) -> list[Line]:
    if not found.contradictions:
        return []
    return [
        _line(
            _("Tegenspraak"),
            found.contradictions,
            _("Van de paren die beiden antwoordden: de een noemt een korte lijn, de ander zegt “ken ik niet”."),
            _("Kijk in de resultaten naar lijnen die beide kanten noemen. Die zijn het zekerst."),
            things=True,
        ),
        _line(
            _("Waarvan vaste afspraken tegenover “ken ik niet”"),
            found.opposites,
            _("Zo groot is het verschil zelden. Vaak is er een naam verwisseld of staat iemand dubbel op de lijst."),
            things=True,
        ),
        _line(
            _("Lijnen die de ander ook noemt"),
            found.returned,
            _("Van de korte lijnen waarbij ook de ander antwoordde. Dat het er minder dan alle zijn, is gewoon."),
            things=True,
        ),
    ]


def _how_filled_in(found: Quality) -> list[Line]:
    if not found.straight:
        return []
    return [
        _line(
            _("Steeds hetzelfde antwoord"),
            found.straight,
            _("Van wie zelf minstens tien namen beantwoordde. Het kan kloppen: wie nieuw is, kent nog niemand."),
            _("Kijk of de vraag duidelijk was. Leg haar de volgende keer eerst uit."),
        ),
        _line(
            _("Heel snel ingevuld"),
            found.fast,
            _("Minder dan één seconde per naam. Dat is alleen bekend van wie naam voor naam invulde."),
            _("Neem de volgende keer samen de tijd, bijvoorbeeld op een bijeenkomst."),
        ),
    ]


def _who_is_missed(found: Quality) -> list[Line]:
    if not found.unnamed:
        return []
    lines = [
        _line(
            _("Door niemand gekend"),
            found.unnamed,
            _("Niemand die antwoordde kent hen, ook niet van naam."),
            _("Nodig hen uit voor een bijeenkomst, en vul hun functie en foto aan."),
        )
    ]
    if found.unnamed_new:
        meaning = _("Zij stonden nog niet op de vorige lijst. Dan is het te verwachten.")
        lines.append(_line(_("Waarvan nieuw op de lijst"), found.unnamed_new, meaning))
    if found.unnamed_without_function:
        meaning = _("Met een functie erbij herkennen mensen een naam eerder.")
        lines.append(_line(_("Waarvan zonder functie"), found.unnamed_without_function, meaning))
    lines.append(
        _line(
            _("Kent zelf niemand"),
            found.named_nobody,
            _("Zij antwoordden, en kennen niemand op de lijst, ook niet van naam."),
            _("Stel hen op een bijeenkomst aan anderen voor."),
        )
    )
    return lines


def _line(label: str, part: Part | None, meaning: str, advice: str | None = None, *, things: bool = False) -> Line:
    value, numbers = _in_words(part, things=things)
    return Line(
        label, value, f"{numbers}. {meaning}" if numbers else meaning, advice if part and part.careful else None
    )


def _in_words(part: Part | None, *, things: bool) -> tuple[str | None, str | None]:
    """A part as it may be told, None where it cannot be; and the numbers behind a percentage."""
    if part is None or part.whole == 0:
        return None, None
    if part.part is None and things:
        return (_("heel weinig"), _("Van minder dan 5 mensen")) if part.few else (None, None)
    if part.part is None:
        hidden = _("minder dan 5") if part.few else _("bijna alle") if part.most else None
        return hidden, None
    if part.whole is None:
        return number(part.part) if part.part else _("niemand"), None
    words = _("%(deel)s van de %(totaal)s", deel=number(part.part), totaal=number(part.whole))
    if not part.part:
        return _("geen") if things else _("niemand"), words
    return (words, None) if part.share is None else (percent(part.share), words)
