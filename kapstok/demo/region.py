"""The fictional municipality of Leemvoort: its areas, organisations and services."""

from __future__ import annotations

from kapstok.demo.shapes import Organisation, Service

CENTRE, NORTH, ELZERVEEN, STUIFHORST, BRAAMDIJK = AREAS = (
    "Leemvoort-Centrum", "Leemvoort-Noord", "Elzerveen", "Stuifhorst", "Braamdijk",
)  # fmt: skip

# Words that this project added to the vocabulary of functions.
EXTRA_FUNCTIONS = (("fysiotherapeut", "Fysiotherapeut"), ("apotheker", "Apotheker"))

# key, name, sector, area, staff
_ORGANISATIONS = (
    ("hap-centrum", "Huisartsenpraktijk De Leemkuil", "eerstelijnszorg", CENTRE,
     "2 huisarts 2 poh 2 praktijkassistent"),
    ("hap-noord", "Huisartsen Leemvoort-Noord", "eerstelijnszorg", NORTH, "2 huisarts 1 poh 1 praktijkassistent"),
    ("hap-elzerveen", "Huisartsenpraktijk Elzerveen", "eerstelijnszorg", ELZERVEEN,
     "2 huisarts 1 poh 1 praktijkassistent"),
    ("gc-stuifhorst", "Gezondheidscentrum Stuifhorst", "eerstelijnszorg", STUIFHORST,
     "1 huisarts 2 poh 1 fysiotherapeut"),
    ("hap-braamdijk", "Huisartsenpraktijk Braamdijk", "eerstelijnszorg", BRAAMDIJK,
     "1 huisarts 1 poh 1 praktijkassistent"),
    ("apotheek", "Apotheek De Leemkuil", "eerstelijnszorg", CENTRE, "2 apotheker"),
    ("fysio", "Fysiotherapie Leemstreek", "eerstelijnszorg", NORTH, "3 fysiotherapeut"),
    ("thuiszorg", "Thuiszorg Leemstreek", "thuiszorg", CENTRE, "4 wijkverpleegkundige 3 verzorgende"),
    ("wijkzorg", "Wijkverpleging Elzerveen", "thuiszorg", ELZERVEEN, "3 wijkverpleegkundige 1 verzorgende"),
    ("braamland", "Zorggroep Braamland", "thuiszorg", BRAAMDIJK, "2 wijkverpleegkundige 2 verzorgende"),
    ("dementie", "Dementieketen Leemvoort", "thuiszorg", NORTH, "6 casemanager"),
    ("nachtzorg", "Nachtzorg De Wachttoren", "thuiszorg", STUIFHORST, "1 wijkverpleegkundige 2 verzorgende"),
    ("welzijn", "Welzijnswerk Leemvoort", "welzijn", CENTRE, "6 sociaal-werker 1 mantelzorgconsulent"),
    ("steunpunt", "Mantelzorgsteunpunt Leemvoort", "welzijn", CENTRE, "4 mantelzorgconsulent"),
    ("maatschappelijk", "Maatschappelijk Werk Leemstreek", "welzijn", NORTH, "4 sociaal-werker"),
    ("ontmoeting", "Ontmoetingscentrum De Leemhoeve", "welzijn", ELZERVEEN, "3 sociaal-werker 1 coordinator"),
    ("wmo", "Gemeente Leemvoort, team Wmo", "gemeente", CENTRE, "6 wmo-consulent 2 beleidsmedewerker"),
    ("zorgloket", "Zorgloket Leemvoort", "gemeente", CENTRE, "4 wmo-consulent"),
    ("wijkteam", "Wijkteam Elzerveen-Stuifhorst", "gemeente", STUIFHORST, "4 wmo-consulent"),
    ("thuishulp", "Vrijwillige Thuishulp Leemvoort", "vrijwilligers", CENTRE, "1 coordinator 5 vrijwilliger"),
    ("maatjes", "Maatjesproject Leemstreek", "vrijwilligers", NORTH, "1 coordinator 4 vrijwilliger"),
    ("dorpsdienst", "Dorpsdienst Braamdijk", "vrijwilligers", BRAAMDIJK, "1 coordinator 3 vrijwilliger"),
    ("kerken", "Kerkenberaad Elzerveen", "vrijwilligers", ELZERVEEN, "3 vrijwilliger"),
    ("mantelzorgkring", "Mantelzorgkring Leemvoort", "mantelzorgers", CENTRE, "6 mantelzorger"),
    ("woonzorg", "Woonzorgcentrum Braamhof", "overig", BRAAMDIJK, "1 verzorgende 3 anders"),
    ("wonen", "Woonstichting Leemvoort", "overig", NORTH, "2 anders"),
    ("transfer", "Transferpunt Streekziekenhuis Leemland", "overig", CENTRE, "2 wijkverpleegkundige 1 anders"),
)  # fmt: skip

# key, organisation, name, for whom, how to refer
_SERVICES = (
    ("spreekuur", "steunpunt", "Mantelzorgspreekuur", "Mantelzorgers die willen praten over hun situatie.",
     "Bel het steunpunt op werkdagen tussen 9.00 en 12.00 uur of geef het nummer mee."),
    ("lotgenoten", "steunpunt", "Gespreksgroep voor mantelzorgers", "Mantelzorgers die anderen willen ontmoeten.",
     "Meld aan bij het steunpunt. Iedere maand start een kennismaking."),
    ("maatwerk", "welzijn", "Sociaal werk aan huis", "Mantelzorgers met vragen over werk, geld of regelen.",
     "Mail het team; u hoort binnen een week wie het oppakt."),
    ("gesprekken", "maatschappelijk", "Ondersteunende gesprekken", "Mantelzorgers bij wie de zorg te zwaar wordt.",
     "Bel het aanmeldpunt. Een brief is niet nodig."),
    ("dagopvang", "ontmoeting", "Dag in De Leemhoeve", "Naasten die overdag gezelschap en toezicht nodig hebben.",
     "Kom samen kijken op dinsdag of bel de coördinator."),
    ("wmo-gesprek", "wmo", "Keukentafelgesprek Wmo", "Inwoners die hulp of een voorziening nodig hebben.",
     "De inwoner meldt zich zelf, of u meldt samen met de inwoner."),
    ("loket", "zorgloket", "Vraag en advies bij het Zorgloket", "Iedereen met een vraag over zorg en regelingen.",
     "Loop binnen of bel. Het loket kijkt wie kan helpen."),
    ("wijkteam", "wijkteam", "Wijkteam denkt mee", "Gezinnen met meer dan een vraag tegelijk.",
     "Bel het wijkteam voor overleg zonder naam; daarna meldt de inwoner zich."),
    ("aan-huis", "thuishulp", "Vrijwilliger aan huis", "Mantelzorgers die een paar uur weg willen kunnen.",
     "Bel de coördinator. De kennismaking volgt binnen drie weken."),
    ("maatje", "maatjes", "Maatje", "Naasten die vaker onder de mensen willen komen.",
     "Vul samen het aanmeldformulier in."),
    ("klussen", "dorpsdienst", "Klussen en vervoer", "Inwoners van Braamdijk zonder hulp in de buurt.",
     "Bel de dorpsdienst, een dag vooraf is genoeg."),
    ("casemanagement", "dementie", "Casemanagement dementie", "Mensen met dementie en hun naasten.",
     "Via de huisarts of rechtstreeks, ook bij een vermoeden."),
    ("nachtzorg", "nachtzorg", "Nachtzorg thuis", "Mantelzorgers die weer een nacht moeten slapen.",
     "Bel voor 15.00 uur; dezelfde nacht kan soms al."),
)  # fmt: skip


def organisations() -> tuple[Organisation, ...]:
    return tuple(Organisation(key, name, sector, area) for key, name, sector, area, _ in _ORGANISATIONS)


def services() -> tuple[Service, ...]:
    return tuple(Service(*row) for row in _SERVICES)


def posts() -> list[tuple[Organisation, str]]:
    """Every post in the region, organisation by organisation: where, and with which function."""
    found = []
    for organisation, (*_, staff) in zip(organisations(), _ORGANISATIONS, strict=True):
        words = staff.split()
        for count, function in zip(words[::2], words[1::2], strict=True):
            found += [(organisation, function)] * int(count)
    return found
