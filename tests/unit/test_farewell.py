"""What is written when somebody leaves, and to who keeps the sociale kaart right."""

from kapstok.directory.messages import is_this_right
from kapstok.mail.letter import Letter, Sender, as_text
from kapstok.ties.leaving import messages as farewell
from kapstok.ties.leaving.messages import Introduced, Leaving

SENDER = Sender("Samen in Veenmeer", "Noor de Wit", "noor@example.org", "0591 000 000", "kapstok@example.org")
LEAVING = Leaving("Jan Bos", "dinsdag 31 maart 2026", False, "Bo Dam")
OVER = Leaving("Jan Bos", "dinsdag 31 maart 2026", True, "Bo Dam")
URL = "https://kapstok.example.org/d/x"


def say(sentence: str, **places: object) -> str:
    return sentence % places if places else sentence


def lines(letter: Letter) -> list[str]:
    return as_text(letter).splitlines()


def test_the_leaver_is_asked_once():
    letter = farewell.please_hand_over(say, SENDER, LEAVING, 11, URL, 30)
    assert letter.subject == "Wie geeft u door aan Bo Dam?"
    told = lines(letter)
    assert told[0] == "Beste Jan Bos,"
    assert told[2] == (
        "Uw laatste dag in Samen in Veenmeer is dinsdag 31 maart 2026. Bo Dam neemt het van u over. "
        "Dank u wel voor wat u hebt opgebouwd."
    )
    assert told[4].startswith("U kent 11 mensen in het netwerk goed.")
    assert told[7] == URL


def test_the_successor_reads_who_each_person_is_and_how_to_reach_them():
    people = (
        Introduced("Anna de Vries", "Wijkverpleegkundige", "De Kom", "Zorg thuis", "0591 1", "", "Op werkdagen"),
        Introduced("Cas Kuiper"),
    )
    told = as_text(farewell.introduction(say, SENDER, LEAVING, people, URL))
    assert told.startswith("Beste Bo Dam,\n\nJan Bos gaat weg bij Samen in Veenmeer.")
    assert (
        "Anna de Vries: Wijkverpleegkundige, De Kom\n  Voor: Zorg thuis\n  0591 1\n  Op werkdagen\n"
        "Cas Kuiper: Contactgegevens: nog vragen\n"
    ) in told


def test_without_the_leaver_no_line_is_named():
    told = lines(farewell.plain_introduction(say, SENDER, OVER, "Zorgloket", URL))
    assert told[2] == (
        "Jan Bos doet niet meer mee aan Samen in Veenmeer. De laatste dag was dinsdag 31 maart 2026. "
        "U bent nu het gezicht van Zorgloket in het netwerk."
    )
    without = lines(farewell.plain_introduction(say, SENDER, OVER, "", URL))
    assert without[2].endswith("U bent nu het gezicht in het netwerk.")


def test_a_keeper_reads_what_it_is_about():
    letter = is_this_right(say, "Bo Dam", SENDER, ("Logeerhuis", "Inloop"), URL, 180)
    assert lines(letter)[2:5] == [
        "U houdt dit aanbod bij op de sociale kaart van Samen in Veenmeer:",
        "– Logeerhuis",
        "– Inloop",
    ]
    assert URL in lines(letter)
