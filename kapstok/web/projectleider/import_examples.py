"""Files to fill in, one for each kind of list. The examples stand on a sheet of their own: they never become people."""

from __future__ import annotations

from flask import Response, g
from flask_babel import gettext as _

from kapstok import takeaway
from kapstok.directory import listing
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import organisation_list, people_list
from kapstok.register.columns import Layout
from kapstok.web.projectleider import blueprint


@blueprint.get("/netwerk/importeren/voorbeeld-<any(mensen, organisaties, aanbod):kind>.xlsx")
def import_template(kind: str):
    """Headings to fill in, examples, and what each column is for."""
    layout, name, examples, explained = {
        "mensen": (people_list.LAYOUT, "Mensen", _people, _about_people),
        "organisaties": (organisation_list.LAYOUT, "Organisaties", _organisations, _about_organisations),
        "aanbod": (listing.LAYOUT, "Aanbod", _services, _about_services),
    }[kind]
    headings = _headings(layout)
    rows = [[layout.titles[column], sentence] for column, sentence in explained().items()]
    content = takeaway.as_excel(
        takeaway.Sheet(name, list(headings.values()), []),
        takeaway.Sheet(_("Voorbeeld"), list(headings.values()), [_in_columns(row, headings) for row in examples()]),
        takeaway.Sheet(
            _("Uitleg"),
            [_("Kolom"), _("Wat u invult")],
            [*rows, ["", _("Zet hier niets over cliënten: geen namen, geen geboortedatums, geen BSN.")]],
        ),
    )
    disposition = f'attachment; filename="{kind}-voorbeeld.xlsx"'
    return Response(content, mimetype=takeaway.EXCEL, headers={"Content-Disposition": disposition})


def _headings(layout: Layout) -> dict[str, str]:
    return {column: title for column, title in layout.titles.items() if column != "archived"}


def _in_columns(row: dict[str, str], headings: dict[str, str]) -> list[str]:
    return [row.get(column, "") for column in headings]


def _names(kind: Vocabulary) -> list[str]:
    return [term.name for term in projects.terms(g.project, kind)]


def _first(kind: Vocabulary) -> str:
    return next(iter(_names(kind)), "")


def _people() -> list[dict[str, str]]:
    practice = {"organisation": _("Praktijk De Linde")}
    sector, function = _first(Vocabulary.SECTOR), _first(Vocabulary.FUNCTION)
    jet = {"sector": sector, "function": function, "email": "jet@example.org", "phone": "0591 000 001"}
    ali = {"sector": sector, "email": "praktijk@example.org", "phone": "0591 000 002"}
    return [
        {"name": "Jet Voorbeeld", **practice, **jet, "area": "Veenmeer"},
        {"name": "Ali Voorbeeld", **practice, **ali},
        {"name": "Bo Voorbeeld", **practice, "email": "praktijk@example.org"},
    ]


def _organisations() -> list[dict[str, str]]:
    contact = {"email": "info@example.org", "phone": "0591 000 003", "website": "https://www.example.org"}
    return [
        {"name": _("Praktijk De Linde"), "sector": _first(Vocabulary.SECTOR), "area": "Veenmeer", **contact},
        {"name": _("Buurthuis De Es"), "sector": _first(Vocabulary.SECTOR)},
    ]


def _services() -> list[dict[str, str]]:
    return [
        {
            "organisation": _("Buurthuis De Es"),
            "name": _("Logeerweekend"),
            "eligibility": _("Mantelzorgers die thuis voor iemand zorgen."),
            "description": _("Eén weekend per maand logeert uw naaste bij ons."),
            "how_to_refer": _("Bel ons op maandag of dinsdag. Een verwijsbrief is niet nodig."),
            "fees": _("€ 15 per nacht"),
            "capacity": "wachtlijst",
            "weeks": "4",
            "support": _first(Vocabulary.SUPPORT),
            "areas": "Veenmeer; Zuiderkamp",
            "phone": "0591 000 003",
            "public": "ja",
        }
    ]


def _about_people() -> dict[str, str]:
    return {
        "name": _("Voor- en achternaam. Verplicht. Drie kolommen voor voornaam, tussenvoegsel en achternaam mag ook."),
        "organisation": _("Waar deze persoon werkt. Een nieuwe naam wordt een nieuwe organisatie."),
        "sector": _(
            "Nodig bij een nieuwe organisatie, en bij wie bij geen organisatie hoort. Kies uit: %(known)s.",
            known=_known(Vocabulary.SECTOR),
        ),
        "function": _(
            "Mag leeg blijven. Een nieuw woord komt bij de functies. Nu bekend: %(known)s.",
            known=_known(Vocabulary.FUNCTION),
        ),
        "email": _("Mag leeg blijven, of gedeeld zijn met collega’s."),
        "phone": _("Mag leeg blijven."),
        "area": _("Mag leeg blijven."),
    }


def _about_organisations() -> dict[str, str]:
    return {
        "name": _("Verplicht. Aan de naam herkennen wij een organisatie die er al staat."),
        "sector": _("Nodig bij een nieuwe organisatie. Kies uit: %(known)s.", known=_known(Vocabulary.SECTOR)),
        "area": _("Mag leeg blijven."),
        "email": _("Mag leeg blijven."),
        "phone": _("Mag leeg blijven."),
        "website": _("Mag leeg blijven. Een webadres begint met https://."),
    }


def _about_services() -> dict[str, str]:
    return {
        "organisation": _("Verplicht. De organisatie staat in het netwerk, of in dit bestand op een eigen werkblad."),
        "name": _("Hoe het aanbod heet. Verplicht."),
        "eligibility": _("Voor wie het is. Mag meer regels hebben."),
        "description": _("Wat het inhoudt. Mag meer regels hebben."),
        "how_to_refer": _("Hoe iemand ernaar verwijst of zich aanmeldt."),
        "fees": _("Wat het kost."),
        "capacity": _("Of er nu plek is. Kies uit: %(known)s.", known="; ".join(listing.CAPACITY_WORDS.values())),
        "weeks": _("Bij een wachtlijst: hoeveel weken. Alleen een getal."),
        "support": _("Eén of meer, met een puntkomma ertussen. Kies uit: %(known)s.", known=_known(Vocabulary.SUPPORT)),
        "areas": _("Waar het voor is, met een puntkomma ertussen. Leeg is: voor de hele regio."),
        "phone": _("Eén of meer nummers, met een puntkomma ertussen."),
        "email": _("Mag leeg blijven."),
        "website": _("Mag leeg blijven. Een webadres begint met https://."),
        "keeper": _("Wie dit bijhoudt: een naam of een mailadres uit het netwerk."),
        "public": _("ja of nee: mag het op openbare pagina’s staan? Leeg is ja."),
    }


def _known(kind: Vocabulary) -> str:
    return "; ".join(_names(kind))
