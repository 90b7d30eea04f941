"""Data to take away: the pseudonyms, merged groups and hidden counts of the pages. Each download leaves a trace."""

from __future__ import annotations

from flask import Response, g, render_template
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import takeaway
from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.evaluation import service
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.codebook import codebook
from kapstok.web.evaluator.sheets import PUBLISHED, SHEETS

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
