"""Referrals from each to each: in the order of the names, and empty where nobody counted."""

from kapstok.evaluation.referral_matrix import MOST_NAMES, referral_matrix
from tests.unit.network.builders import VOICE

FLOWS = [("Zorg", "Welzijn", 7), ("Welzijn", "Gemeente", 3), ("Zorg", "Zorg", 1), ("Gemeente", "Zorg", 0)]


def test_from_each_to_each():
    found = referral_matrix(FLOWS, ["Zorg", "Welzijn", "Gemeente"], "bron", VOICE)
    assert found.columns == ("Van, naar", "Zorg", "Welzijn", "Gemeente")
    assert found.rows == [("Zorg", 1, 7, None), ("Welzijn", None, None, 3)]
    assert found.title == "Zorg verwees het vaakst: 8 van de 11 keer"
    assert found.plain == "In 3 van de 6 vakken is een verwijzing geteld. Een leeg vak is nul, of niet geteld."
    assert found.data[0]["text"] == [["1", "7", ""], ["", "", "3"]]


def test_nothing_or_too_much_to_read():
    names = [f"Organisatie {number}" for number in range(MOST_NAMES + 1)]
    assert referral_matrix([], names, "", VOICE) is None
    assert referral_matrix([(name, names[0], 1) for name in names], names, "", VOICE) is None
