"""The sociale kaart of Leemvoort: what its organisations offer, for whom, where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kapstok.demo.region import AREAS, BRAAMDIJK, CENTRE, ELZERVEEN, NORTH, STUIFHORST
from kapstok.demo.shapes import Offer, Place

# organisation: name of the place, street and number, kern, telephone that leads nowhere
_PLACES = {
    "steunpunt": ("Mantelzorgsteunpunt", "Kolkstraat 4", CENTRE, "0500-10 20 30"),
    "welzijn": ("Het Leemhuis", "Kolkstraat 2", CENTRE, "0500-10 20 10"),
    "maatschappelijk": ("Wijkgebouw De Wending", "Noorderbaan 15", NORTH, "0500-11 42 00"),
    "ontmoeting": ("De Leemhoeve", "Veenweg 31", ELZERVEEN, "0500-13 70 70"),
    "wmo": ("Gemeentehuis Leemvoort", "Raadhuisplein 1", CENTRE, "0500-14 00 00"),
    "zorgloket": ("Gemeentehuis Leemvoort", "Raadhuisplein 1", CENTRE, "0500-14 00 40"),
    "wijkteam": ("Dorpshuis Stuifhorst", "Brink 8", STUIFHORST, "0500-16 31 31"),
    "thuishulp": ("Het Leemhuis", "Kolkstraat 2", CENTRE, "0500-10 20 50"),
    "maatjes": ("Wijkgebouw De Wending", "Noorderbaan 15", NORTH, "0500-11 42 20"),
    "dorpsdienst": ("Dorpshuis De Braam", "Dijkstraat 60", BRAAMDIJK, "0500-17 80 00"),
    "dementie": ("Wijkgebouw De Wending", "Noorderbaan 15", NORTH, "0500-11 45 00"),
    "nachtzorg": ("De Wachttoren", "Horstlaan 3", STUIFHORST, "0500-16 60 60"),
    "thuiszorg": ("Kantoor Thuiszorg Leemstreek", "Singel 77", CENTRE, "0500-12 33 00"),
    "wijkzorg": ("Wijkverpleging Elzerveen", "Kerkpad 5", ELZERVEEN, "0500-13 20 20"),
    "braamland": ("Braamland", "Dijkstraat 12", BRAAMDIJK, "0500-17 15 15"),
    "woonzorg": ("Braamhof", "Dijkstraat 40", BRAAMDIJK, "0500-17 90 00"),
    "kerken": ("Kerkelijk centrum De Bron", "Kerkpad 1", ELZERVEEN, "0500-13 10 10"),
    "mantelzorgkring": ("Het Leemhuis", "Kolkstraat 2", CENTRE, "0500-10 20 31"),
    "wonen": ("Woonwinkel", "Noorderbaan 2", NORTH, "0500-11 90 90"),
    "apotheek": ("Apotheek De Leemkuil", "Singel 20", CENTRE, "0500-12 10 10"),
    "fysio": ("Fysiotherapie Leemstreek", "Noorderbaan 40", NORTH, "0500-11 50 50"),
    "transfer": ("Streekziekenhuis Leemland", "Ziekenhuisweg 1", CENTRE, "0500-19 19 19"),
}

# How the thirteen that referrals arrive at stand on the kaart.
# key: kinds of support, areas (none: everywhere), days, from, to, costs, plek (weeks when there is a waiting list),
# days since somebody looked
_DETAILS = {
    "spreekuur": ("luisterend-oor informatie", (), "MO,TU,WE,TH,FR", 9, 12, "Gratis.", "yes", 12),
    "lotgenoten": ("lotgenoten", (), "1TU", 14, 16, "Gratis, koffie inbegrepen.", "yes", 41),
    "maatwerk": ("luisterend-oor geld werk", (), "", 0, 0, "Gratis.", 3, 80),
    "gesprekken": ("luisterend-oor", (), "MO,WE,TH", 9, 17, "Gratis.", 6, 150),
    "dagopvang": ("respijtzorg dagbesteding dementie", (ELZERVEEN, CENTRE), "TU,WE,TH", 10, 16,
                  "Eigen bijdrage Wmo, of € 35 per dag.", 4, 33),
    "wmo-gesprek": ("informatie hulpmiddelen praktische-hulp", (), "MO,TU,WE,TH,FR", 9, 16, "Gratis.", 6, 20),
    "loket": ("informatie geld", (), "MO,TU,WE,TH,FR", 9, 13, "Gratis.", "yes", 8),
    "wijkteam": ("luisterend-oor informatie", (ELZERVEEN, STUIFHORST), "MO,TU,TH", 9, 17, "Gratis.", "yes", 200),
    "aan-huis": ("respijtzorg", (), "", 0, 0, "Gratis. De vrijwilliger krijgt reiskosten vergoed.", 3, 65),
    "maatje": ("luisterend-oor dagbesteding", (), "", 0, 0, "Gratis.", "full", 230),
    "klussen": ("praktische-hulp vervoer", (BRAAMDIJK,), "MO,TU,WE,TH,FR", 9, 12, "€ 5 per klus; € 0,35 per km.",
                "yes", 390),
    "casemanagement": ("dementie luisterend-oor", (), "MO,TU,WE,TH,FR", 8, 17, "Valt onder de zorgverzekering.", 8, 55),
    "nachtzorg": ("respijtzorg", (CENTRE, STUIFHORST, BRAAMDIJK), "MO,TU,WE,TH,FR,SA,SU", 22, 7,
                  "Met indicatie gratis; anders € 60 per nacht.", "yes", 27),
}  # fmt: skip

# key, organisation, name, for whom, what, how to refer, and then as above
_MORE = (
    ("logeerhuis", "woonzorg", "Logeerkamers Braamhof", "Mantelzorgers die een weekend of een week vrij willen.",
     "Uw naaste logeert in een gastenkamer met zorg dag en nacht. Wie wil, komt eerst een middag kijken.",
     "Bel de receptie. Voor een weekend graag twee weken vooraf.",
     "respijtzorg", (), "FR,SA,SU,MO", 0, 0, "€ 95 per nacht; vaak betaalt de aanvullende verzekering mee.", "yes", 15),
    ("weekendopvang", "ontmoeting", "Zaterdag in De Leemhoeve", "Mensen met dementie, zodat hun naaste even weg kan.",
     "Een kleine groep met vaste begeleiders, samen koken en naar buiten.", "Bel de coördinator voor een proefdag.",
     "respijtzorg dementie dagbesteding", (ELZERVEEN, STUIFHORST), "SA", 10, 16, "€ 35 per dag.", 2, 48),
    ("oppas-thuis", "thuishulp", "Oppas aan huis op avond en weekend", "Mantelzorgers die er een avond uit willen.",
     "Een vaste vrijwilliger blijft bij uw naaste.", "Bel de coördinator, liefst een week vooraf.",
     "respijtzorg", (), "FR,SA,SU", 18, 23, "Gratis.", 4, 110),
    ("respijtpas", "wmo", "Leemvoorter respijtpas", "Mantelzorgers die langer dan drie maanden zorgen.",
     "Een tegoed van 24 uur vervangende zorg per jaar, vrij te kiezen.", "Vraag de pas aan bij team Wmo.",
     "respijtzorg geld waardering", (), "", 0, 0, "Gratis.", "yes", 170),
    ("vakantie", "mantelzorgkring", "Samen op adem: vier dagen weg", "Mantelzorgers met hun naaste.",
     "In juni en september, met begeleiding zodat ieder kan uitrusten.", "Meld aan bij de kring, vóór 1 april.",
     "respijtzorg lotgenoten", (), "", 0, 0, "€ 180 per persoon; er is een fonds.", "full", 260),
    ("ochtendgroep", "ontmoeting", "Ochtendgroep Geheugenpad", "Mensen die net weten dat zij dementie hebben.",
     "Wandelen, gesprek en geheugenspel.", "De casemanager meldt aan, of bel zelf.",
     "dementie dagbesteding", (ELZERVEEN,), "MO,TH", 10, 12, "€ 7,50 per keer.", "yes", 74),
    ("alzheimercafe", "dementie", "Alzheimercafé Leemvoort", "Mensen met dementie, familie en wie meer wil weten.",
     "Elke derde woensdag een gast en tijd om te praten.", "Loop binnen; aanmelden hoeft niet.",
     "dementie lotgenoten informatie", (), "3WE", 19, 21, "Gratis.", "yes", 96),
    ("jong", "welzijn", "Jong & Zorgend", "Kinderen en jongeren van 8 tot 18 met zorg thuis.",
     "Uitjes, een maatje, en iemand die meedenkt met school.", "Mail het team, ook als school of huisarts.",
     "jonge-mantelzorgers lotgenoten", (), "2WE", 14, 17, "Gratis.", "yes", 29),
    ("school", "maatschappelijk", "Gesprek op school", "Leerlingen die voor een ouder, broer of zus zorgen.",
     "Een maatschappelijk werker komt op school langs.", "Via de mentor of rechtstreeks.",
     "jonge-mantelzorgers luisterend-oor", (NORTH, CENTRE), "TU,TH", 9, 15, "Gratis.", 3, 310),
    ("werk-zorg", "welzijn", "Spreekuur werk en mantelzorg", "Mantelzorgers met een baan, en hun werkgevers.",
     "Over verlof, uren, en hoe u het op het werk vertelt.", "Maak een afspraak, ook 's avonds.",
     "werk informatie", (), "1TH", 17, 20, "Gratis.", "yes", 140),
    ("onafhankelijk", "maatschappelijk", "Onafhankelijke cliëntondersteuning", "Iedereen die hulp aanvraagt.",
     "Iemand die naast u zit bij het gesprek met de gemeente of het zorgkantoor.", "Bel; er is geen verwijzing nodig.",
     "informatie", (), "MO,TU,WE,TH,FR", 9, 17, "Gratis.", "yes", 52),
    ("thuisadministratie", "thuishulp", "Hulp bij de administratie", "Wie het overzicht kwijt is.",
     "Een vrijwilliger zoekt samen met u de post en de rekeningen uit.", "Bel of mail de coördinator.",
     "praktische-hulp geld", (), "", 0, 0, "Gratis.", 5, 125),
    ("tuinklus", "dorpsdienst", "Tuin en klus", "Inwoners van Braamdijk die het zelf niet redden.",
     "Heg, dakgoot, lamp, likje verf.", "Bel tussen 9 en 12 uur.",
     "praktische-hulp", (BRAAMDIJK,), "MO,WE", 9, 12, "€ 5 per uur.", "yes", 420),
    ("huishoudelijk", "thuiszorg", "Huishoudelijke hulp", "Wie een indicatie van de Wmo heeft.",
     "Vaste hulp, een ochtend of middag per week.", "Eerst een keukentafelgesprek bij team Wmo.",
     "praktische-hulp", (), "MO,TU,WE,TH,FR", 8, 17, "Eigen bijdrage Wmo.", 12, 60),
    ("maaltijden", "braamland", "Maaltijd aan huis", "Wie niet zelf kan koken.",
     "Warm of koelvers, ook in het weekend.", "Bel voor 10.00 uur voor de volgende dag.",
     "praktische-hulp", (BRAAMDIJK, STUIFHORST), "MO,TU,WE,TH,FR,SA,SU", 11, 13, "Vanaf € 8,25.", "yes", 190),
    ("rijders", "dorpsdienst", "Meerijden Braamdijk", "Wie geen vervoer heeft naar arts of ziekenhuis.",
     "Een vrijwilliger haalt u op en wacht op u.", "Bel twee dagen vooraf.",
     "vervoer", (BRAAMDIJK, ELZERVEEN), "MO,TU,WE,TH,FR", 8, 18, "€ 0,35 per kilometer.", "yes", 100),
    ("regiotaxi", "zorgloket", "Regiotaxi met begeleider", "Inwoners die niet met de bus kunnen.",
     "U vraagt een pas aan; een begeleider reist gratis mee.", "Vraag de pas aan bij het Zorgloket.",
     "vervoer", (), "MO,TU,WE,TH,FR,SA,SU", 6, 24, "Ritprijs als de bus.", "yes", 215),
    ("rolstoeldepot", "thuiszorg", "Hulpmiddelen te leen", "Wie tijdelijk een rolstoel, bed of postoel nodig heeft.",
     "Ophalen of laten bezorgen, tot zes maanden.", "Loop binnen of bel.",
     "hulpmiddelen", (), "MO,TU,WE,TH,FR", 9, 17, "Zes maanden gratis.", "yes", 36),
    ("woningaanpassing", "wonen", "Woning aanpassen", "Huurders die met een beperking thuis willen blijven.",
     "Beugels, drempels, douche, alarm.", "Bel de woonwinkel of meld via team Wmo.",
     "hulpmiddelen", (), "MO,TU,TH", 9, 12, "Kleine aanpassingen gratis.", 10, 280),
    ("mantelzorgwoning", "wonen", "Wonen bij elkaar", "Wie dicht bij zijn naaste wil wonen.",
     "Voorrang bij ruilen en uitleg over een mantelzorgwoning in de tuin.", "Maak een afspraak.",
     "hulpmiddelen informatie", (), "", 0, 0, "Gratis.", "unknown", 500),
    ("alarm", "nachtzorg", "Alarm met opvolging", "Alleenwonenden met een hart- of valrisico.",
     "Een knop, en binnen een halfuur iemand bij de deur.", "Bel; plaatsing binnen een week.",
     "hulpmiddelen", (CENTRE, STUIFHORST), "MO,TU,WE,TH,FR,SA,SU", 0, 24, "€ 24 per maand.", "yes", 88),
    ("compliment", "steunpunt", "Mantelzorgcompliment", "Iedere mantelzorger van een inwoner van Leemvoort.",
     "Een cadeaubon en een dag voor uzelf.", "Aanvragen bij het steunpunt voor 1 november.",
     "waardering", (), "", 0, 0, "Gratis.", "yes", 18),
    ("verwendag", "kerken", "Verwendag Elzerveen", "Mantelzorgers uit Elzerveen.",
     "Een dag koken, muziek en massage; wij zorgen voor oppas.", "Geef u op bij De Bron.",
     "waardering respijtzorg", (ELZERVEEN,), "", 0, 0, "Gratis.", "yes", 330),
    ("tilcursus", "fysio", "Veilig tillen en verplaatsen", "Mantelzorgers die hun naaste helpen opstaan en draaien.",
     "Drie middagen oefenen met een fysiotherapeut.", "Meld aan bij de balie.",
     "cursus", (), "4TU", 13, 15, "€ 20; vaak vergoed.", 6, 132),
    ("cursus-dementie", "dementie", "Omgaan met dementie", "Familie van mensen met dementie.",
     "Zes avonden over gedrag, grenzen en hulp vragen.", "Via de casemanager of bel zelf.",
     "cursus dementie", (), "", 0, 0, "€ 25, met boek.", 8, 66),
    ("balans", "steunpunt", "Cursus In balans", "Mantelzorgers die zichzelf voorbijlopen.",
     "Vijf ochtenden over draaglast en draagkracht.", "Meld aan bij het steunpunt.",
     "cursus luisterend-oor", (), "", 0, 0, "Gratis.", "yes", 145),
    ("medicijnen", "apotheek", "Medicijnen op orde", "Wie voor een ander de medicijnen regelt.",
     "Een gesprek en een medicijnrol, zo nodig bij u thuis.", "Vraag het aan de balie.",
     "praktische-hulp informatie", (CENTRE,), "MO,TU,WE,TH,FR", 8, 18, "Gesprek gratis.", "yes", 175),
    ("thuis-uit-ziekenhuis", "transfer", "Goed weer naar huis", "Patiënten en hun naasten voor ontslag.",
     "Wij regelen zorg, hulpmiddelen en een plan voor thuis.", "De afdeling meldt aan; familie mag bellen.",
     "informatie praktische-hulp", (), "MO,TU,WE,TH,FR", 8, 17, "Gratis.", "yes", 44),
    ("wijkverpleging", "wijkzorg", "Wijkverpleging", "Inwoners van Elzerveen met zorg thuis.",
     "Verpleging en verzorging, met oog voor de mantelzorger.", "Bel; een verwijsbrief is niet nodig.",
     "informatie", (ELZERVEEN,), "MO,TU,WE,TH,FR,SA,SU", 7, 23, "Valt onder de zorgverzekering.", "yes", 22),
    ("kring", "mantelzorgkring", "Mantelzorgkring aan tafel", "Mantelzorgers, ook als het zorgen voorbij is.",
     "Samen eten en verhalen delen.", "Kom een keer mee-eten; bel vooraf.",
     "lotgenoten", (CENTRE,), "4TH", 17, 19, "€ 6 voor de maaltijd.", "yes", 350),
    ("eten", "kerken", "Open tafel De Bron", "Iedereen die niet alleen wil eten.",
     "Elke vrijdag een driegangenmaaltijd.", "Aanmelden tot woensdag.",
     "dagbesteding lotgenoten", (ELZERVEEN,), "FR", 12, 14, "€ 7.", "yes", 405),
    ("bezoek", "maatjes", "Bezoekvrijwilliger", "Mensen die weinig bezoek krijgen.",
     "Een vrijwilliger komt elke week langs.", "Bel of vul het formulier in.",
     "luisterend-oor", (NORTH, CENTRE), "", 0, 0, "Gratis.", 7, 118),
    ("geldfit", "welzijn", "Geldspreekuur", "Wie moeite heeft met rondkomen.",
     "Toeslagen, kwijtschelding, en wat zorg extra kost.", "Loop binnen.",
     "geld", (), "TU,TH", 9, 11, "Gratis.", "yes", 70),
    ("pgb", "zorgloket", "Hulp bij een pgb", "Wie zelf zorg wil inkopen.",
     "Uitleg, een plan en hulp bij de aanvraag.", "Maak een afspraak bij het loket.",
     "geld informatie", (), "WE", 13, 16, "Gratis.", 2, 205),
)  # fmt: skip


def offers(told: tuple, today: dt.date) -> Iterator[Offer]:
    """Every offer on the kaart: those in ``told`` (``region.services``) with their details, and the others."""
    for service in told:
        details = _DETAILS[service.key]
        yield _offer(service.key, service.organisation, service.name, service.for_whom, "", service.how_to_refer,
                     *details, today)  # fmt: skip
    for row in _MORE:
        yield _offer(*row, today)


def _offer(
    key, organisation, name, for_whom, what, how_to_refer, support, areas, days, opens, closes, fees, plek, age, today
) -> Offer:
    place, address, area, phone = _PLACES[organisation]
    waiting = plek if isinstance(plek, int) else None
    return Offer(
        key=key,
        organisation=organisation,
        name=name,
        for_whom=for_whom,
        what=what,
        how_to_refer=how_to_refer,
        support=tuple(support.split()),
        areas=areas,
        place=Place(place, address, f"{1010 + AREAS.index(area)} SS", area),  # SS ends no Dutch postal code
        days=days,
        opens=dt.time(opens) if closes else None,
        closes=dt.time(closes % 24) if closes else None,
        fees=fees,
        phone=phone,
        capacity="waiting" if waiting else plek,
        waiting_weeks=waiting,
        checked_on=today - dt.timedelta(days=age),
    )
