"""Data to take away: the pseudonyms, merged groups and hidden counts of the pages. Each download leaves a trace."""

from __future__ import annotations

from flask import Response, g, render_template
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import takeaway
from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.evaluation import service
from kapstok.takeaway import Sheet
from kapstok.ties.plans import service as planning
from kapstok.web import plan_words
from kapstok.web.evaluator import blueprint

GRAPHML = "application/graphml+xml"


@blueprint.get("/downloads")
def downloads():
    from kapstok.evaluation.exports import closed

    found = service.network(g.project)
    return render_template(
        "evaluator/downloads.html",
        waves=closed(found),
        running=[wave for wave in found.measurements if wave.closed_at is None],
        codebook=_codebook(),
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
            "verwijzingen-voor-publicatie",
            _("Verwijzingen tussen sectoren over het hele project. Dit bestand mag wel in een rapport."),
        ),
        ("indicatoren", _("Mantelzorgers in beeld en andere tellingen, per organisatie en peildatum.")),
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


def _codebook() -> Sheet:
    """Every column of every file, in the reader's words."""
    wave = _("Het nummer achter de naam is dat van de meting; 0 is de nulmeting.")
    return Sheet(
        "codeboek",
        ("bestand", "kolom", "betekenis"),
        [
            ("mensen", "deelnemer", _("Pseudoniem, binnen dit project steeds hetzelfde.")),
            ("mensen", "sector", _("Sector; groepen van minder dan 5 mensen zijn samengevoegd.")),
            ("mensen", "functie", _("Functie; leeg is onbekend, kleine groepen zijn samengevoegd.")),
            ("mensen", "gevraagd_0", _("1: deze persoon is gevraagd, 0: niet.") + " " + wave),
            ("mensen", "geantwoord_0", _("1: deze persoon heeft geantwoord, 0: niet.") + " " + wave),
            ("lijnen", "van", _("Wie het zegt.")),
            ("lijnen", "naar", _("Over wie.")),
            (
                "lijnen",
                "sterkte",
                _("0 kent niet, 1 van naam of functie, 2 korte lijn, 3 overlegt, 4 vaste afspraken; leeg: weet niet."),
            ),
            (
                "lijnen",
                "bron",
                _(
                    "meting, bijeenkomst (vraag achteraf), projectleider of import. "
                    "Wie samen aanwezig was of aan één tafel zat, staat er niet in: dat is geen uitspraak."
                ),
            ),
            ("lijnen", "meting", _("Nummer van de meting; leeg buiten een meting.")),
            (
                "lijnen",
                "maand",
                _("Maand waarin het is gezegd (jjjj-mm). Wie zich in die maand bedacht, staat er met het laatste."),
            ),
            ("verwijzingen", "maand", _("Maand waarover is geteld (jjjj-mm).")),
            ("verwijzingen", "van, naar", _("Organisatie die verwees, en naar wie.")),
            ("verwijzingen", "van_sector, naar_sector", _("Sector van die organisaties.")),
            (
                "verwijzingen",
                "wat",
                _(
                    "verwezen is geteld door wie verwijst; aangekomen en wat ervan werd door wie ontvangt. "
                    "Bij een ontvanger is van meestal leeg: van iedereen samen."
                ),
            ),
            ("verwijzingen", "aantal", _("Aantal verwijzingen; 0 is ook een antwoord, geen regel is er geen.")),
            ("verwijzingen-voor-publicatie", "van, naar", _("Sectoren; stromen onder de 10 zijn samengevoegd.")),
            ("verwijzingen-voor-publicatie", "aantal", _("Aantal verwijzingen in het hele project, nooit onder 10.")),
            ("indicatoren", "indicator", _("Wat er is geteld.")),
            ("indicatoren", "organisatie", _("Wie het telde.")),
            ("indicatoren", "peildatum", _("Dag waarop is geteld (jjjj-mm-dd).")),
            ("indicatoren", "aantal", _("Aantal mensen; leeg: verborgen, want te klein.")),
            ("netwerk", "sector, functie, geantwoord", _("Kenmerken van een persoon, als in mensen.")),
            (
                "netwerk",
                "sterkte",
                _(
                    "Sterkte van een lijn, 1 tot en met 4, van wie het zegt naar over wie. Bron: alleen die meting. "
                    "Ontbreekt een lijn, dan is er 0 of niets gezegd."
                ),
            ),
            *_plan_rows(),
        ],
    )


def _plan_rows() -> list[tuple[str, str, str]]:
    """The measurement plan and all that was changed in it: who counts again must know what was chosen beforehand."""
    plan = planning.find_plan(g.project)
    if plan is None:
        return [("meetplan", "", _("Er is geen meetplan. Niemand koos dus vooraf welk cijfer het hoofdcijfer is."))]
    stands = str(plan_words.STANDINGS[planning.standing(plan)])
    changes = plan_words.changed(planning.changes(plan))
    return [
        ("meetplan", _("Hoe vast het staat"), stands),
        *(("meetplan", label, value) for label, value in plan_words.facts(plan)),
        *(("meetplan", _("Gewijzigd"), one.text()) for one in changes),
    ]


PUBLISHED = {"verwijzingen-voor-publicatie"}
SHEETS = {
    "mensen": _people,
    "lijnen": _lines,
    "verwijzingen": _referrals,
    "verwijzingen-voor-publicatie": _published_referrals,
    "indicatoren": _indicators,
    "codeboek": _codebook,
}
