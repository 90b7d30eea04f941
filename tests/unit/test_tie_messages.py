"""The words of the mail that asks whom somebody knows."""

from kapstok.mail.letter import Sender, as_text
from kapstok.ties.messages import question

SENDER = Sender("Samen in Waterdorp", "Noor de Wit", "noor@example.org", "0591 000 000", "kapstok@example.org")
PERSONAL = "https://kapstok.example.org/d/xyz"


def say(sentence, **params):
    """Dutch as it is written: what gettext does without a catalogue."""
    return sentence % params if params else sentence


def test_the_question_says_what_for_how_long_it_takes_who_sees_what_and_that_it_is_voluntary():
    letter = question(say, "Jet Jansen", SENDER, PERSONAL, 180, minutes=3)
    assert letter.subject == "Wie kent u in Samen in Waterdorp?"
    assert as_text(letter) == (
        "Beste Jet Jansen,\n"
        "\n"
        "Noor de Wit vraagt u namens Samen in Waterdorp wie u in het netwerk kent.\n"
        "\n"
        "Met uw antwoorden zien wij of mensen in het netwerk elkaar sneller weten te vinden, en waar nog lijnen "
        "missen. Invullen kost ongeveer 3 minuten. U hebt geen account nodig.\n"
        "\n"
        "Vul in wie u kent:\n"
        "https://kapstok.example.org/d/xyz\n"
        "\n"
        "De projectleider ziet dát u hebt geantwoord, en totalen. Evaluatoren zien codes in plaats van namen. "
        "Wat u over iemand zegt, ziet niemand anders, tenzij u en die persoon dat allebei goedvinden.\n"
        "\n"
        "Meedoen is vrijwillig en u mag namen overslaan. Zolang de vragen open zijn, kunt u antwoorden en uw "
        "antwoorden wijzigen.\n"
        "\n"
        "De link werkt 180 dagen. Stuur deze mail niet door: de knop opent uw eigen pagina.\n"
        "\n"
        "Hebt u een vraag? Beantwoord dan deze mail of bel 0591 000 000.\n"
        "\n"
        "Met vriendelijke groet,\n"
        "Noor de Wit\n"
        "Samen in Waterdorp\n"
    )


def test_a_reminder_differs_in_its_subject_and_its_first_sentence_only():
    first = question(say, "Jet Jansen", SENDER, PERSONAL, 180, minutes=3)
    again = question(say, "Jet Jansen", SENDER, PERSONAL, 180, minutes=3, reminder=True)
    assert again.subject == "Herinnering: wie kent u in Samen in Waterdorp?"
    changed = [new.text for old, new in zip(first.blocks, again.blocks, strict=True) if old != new]
    assert changed == [
        "Eerder vroegen wij u wie u kent in het netwerk van Samen in Waterdorp. U hebt nog niet geantwoord. "
        "Dat kan nog."
    ]


def test_the_last_day_is_told_when_there_is_one():
    letter = question(say, "Jet Jansen", SENDER, PERSONAL, 180, minutes=4, last_day="vrijdag 6 maart 2026")
    assert (
        "Meedoen is vrijwillig en u mag namen overslaan. U kunt antwoorden, en uw antwoorden wijzigen, tot en met "
        "vrijdag 6 maart 2026.\n"
    ) in as_text(letter)
