"""Who is missed on a list: which suggestions are one, and who may be meant."""

from kapstok.ties.suggestions.rules import likely, listed_as, same_suggestion


def test_one_name_at_one_organisation_is_one_suggestion():
    assert same_suggestion("mw. A. de Vries", "Stichting De Kom") == same_suggestion("Vries, A. de", "de kom")
    assert same_suggestion("A. de Vries", "De Kom") != same_suggestion("A. de Vries", "Thuiszorg West")


def test_a_namesake_elsewhere_is_somebody_else():
    listed = [("Jan Bos", "De Kom"), ("Ria Mos", "")]
    assert listed_as("jan  bos", "", listed) == "Jan Bos"
    assert listed_as("Jan Bos", "de kom", listed) == "Jan Bos"
    assert listed_as("Jan Bos", "Thuiszorg West", listed) is None
    assert listed_as("Ria Mos", "Thuiszorg West", listed) == "Ria Mos"
    assert listed_as("Jan Bosma", "", listed) is None


def test_who_may_be_meant():
    people = {1: "Anneke van Dijk", 2: "A. Dijk", 3: "Bo Kuiper", 4: "Anneke Smit"}
    assert likely("Anneke Dijk", people) == {1, 2}
    assert likely("Anneke", people) == {1, 4}
    assert likely("Cor Cornelissen", people) == set()
