"""How the fields of a record, and the values the code knows them by, are called in a history."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from kapstok.directory.rules import Capacity
from kapstok.progress.rules import Instrument, Period
from kapstok.projects.rules import Module
from kapstok.web.kaart import DAY_WORDS

# (table, column): every tracked column has a name here; a test compares.
LABELS = {
    ("person", "name"): _l("Naam"),
    ("person", "function_id"): _l("Functie"),
    ("person", "organisation_id"): _l("Organisatie"),
    ("person", "sector_id"): _l("Eigen sector"),
    ("person", "email"): _l("E-mailadres"),
    ("person", "new_email"): _l("Nieuw adres, nog niet bevestigd"),
    ("person", "phone"): _l("Telefoon"),
    ("person", "area"): _l("Wijk of kern"),
    ("person", "language"): _l("Taal"),
    ("person", "joined_on"): _l("Doet mee sinds"),
    ("person", "left_on"): _l("Vertrokken op"),
    ("person", "call_me_for"): _l("Waarvoor bel je mij"),
    ("person", "reachable"): _l("Bereikbaar"),
    ("person", "shown"): _l("Zichtbaar voor anderen"),
    ("person", "successor_id"): _l("Opvolger"),
    ("person", "merged_into_id"): _l("Samengevoegd met"),
    ("person", "erased_at"): _l("Gegevens gewist"),
    ("person", "on_map"): _l("In beeld"),
    ("person", "on_rosters"): _l("Op lijsten van anderen"),
    ("person", "archived_at"): _l("In het archief sinds"),
    ("organisation", "name"): _l("Naam"),
    ("organisation", "sector_id"): _l("Sector"),
    ("organisation", "area"): _l("Wijk of kern"),
    ("organisation", "email"): _l("E-mailadres"),
    ("organisation", "phone"): _l("Telefoon"),
    ("organisation", "website"): _l("Website"),
    ("organisation", "merged_into_id"): _l("Samengevoegd met"),
    ("organisation", "archived_at"): _l("In het archief sinds"),
    ("service", "organisation_id"): _l("Organisatie"),
    ("service", "name"): _l("Naam"),
    ("service", "description"): _l("Wat het inhoudt"),
    ("service", "eligibility"): _l("Voor wie"),
    ("service", "how_to_refer"): _l("Verwijsroute"),
    ("service", "fees"): _l("Kosten"),
    ("service", "url"): _l("Website"),
    ("service", "email"): _l("E-mailadres"),
    ("service", "capacity"): _l("Plek"),
    ("service", "waiting_weeks"): _l("Weken wachttijd"),
    ("service", "capacity_at"): _l("Plek opgegeven op"),
    ("service", "keeper_id"): _l("Houdt het bij"),
    ("service", "confirmed_on"): _l("Nagekeken op"),
    ("service", "is_public"): _l("Mag op openbare pagina’s"),
    ("service", "archived_at"): _l("Niet meer aangeboden sinds"),
    ("meeting", "title"): _l("Titel"),
    ("meeting", "starts_at"): _l("Begint"),
    ("meeting", "ends_at"): _l("Eindigt"),
    ("meeting", "place"): _l("Plaats"),
    ("meeting", "online_url"): _l("Link"),
    ("meeting", "programme"): _l("Programma"),
    ("meeting", "route"): _l("Route en parkeren"),
    ("meeting", "accessibility"): _l("Toegankelijkheid"),
    ("meeting", "words"): _l("Eigen woorden in de uitnodiging"),
    ("meeting", "notes"): _l("Verslag"),
    ("meeting", "method_id"): _l("Werkvorm"),
    ("meeting", "host_id"): _l("Gastheer of gastvrouw"),
    ("meeting", "answer_by"): _l("Antwoord uiterlijk"),
    ("meeting", "auto_remind"): _l("Automatisch herinneren"),
    ("meeting", "is_public"): _l("In de openbare agenda"),
    ("meeting", "capacity"): _l("Aantal plaatsen"),
    ("meeting", "cancelled_at"): _l("Afgezegd"),
    ("date_poll", "title"): _l("Titel"),
    ("date_poll", "words"): _l("Eigen woorden"),
    ("date_poll", "place"): _l("Plaats"),
    ("date_poll", "answer_by"): _l("Antwoord uiterlijk"),
    ("date_poll", "closed_at"): _l("Gesloten"),
    ("indicator", "name"): _l("Naam"),
    ("indicator", "definition"): _l("Wat telt mee"),
    ("indicator", "defined_on"): _l("Omschreven op"),
    ("indicator", "denominator_name"): _l("Van hoeveel"),
    ("indicator", "instrument"): _l("Belastingmeting"),
    ("indicator", "period"): _l("Hoe vaak"),
    ("indicator", "audience"): _l("Welke organisaties tellen dit"),
    ("indicator", "archived_at"): _l("Niet meer geteld sinds"),
    ("project", "name"): _l("Naam"),
    ("project", "region"): _l("Regio"),
    ("project", "contact_name"): _l("Contactpersoon"),
    ("project", "contact_email"): _l("E-mailadres van de contactpersoon"),
    ("project", "contact_phone"): _l("Telefoon van de contactpersoon"),
    ("project", "starts_on"): _l("Begint"),
    ("project", "ends_on"): _l("Eindigt"),
    ("project", "modules"): _l("Onderdelen die aan staan"),
    ("project", "retention_months"): _l("Maanden bewaren na het einde"),
    ("project", "retention_announced_at"): _l("Wissen aangekondigd op"),
    ("project", "anonymised_at"): _l("Namen en adressen gewist"),
    ("project", "archived_at"): _l("Gesloten"),
    ("term", "name"): _l("Naam"),
    ("term", "synonyms"): _l("Andere zoekwoorden"),
    ("term", "archived_at"): _l("Geen keuze meer sinds"),
}

# What verbs note besides columns (``history.note``).
NOTED = {
    "agreements": _l("Besluiten en afspraken"),
    "areas": _l("Wijken en kernen"),
    "consent_card": _l("Mag in wie is wie staan"),
    "consent_lines": _l("Een korte lijn mag zichtbaar zijn"),
    "consent_mantelzorger": _l("Anderen mogen zien dat deze persoon mantelzorger is"),
    "consent_paper": _l("Mag op de papieren lijst staan"),
    "contacts": _l("Contactpunten"),
    "items": _l("Programmapunten"),
    "options": _l("Data"),
    "reserved": _l("Plaatsen per sector"),
    "elsewhere": _l("Werkt volgens eigen bericht bij"),
    "merged": _l("Samengevoegd"),
    "parted": _l("Weer uit elkaar gehaald"),
    "phones": _l("Telefoonnummers"),
    "photo": _l("Foto"),
    "places": _l("Plekken"),
    "schedules": _l("Tijden"),
    "support": _l("Hulpthema’s"),
    "themes": _l("Thema’s"),
}

REFERRING = {"merged", "parted"}  # of these the value names another record: "person:12"

_ITEMS = {
    "email": _l("e-mailadres"),
    "phone": _l("telefoon"),
    "photo": _l("foto"),
    "area": _l("wijk of kern"),
    "call_me_for": _l("waarvoor bel je mij"),
    "reachable": _l("bereikbaarheid"),
}

VALUES = {
    ("person", "language"): {"nl": _l("Nederlands"), "en": _l("Engels")},
    ("person", "shown"): _ITEMS,
    ("service", "capacity"): {
        Capacity.YES: _l("er is plek"),
        Capacity.WAITING: _l("wachtlijst"),
        Capacity.FULL: _l("vol"),
        Capacity.UNKNOWN: _l("onbekend"),
    },
    ("service", "schedules"): DAY_WORDS,
    ("indicator", "instrument"): {
        Instrument.EDIZ: "EDIZ",
        Instrument.EDIZ_PLUS: "EDIZ-plus",
        Instrument.CSI: "CSI",
    },
    ("indicator", "period"): {
        Period.MONTH: _l("elke maand"),
        Period.QUARTER: _l("elk kwartaal"),
        Period.HALF_YEAR: _l("elk half jaar"),
    },
    ("project", "modules"): {
        Module.WIJZER: _l("openbare wijzers"),
        Module.HSDS_API: _l("de sociale kaart voor andere programma’s"),
        Module.AGENDA: _l("de openbare agenda"),
    },
}

# What is said of a row that is not there any more.
GONE = {
    "person": _l("een vertrokken deelnemer"),
    "organisation": _l("een organisatie die er niet meer is"),
    "user": _l("iemand die hier niet meer werkt"),
}
