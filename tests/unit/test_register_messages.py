"""The mails about somebody's own card say who asks, what for, and how to stay as one was."""

from kapstok.mail.letter import Button, Facts, Sender, as_html, as_text
from kapstok.register.messages import another_address_asked, ask_for_card, confirm_address, works_elsewhere

SENDER = Sender("Samen", "Noor de Wit", "noor@example.org", "0591 000 000", "kapstok@example.org")
URL = "https://kapstok.example.org/d/x"


def plain(sentence: str, **params) -> str:
    return sentence % params if params else sentence


def buttons(letter) -> list[Button]:
    return [block for block in letter.blocks if isinstance(block, Button)]


def test_asking_for_a_card():
    letter = ask_for_card(plain, "Jet Vos", SENDER, URL, 180, reminder=False)
    assert letter.subject == "Wie is wie in Samen: mag uw kaart erbij?"
    assert buttons(letter) == [Button("Kies wat anderen zien", URL)]
    text = as_text(letter)
    assert text.startswith("Beste Jet Vos,\n\n")
    assert "Noor de Wit vraagt of uw kaart erbij mag." in text
    assert "Zegt u nee, dan vragen wij het niet nog eens." in text
    assert "De link werkt 180 dagen." in text


def test_a_reminder_says_that_it_is_one():
    letter = ask_for_card(plain, "Jet Vos", SENDER, URL, 180, reminder=True)
    assert letter.subject == "Herinnering: mag uw kaart in wie is wie van Samen?"


def test_a_new_address_holds_the_button_and_the_old_one_none():
    new, old = confirm_address(plain, "Jet Vos", SENDER, URL, 7), another_address_asked(plain, "Jet Vos", SENDER)
    assert (buttons(new), buttons(old)) == ([Button("Bevestig dit adres", URL)], [])
    assert "Tot u bevestigt, mailen wij naar uw oude adres." in as_text(new)
    assert "Deed u dit niet zelf? Beantwoord dan deze mail" in as_text(old)


def test_the_projectleider_reads_what_was_and_what_is_said():
    letter = works_elsewhere(plain, SENDER, "Jet Vos", "De Kom", "De <Brug>", URL)
    (facts,) = [block for block in letter.blocks if isinstance(block, Facts)]
    assert facts.rows == (("Nu bewaard", "De Kom"), ("Volgens Jet Vos", "De <Brug>"))
    assert "De &lt;Brug&gt;" in as_html(letter)
    (facts,) = [
        block for block in works_elsewhere(plain, SENDER, "Jo", "", "De Brug", URL).blocks if type(block) is Facts
    ]
    assert facts.rows[0] == ("Nu bewaard", "–")
