"""What the mail after a meeting holds, and what it leaves for the reader's own page."""

import pytest

from kapstok.mail.letter import Button, Paragraph, Sender
from kapstok.meetings.after_messages import Agreed, Outcome, news, shortened, thanks

SENDER = Sender("Samen in Waterdorp", "Noor de Wit", "noor@example.org", "", "kapstok@example.org")
PULSE, PAGE = "https://kapstok.example.org/d/x/wie-kent-u", "https://kapstok.example.org/d/x/bijeenkomsten/3"


def say(sentence, **params):
    """Dutch as it is written: what gettext does without a catalogue."""
    return sentence % params if params else sentence


def written(outcome: Outcome) -> list:
    return list(thanks(say, "Jet", SENDER, "Opsporen", outcome, PULSE, PAGE).blocks)


def test_without_anything_added_it_only_thanks_and_asks():
    blocks = written(Outcome())
    assert [block.url for block in blocks if isinstance(block, Button)] == [PULSE]
    assert Paragraph("De knop opent uw eigen pagina. Stuur deze mail dus niet door.") in blocks


def test_agreements_tell_what_who_and_when():
    agreed = (
        Agreed("Zaal zoeken", "Bo", "dinsdag 5 mei 2026"),
        Agreed("Folder nalezen", until="dinsdag 5 mei 2026"),
        Agreed("Bellen", "Bo"),
        Agreed("Oefenen"),
        Agreed("Wij gaan door", is_decision=True),
    )
    assert written(Outcome(agreed=agreed))[5:7] == [
        Paragraph(
            "Dit spraken wij af:\n– Zaal zoeken (Bo, uiterlijk dinsdag 5 mei 2026)\n"
            "– Folder nalezen (uiterlijk dinsdag 5 mei 2026)\n– Bellen (Bo)\n– Oefenen\n– Besluit: Wij gaan door"
        ),
        Button("Open verslag en materiaal", PAGE),
    ]


def test_materials_and_minutes_stand_in_it_with_their_page():
    assert written(Outcome("Eerst dit.\n\nToen dat.", materials=("Waaier", "Agenda")))[5:10] == [
        Paragraph("Dit materiaal hoort erbij:\n– Waaier\n– Agenda"),
        Paragraph("Uit het verslag:"),
        Paragraph("Eerst dit."),
        Paragraph("Toen dat."),
        Button("Open verslag en materiaal", PAGE),
    ]


def test_who_could_not_be_there_is_asked_nothing():
    letter = news(say, "Jet", SENDER, "Opsporen", Outcome("Verslag"), PAGE)
    assert [block.url for block in letter.blocks if isinstance(block, Button)] == [PAGE]
    assert letter.blocks[1] == Paragraph("U kon niet bij de bijeenkomst “Opsporen” zijn. Dit kwam eruit.")


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("kort", 4, "kort"),
        ("een twee drie", 9, "een twee…"),
        ("een twee drie", 8, "een…"),
        ("een\ntwee", 6, "een…"),
        ("x" * 20, 5, "xxxx…"),
    ],
)
def test_long_minutes_are_cut_at_a_space(text, most, kept):
    assert shortened(text, most) == kept


def test_the_mail_holds_1500_characters_of_the_minutes():
    assert len(written(Outcome("woord " * 400))[6].text) == 1500
