"""Data to take away: the pseudonyms, merged groups and hidden counts of the pages. Each download leaves a trace."""

from __future__ import annotations

from flask import Response, g, render_template
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import clock, takeaway
from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.evaluation import adoption, service
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.takeaway import Sheet
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.codebook import codebook

GRAPHML = "application/graphml+xml"


@blueprint.get("/downloads")
def downloads():
    from kapstok.evaluation.exports import closed

    found = service.network(g.project)
    return render_template(
        "evaluator/downloads.html",
        waves=closed(found),
        running=[wave for wave in found.measurements if wave.closed_at is None],
        codebook=codebook(),
        files=_files(),
    )


@blueprint.get("/downloads/<name>.csv")
def download_sheet(name: str):
    if name not in SHEETS:
        raise NotFound()
    sheet = SHEETS[name]()
    return _file(name, "csv", takeaway.as_csv(sheet.headings, sheet.rows), takeaway.CSV)


@blueprint.get("/downloads/netwerk-<int:number>.graphml")
def download_graph(number: int):
    from kapstok.evaluation.exports import closed, graphml

    found = service.network(g.project)
    wave = next((wave for wave in closed(found) if wave.number == number), None)
    if wave is None:
        raise NotFound()
    return _file(f"netwerk-{number}", "graphml", graphml(found, wave), GRAPHML)


def _files() -> list[tuple[str, str]]:
    """Every sheet with what it holds."""
    return [
        ("mensen", _("Deelnemers met sector en functie, en wie in elke meting is gevraagd en antwoordde.")),
        ("lijnen", _("Alles wat mensen over elkaar zeiden, per maand.")),
        ("verwijzingen", _("Maandtellingen van verwijzers en ontvangers, met wat ervan werd.")),
        (
            "verwijzingen-publicatie",
            _("Verwijzingen tussen sectoren over het hele project. Dit bestand mag wel in een rapport."),
        ),
        ("indicatoren", _("Mantelzorgers in beeld en andere tellingen, per organisatie en peildatum.")),
        ("producten", _("Welke organisatie hoe ver is met welk product, en sinds wanneer.")),
        ("stappenplan", _("Met welke stap elke organisatie bezig of klaar is, en sinds wanneer.")),
        ("vragenlijst", _("Per uitspraak en keer: hoeveel mensen antwoordden en hoeveel het eens zijn.")),
        ("vragenlijst-gekoppeld", _("Wat mensen die twee keer antwoordden de eerste en de laatste keer zeiden.")),
        ("codeboek", _("Wat elke kolom betekent.")),
    ]


def _file(name: str, ending: str, content: bytes, mimetype: str) -> Response:
    """The file under a name that says what it is not for; who took it is written down first."""
    actor, subject = f"user:{current_user.id}", f"project:{g.project.id}"
    audit.record_at_once(f"download {name}.{ending}", actor=actor, project_id=g.project.id, subject=subject)
    answer = Response(content, mimetype=mimetype)
    called = name if name in PUBLISHED else f"{name}-niet-voor-publicatie"
    answer.headers.set("Content-Disposition", "attachment", filename=f"{called}.{ending}")
    return answer


def _people() -> Sheet:
    from kapstok.evaluation.exports import people_table

    return people_table(service.network(g.project))


def _lines() -> Sheet:
    from kapstok.evaluation.exports import lines_table

    return lines_table(service.network(g.project))


def _referrals() -> Sheet:
    from kapstok.evaluation.exports import referrals_table

    return referrals_table(service.referral_rows(g.project))


def _published_referrals() -> Sheet:
    from kapstok.evaluation.exports import published_referrals_table

    return published_referrals_table(service.published_flows(g.project, _("overige stromen")))


def _indicators() -> Sheet:
    from kapstok.evaluation.exports import indicators_table

    return indicators_table(service.indicator_views(g.project))


def _products() -> Sheet:
    from kapstok.evaluation.adopted import products_table

    return products_table(adoption.product_rows(g.project))


def _steps() -> Sheet:
    from kapstok.evaluation.adopted import steps_table

    return steps_table(adoption.step_rows(g.project))


def _survey() -> Sheet:
    from kapstok.evaluation.opinions import survey_table

    return survey_table(service.survey_results(g.project, clock.now()), _sectors())


def _linked() -> Sheet:
    from kapstok.evaluation.opinions import linked_table

    return linked_table(service.survey_results(g.project, clock.now()), _sectors())


def _sectors() -> dict[str, str]:
    return {term.key: term.name for term in projects.terms(g.project, Vocabulary.SECTOR, archived=True)}


PUBLISHED = {"verwijzingen-publicatie"}
SHEETS = {
    "mensen": _people,
    "lijnen": _lines,
    "verwijzingen": _referrals,
    "verwijzingen-publicatie": _published_referrals,
    "indicatoren": _indicators,
    "producten": _products,
    "stappenplan": _steps,
    "vragenlijst": _survey,
    "vragenlijst-gekoppeld": _linked,
    "codeboek": codebook,
}
