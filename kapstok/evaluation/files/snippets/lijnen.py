"""Leest mensen en lijnen en telt per meting: wie is gevraagd, wie antwoordde, korte lijnen (sterkte 2 of meer) en
dichtheid (lijnen gedeeld door de paren waarover iets is gezegd). Alleen de standaardbibliotheek.

    python lijnen.py          in de map met de csv-bestanden
"""

import csv
from pathlib import Path


def lees(naam):
    (bestand,) = [*Path().glob(f"{naam}.csv"), *Path().glob(f"{naam}-niet-voor-publicatie.csv")]
    with bestand.open(encoding="utf-8-sig", newline="") as regels:
        return list(csv.DictReader(regels, delimiter=";"))


mensen, lijnen = lees("mensen"), lees("lijnen")
for meting in sorted({int(lijn["meting"]) for lijn in lijnen if lijn["bron"] == "meting"}):
    gezegd = [lijn for lijn in lijnen if lijn["bron"] == "meting" and lijn["meting"] == str(meting)]
    laatste = {(lijn["van"], lijn["naar"]): lijn for lijn in sorted(gezegd, key=lambda lijn: lijn["maand"])}
    bekend = [int(lijn["sterkte"]) for lijn in laatste.values() if lijn["sterkte"]]
    kort = sum(sterkte >= 2 for sterkte in bekend)
    gevraagd, geantwoord = (sum(int(mens[f"{wat}_{meting}"]) for mens in mensen) for wat in ("gevraagd", "geantwoord"))
    print(
        f"meting {meting}: {gevraagd} gevraagd, {geantwoord} geantwoord, {kort} korte lijnen, "
        f"dichtheid {kort / len(bekend):.4f}"
    )
