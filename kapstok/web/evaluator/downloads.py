"""Data to take away: the pseudonyms, merged groups and hidden counts of the pages. Each download leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, g, render_template
from flask_babel import gettext as _

from kapstok import clock, takeaway
from kapstok.errors import NotFound
from kapstok.evaluation import service
from kapstok.evaluation.files import bundles
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.codebook import codebook
from kapstok.web.evaluator.sheets import PUBLISHED, SHEETS
from kapstok.web.evaluator.taking import taken

GRAPHML, GEXF = "application/graphml+xml", "application/gexf+xml"
JSON, ZIP, TEXT = "application/json", "application/zip", "text/plain; charset=utf-8"
SCRIPTS = ("lijnen.R", "lijnen.py")


@dataclass(frozen=True)
class Bundle:
    """A file that is made of more than one table."""

    name: str
    ending: str
    mimetype: str
    make: Callable[[], bytes]

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.ending}"


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
        bundles=_bundles(),
        scripts=[(name, bundles.snippet(name)) for name in SCRIPTS],
    )


@blueprint.get("/downloads/<name>.csv")
def download_sheet(name: str):
    if name not in SHEETS:
        raise NotFound()
    sheet = SHEETS[name]()
    return _file(name, "csv", takeaway.as_csv(sheet.headings, sheet.rows), takeaway.CSV)


@blueprint.get("/downloads/netwerk-<int:number>.graphml")
def download_graph(number: int):
    from kapstok.evaluation.exports import closed
    from kapstok.evaluation.files.graphs import graphml

    found = service.network(g.project)
    wave = next((wave for wave in closed(found) if wave.number == number), None)
    if wave is None:
        raise NotFound()
    return _file(f"netwerk-{number}", "graphml", graphml(found, wave), GRAPHML)


@blueprint.get("/downloads/samen/<file_name>")
def download_bundle(file_name: str):
    bundle = next((each for each in BUNDLES if each.file_name == file_name), None)
    if bundle is None:
        raise NotFound()
    return _file(bundle.name, bundle.ending, bundle.make(), bundle.mimetype)


@blueprint.get("/downloads/scripts/<name>")
def download_script(name: str):
    """The same for every project: no trace is needed."""
    if name not in SCRIPTS:
        raise NotFound()
    answer = Response(bundles.snippet(name), mimetype=TEXT)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _files() -> list[tuple[str, str]]:
    """Every sheet with what it holds."""
    return [
        ("kerncijfers", _("De vijf cijfers van het overzicht, eerst en nu, met hun interval.")),
        ("metingen", _("Wanneer er is gemeten, wie is gevraagd en hoeveel er antwoordden.")),
        ("bijeenkomsten", _("De bijeenkomsten die zijn geweest, en hoeveel mensen er waren.")),
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


def _bundles() -> list[tuple[Bundle, str]]:
    """Every file that is more than a table, with what it holds and for which program."""
    words = {
        "alles": _("Alle bestanden hieronder in één keer, met het codeboek en de scripts."),
        "lijnen-in-de-tijd": _("Korte lijnen met de maand waarin zij kwamen en verdwenen, voor de tijdbalk van Gephi."),
        "rsiena": _("Een matrix per meting en de deelnemers in dezelfde volgorde, met een script voor RSiena in R."),
        "kapstok": _("Alle tabellen in één bestand (JSON), voor programma’s. Wat erin staat, vertelt het codeboek."),
    }
    return [(bundle, words[bundle.name]) for bundle in BUNDLES]


def _everything() -> bytes:
    from kapstok.evaluation.exports import closed
    from kapstok.evaluation.files.graphs import graphml

    found = service.network(g.project)
    graphs = {f"netwerk-{wave.number}.graphml": graphml(found, wave) for wave in closed(found)}
    siena = {f"rsiena/{name}": content for name, content in _siena_files().items()}
    scripts = {name: bundles.snippet(name).encode() for name in SCRIPTS}
    tables = bundles.csv_files(make() for make in SHEETS.values())
    more = {"lijnen-in-de-tijd.gexf": _over_time(), "kapstok.json": _tables()}
    return bundles.as_zip({"LEESMIJ.txt": _read_me(), **tables, **graphs, **more, **siena, **scripts})


def _over_time() -> bytes:
    from kapstok.evaluation.files.graphs import gexf

    return gexf(service.network(g.project), clock.local_date(clock.now()))


def _siena() -> bytes:
    return bundles.as_zip(_siena_files())


def _siena_files() -> dict[str, bytes]:
    from kapstok.evaluation.files import siena

    script = {"rsiena.R": bundles.snippet("rsiena.R").encode()}
    return {"LEESMIJ.txt": _read_me(), **siena.files(service.network(g.project)), **script}


def _tables() -> bytes:
    return bundles.as_json((make() for make in SHEETS.values()), PUBLISHED)


def _read_me() -> bytes:
    lines = (
        g.project.name,
        "",
        _("Deze bestanden zijn niet voor publicatie, behalve verwijzingen-publicatie.csv."),
        _(
            "Mensen staan erin onder een code. Groepen van minder dan 5 mensen zijn samengevoegd; "
            "kleine aantallen zijn leeg."
        ),
        _("Wat elke kolom betekent, staat in codeboek.csv en op de pagina Downloads."),
        _("De scripts lezen de bestanden in de map waarin zij staan: Rscript lijnen.R, of python lijnen.py."),
    )
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _file(name: str, ending: str, content: bytes, mimetype: str) -> Response:
    return taken(name, ending, content, mimetype, published=name in PUBLISHED)


BUNDLES = (
    Bundle("alles", "zip", ZIP, _everything),
    Bundle("lijnen-in-de-tijd", "gexf", GEXF, _over_time),
    Bundle("rsiena", "zip", ZIP, _siena),
    Bundle("kapstok", "json", JSON, _tables),
)
