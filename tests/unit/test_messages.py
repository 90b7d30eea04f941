"""The words of a mail, and that text and HTML say the same."""

from html.parser import HTMLParser

import html5lib
import pytest

from kapstok.mail.letter import Button, Choices, Facts, Letter, Link, Paragraph, Sender, as_html, as_text
from kapstok.meetings import after_messages, messages, place_messages

SENDER = Sender("Samen in Waterdorp", "Noor de Wit", "noor@example.org", "0591 000 000", "kapstok@example.org")
MEETING = messages.MeetingInWords(
    title="Mantelzorgers opsporen",
    when="dinsdag 3 maart 2026, 14.00–16.00 uur",
    where="Buurthuis De Kom, Kade 1, Waterdorp",
    online_url="https://beeld.example.org/zaal",
    themes=("Opsporen", "Verwijzen"),
    programme="14.00 Inloop\n14.15 Start",
)
ANSWER = "https://kapstok.example.org/u/abc"
ANSWERS = {f"{ANSWER}?antwoord={word}" for word in ("ja", "misschien", "nee")}
STOP = f"{ANSWER}/geen-herinnering"
PERSONAL = "https://kapstok.example.org/p/xyz"
PULSE, OWN_PAGE = f"{PERSONAL}/wie-kent-u", f"{PERSONAL}/bijeenkomsten/3"
OUTCOME = after_messages.Outcome(
    "Wij maakten kennis.\n\nDaarna oefenden wij.",
    (
        after_messages.Agreed("Zaal zoeken", "Bo Dam", "dinsdag 5 mei 2026"),
        after_messages.Agreed("Folder nalezen", until="dinsdag 5 mei 2026"),
        after_messages.Agreed("Elkaar bellen"),
        after_messages.Agreed("Wij gaan door", is_decision=True),
    ),
    ("Waaier", "Agenda"),
)


THREE = Choices(
    (
        Button("Ja, ik kom", f"{ANSWER}?antwoord=ja"),
        Button("Misschien", f"{ANSWER}?antwoord=misschien"),
        Button("Nee, ik kan niet", f"{ANSWER}?antwoord=nee"),
    )
)


def say(sentence, **params):
    """Dutch as it is written: what gettext does without a catalogue."""
    return sentence % params if params else sentence


def all_letters():
    change = messages.Change("Wanneer", "maandag 2 maart 2026, 14.00–16.00 uur", MEETING.when)
    return {
        "invitation": messages.invitation(say, "Jet Jansen", SENDER, MEETING, ANSWER),
        "update": messages.update(say, "Jet Jansen", SENDER, MEETING, ANSWER, (change,)),
        "cancellation": messages.cancellation(say, "Jet Jansen", SENDER, MEETING),
        "withdrawal": messages.withdrawal(say, "Jet Jansen", SENDER, MEETING),
        "reminder": messages.reminder(say, "Jet Jansen", SENDER, MEETING, ANSWER, STOP),
        "waitlisted": place_messages.waitlisted(say, "Jet Jansen", SENDER, MEETING, ANSWER),
        "promoted": place_messages.promoted(say, "Jet Jansen", SENDER, MEETING, ANSWER, ""),
        "held": place_messages.promoted(say, "Jet Jansen", SENDER, MEETING, ANSWER, "maandag 2 maart om 9.00 uur"),
        "lapsed": place_messages.lapsed(say, "Jet Jansen", SENDER, MEETING, ANSWER),
        "after_meeting": after_messages.thanks(say, "Jet Jansen", SENDER, MEETING.title, OUTCOME, PULSE, OWN_PAGE),
        "news": after_messages.news(say, "Jet Jansen", SENDER, MEETING.title, OUTCOME, OWN_PAGE),
        "personal_link": messages.personal_link(say, "Jet Jansen", SENDER, PERSONAL, 180),
    }


class Words(HTMLParser):
    """The words a reader sees in a page's body."""

    def __init__(self):
        super().__init__()
        self.words, self.in_body, self.links = [], False, []

    def handle_starttag(self, tag, attributes):
        self.in_body = self.in_body or tag == "body"
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data):
        if self.in_body:
            self.words += data.split()


def read(html):
    words = Words()
    words.feed(html)
    return words


def said(words, links):
    """The words beside the addresses: three buttons in a row show none."""
    return [word.rstrip(":") for word in words if word not in links]


def test_an_invitation_says_who_asks_when_where_what_and_how_to_answer():
    assert as_text(messages.invitation(say, "Jet Jansen", SENDER, MEETING, ANSWER)) == (
        "Beste Jet Jansen,\n"
        "\n"
        "Noor de Wit nodigt u namens Samen in Waterdorp uit voor de bijeenkomst “Mantelzorgers opsporen”.\n"
        "\n"
        "Wanneer: dinsdag 3 maart 2026, 14.00–16.00 uur\n"
        "Waar: Buurthuis De Kom, Kade 1, Waterdorp\n"
        "Online: https://beeld.example.org/zaal\n"
        "Thema’s: Opsporen, Verwijzen\n"
        "Programma: 14.00 Inloop\n"
        "  14.15 Start\n"
        "\n"
        "Komt u? Kies uw antwoord en bevestig het op de pagina die opent. U hebt geen account nodig.\n"
        "\n"
        "Ja, ik kom:\n"
        "https://kapstok.example.org/u/abc?antwoord=ja\n"
        "\n"
        "Misschien:\n"
        "https://kapstok.example.org/u/abc?antwoord=misschien\n"
        "\n"
        "Nee, ik kan niet:\n"
        "https://kapstok.example.org/u/abc?antwoord=nee\n"
        "\n"
        "Antwoord met een van de knoppen: een antwoord dat u in uw agenda geeft, bereikt ons niet. "
        "De knoppen zijn alleen voor u: stuur deze mail niet door.\n"
        "\n"
        "De afspraak zit bij deze mail. Staat zij niet vanzelf in uw agenda? Open dan de bijlage.\n"
        "\n"
        "U krijgt deze uitnodiging omdat u meedoet aan Samen in Waterdorp.\n"
        "\n"
        "Hebt u een vraag? Beantwoord dan deze mail of bel 0591 000 000.\n"
        "\n"
        "Met vriendelijke groet,\n"
        "Noor de Wit\n"
        "Samen in Waterdorp\n"
    )


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("invitation", "Uitnodiging: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("update", "Gewijzigd: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("withdrawal", "Uitnodiging ingetrokken: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("reminder", "Komt u? Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("cancellation", "Gaat niet door: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("waitlisted", "U staat op de wachtlijst: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("promoted", "U kunt komen: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("held", "Er is een plaats voor u vrij: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("lapsed", "Uw plaats ging naar iemand anders: Mantelzorgers opsporen, dinsdag 3 maart 2026, 14.00–16.00 uur"),
        ("news", "Wat u miste: verslag en materiaal van “Mantelzorgers opsporen”"),
        ("after_meeting", "Wie kent u nu? Na de bijeenkomst “Mantelzorgers opsporen”"),
        ("personal_link", "Uw link voor Samen in Waterdorp"),
    ],
)
def test_the_subject_says_it_all(kind, subject):
    assert all_letters()[kind].subject == subject


@pytest.mark.parametrize("kind", all_letters())
def test_text_and_html_say_the_same(kind):
    page, text = read(as_html(all_letters()[kind])), as_text(all_letters()[kind]).split()
    assert said(page.words, page.links) == said(text, page.links)
    assert set(page.links) <= set(text)


@pytest.mark.parametrize(
    ("kind", "links"),
    [
        ("invitation", ANSWERS),
        ("update", ANSWERS),
        ("cancellation", set()),
        ("withdrawal", set()),
        ("reminder", ANSWERS | {STOP}),
        ("waitlisted", {ANSWER}),
        ("promoted", {ANSWER}),
        ("held", {f"{ANSWER}?antwoord=ja", f"{ANSWER}?antwoord=nee"}),
        ("lapsed", {ANSWER}),
        ("after_meeting", {PULSE, OWN_PAGE}),
        ("news", {OWN_PAGE}),
        ("personal_link", {PERSONAL}),
    ],
)
def test_mails_with_a_calendar_never_carry_the_personal_link(kind, links):
    assert set(read(as_html(all_letters()[kind])).links) == links


@pytest.mark.parametrize("kind", all_letters())
def test_the_html_is_valid_and_brings_no_style_attributes_or_scripts(kind):
    html = as_html(all_letters()[kind])
    html5lib.HTMLParser(strict=True).parse(html)
    assert "style=" not in html
    assert "<script" not in html


def test_a_button_is_one_without_the_style_sheet():
    """Outlook on Windows ignores padding on links, and some webmail takes the sheet away."""
    html = as_html(Letter("Knop", (Button("Kies", ANSWER),)))
    table = (
        '<table role="presentation" border="0" cellpadding="14" cellspacing="8">\n'
        '<tr><td class="button" align="center" bgcolor="#0B5563">'
        f'<a href="{ANSWER}"><font color="#FFFFFF">Kies</font></a></td></tr>\n</table>'
    )
    assert table in html


def test_own_words_are_paragraphs_and_stand_under_the_greeting():
    words = "Het wordt gezellig.\nKom ook.\n\n \n\nTot dan."
    letter = messages.invitation(say, "Jet", SENDER, MEETING, ANSWER, own_words=words)
    assert letter.blocks[:3] == (
        Paragraph("Beste Jet,"),
        Paragraph("Het wordt gezellig.\nKom ook."),
        Paragraph("Tot dan."),
    )


def test_a_reminder_offers_silence_without_taking_it_for_an_answer():
    letter = messages.reminder(say, "Jet", SENDER, MEETING, ANSWER, STOP, answer_by="vrijdag 27 februari 2026")
    assert letter.blocks[-3:-1] == (
        Paragraph("Wilt u over deze bijeenkomst geen herinnering meer? U zegt daarmee geen ja en geen nee."),
        Link("Geen herinnering meer", STOP),
    )


def test_what_people_typed_stays_text():
    bad = messages.MeetingInWords(
        title='<script>alert("x")</script>', when="<b>nu</b>", programme="<img src=x>\n\x00\ud800&amp;"
    )
    html = as_html(messages.invitation(say, "<i>Jet</i>", SENDER, bad, 'https://x.example.org/?a="><script>'))

    html5lib.HTMLParser(strict=True).parse(html)
    for tag in ("<script", "<b>", "<img", "<i>"):
        assert tag not in html
    assert "&lt;img src=x&gt;<br>&amp;amp;</dd>" in html


def test_a_deadline_is_named_where_there_is_one():
    letter = messages.invitation(say, "Jet", SENDER, MEETING, ANSWER, answer_by="vrijdag 27 februari 2026")
    assert (
        Paragraph(
            "Komt u? Kies uiterlijk vrijdag 27 februari 2026 uw antwoord en bevestig het op de pagina die opent. "
            "U hebt geen account nodig."
        )
        in letter.blocks
    )


def test_with_an_inbox_the_calendar_may_answer():
    letter = messages.invitation(say, "Jet", SENDER, MEETING, ANSWER, reads_replies=True)
    assert (
        Paragraph("U kunt ook antwoorden in uw agenda. De knoppen zijn alleen voor u: stuur deze mail niet door.")
        in letter.blocks
    )


def test_an_update_says_what_changed_and_asks_who_had_not_answered():
    letter = all_letters()["update"]
    assert letter.blocks[2] == Facts(
        (("Wanneer", "dinsdag 3 maart 2026, 14.00–16.00 uur (was: maandag 2 maart 2026, 14.00–16.00 uur)"),)
    )
    ask = "Wij weten nog niet of u komt. Kies uw antwoord en bevestig het op de pagina die opent."
    assert letter.blocks[letter.blocks.index(Paragraph(ask)) + 1] == THREE


def test_an_update_reminds_of_the_answer_that_was_given():
    letter = messages.update(say, "Jet", SENDER, MEETING, ANSWER, (), answer="ja")
    ask = (
        "Uw antwoord was: ja. Klopt dat niet meer? Kies dan een ander antwoord en bevestig het op de pagina die opent."
    )
    assert letter.blocks[letter.blocks.index(Paragraph(ask)) + 1] == THREE


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [("De Kom", "De Kade", "De Kade (was: De Kom)"), ("", "De Kade", "De Kade"), ("De Kom", "", "– (was: De Kom)")],
)
def test_a_change_in_words(before, after, shown):
    letter = messages.update(say, "Jet", SENDER, MEETING, ANSWER, (messages.Change("Waar", before, after),))
    assert letter.blocks[2] == Facts((("Waar", shown),))


def test_a_cancellation_gives_the_reason_that_was_written():
    text = as_text(messages.cancellation(say, "Jet", SENDER, MEETING, "De zaal staat onder water."))
    assert "gaat niet door.\n\nDe zaal staat onder water.\n\nWanneer: " in text


def test_a_letter_leaves_out_what_is_empty():
    letter = Letter("Leeg", (Paragraph(""), Paragraph("Dag.")))
    assert as_text(letter) == "Dag.\n"
    assert "<p></p>" not in as_html(letter)


def test_the_calendar_tells_who_asks_and_what_it_is_about():
    assert messages.calendar_lines(say, SENDER, MEETING) == (
        "Noor de Wit nodigt u namens Samen in Waterdorp uit voor de bijeenkomst “Mantelzorgers opsporen”.",
        "Online: https://beeld.example.org/zaal",
        "Thema’s: Opsporen, Verwijzen",
        "Programma: 14.00 Inloop\n14.15 Start",
        "Laat weten of u komt:",
    )
