"""What every column of every file means, in the reader's words."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _

from kapstok.takeaway import Sheet
from kapstok.ties.plans import service as planning
from kapstok.web import plan_words


def codebook() -> Sheet:
    """Every column of every file, in the reader's words, and the measurement plan."""
    return Sheet("codeboek", ("bestand", "kolom", "betekenis"), [*columns(), *_plan_rows()])


def columns() -> list[tuple[str, str, str]]:
    """(file, columns with commas between, what they mean), of every file of every project."""
    wave = _("Het nummer achter de naam is dat van de meting; 0 is de nulmeting.")
    return [
        (
            "kerncijfers",
            "cijfer, waarde",
            _("De vijf cijfers van het overzicht. Leeg: de respons is te laag om het te zeggen."),
        ),
        (
            "kerncijfers",
            "meting, groep",
            _("Van welke meting; vaste groep: wie beide keren antwoordde, iedereen: wie toen antwoordde."),
        ),
        (
            "kerncijfers",
            "mensen, op_de_lijst, drempel",
            _("Hoeveel mensen antwoordden, van hoeveel, en vanaf welke sterkte een lijn telt."),
        ),
        (
            "kerncijfers",
            "laag, hoog",
            _("95 %-interval van het verschil met de eerste meting; leeg als het er niet is."),
        ),
        ("metingen", "meting, naam", _("Nummer en naam van de meting. Een meting die nog loopt, staat er niet bij.")),
        ("metingen", "geopend, gesloten", _("Eerste en laatste dag (jjjj-mm-dd).")),
        ("metingen", "gevraagd, geantwoord", _("Hoeveel mensen zijn gevraagd, en hoeveel er antwoordden.")),
        ("bijeenkomsten", "dag, titel, werkvorm", _("De bijeenkomsten die zijn geweest. Werkvorm leeg: niet gekozen.")),
        ("bijeenkomsten", "aanwezig", _("Hoeveel mensen er waren; leeg: minder dan 5.")),
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
        ("verwijzingen-publicatie", "van, naar", _("Sectoren; stromen onder de 10 zijn samengevoegd.")),
        ("verwijzingen-publicatie", "aantal", _("Aantal verwijzingen in het hele project, nooit onder 10.")),
        ("indicatoren", "indicator", _("Wat er is geteld.")),
        ("indicatoren", "organisatie", _("Wie het telde.")),
        ("indicatoren", "peildatum", _("Dag waarop is geteld (jjjj-mm-dd).")),
        (
            "indicatoren",
            "aantal",
            _("Aantal mensen; leeg: verborgen, want te klein. Gaf een organisatie niets op, dan is er geen regel."),
        ),
        ("indicatoren", "van_hoeveel", _("Van hoeveel mensen; leeg: niet opgegeven, of verborgen.")),
        ("producten", "organisatie, sector", _("De organisatie en haar sector.")),
        ("producten", "product, soort", _("Wat er is uitgedeeld, en wat voor product het is.")),
        ("producten", "stand, sinds", _("geïntroduceerd, in gebruik of geborgd, en vanaf welke dag.")),
        ("stappenplan", "organisatie, sector", _("De organisatie en haar sector.")),
        ("stappenplan", "stap, stand, sinds", _("Welke stap, of zij bezig of klaar is, en vanaf welke dag.")),
        (
            "vragenlijst",
            "uitspraak, soort, voor",
            _("De uitspraak, of zij elke keer terugkomt, voor wie."),
        ),
        ("vragenlijst", "wanneer, bij", _("Bij een meting of na een bijeenkomst, en welke.")),
        (
            "vragenlijst",
            "antwoorden, eens, niet_eens",
            _("Aantallen mensen, zonder wie “niet van toepassing” koos; leeg: verborgen, want te klein."),
        ),
        (
            "vragenlijst",
            "van, tot",
            _("Van waar tot waar het deel ligt dat het eens is: het interval van 95 procent (Wilson)."),
        ),
        ("vragenlijst-gekoppeld", "uitspraak, voor", _("De uitspraak, en voor wie zij is.")),
        (
            "vragenlijst-gekoppeld",
            "eerst, laatst, mensen",
            _("Welke twee metingen; hoeveel mensen beide keren."),
        ),
        (
            "vragenlijst-gekoppeld",
            "bleef_eens, werd_eens, niet_meer_eens, bleef_niet_eens",
            _("Hoeveel van hen; leeg: verborgen, want te klein."),
        ),
        (
            "vragenlijst-gekoppeld",
            "p_mcnemar, p_wilcoxon, getoetst",
            _(
                "Exacte toetsen, niet gecorrigeerd. getoetst: hoeveel uitspraken er zijn vergeleken; "
                "het oordeel op de pagina is daarvoor gecorrigeerd (Holm)."
            ),
        ),
        (
            "lijnen-in-de-tijd",
            "spell",
            _("Van en tot welke maand een korte lijn werd genoemd. Wat niemand binnen twee jaar herhaalt, houdt op."),
        ),
        (
            "rsiena",
            "0, 1, NA, 10",
            _("Geen korte lijn, een korte lijn, niet bekend, niet gevraagd. Rijen en kolommen als in deelnemers.csv."),
        ),
        ("netwerk", "sector, functie, geantwoord", _("Kenmerken van een persoon, als in mensen.")),
        (
            "netwerk",
            "sterkte",
            _(
                "Sterkte van een lijn, 1 tot en met 4, van wie het zegt naar over wie. Bron: alleen die meting. "
                "Ontbreekt een lijn, dan is er 0 of niets gezegd."
            ),
        ),
    ]


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
