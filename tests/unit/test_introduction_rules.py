"""Which two people are worth introducing, and the words of the mails."""

from kapstok.mail.letter import Sender, as_html, as_text
from kapstok.ties.introductions.messages import Asked, Bringing, introduction, request
from kapstok.ties.introductions.rules import Acquaintance, best_pairs
from kapstok.ties.leaving.messages import Introduced

SENDER = Sender("Samen in Veenmeer", "Noor de Wit", "noor@example.org", "", "kapstok@example.org")
CARE, TOWN = 1, 2  # sectors
KNOWN = [
    Acquaintance(1, 4, "De Kom", CARE),
    Acquaintance(2, 2, "De Kom", TOWN),
    Acquaintance(3, 3, "Zorgloket", TOWN),
    Acquaintance(4, 4, "Zorgloket", TOWN),
    Acquaintance(5, 4, "", None),
    Acquaintance(6, 3, "", None),
]


def say(sentence: str, **places: object) -> str:
    return sentence % places if places else sentence


def test_two_sectors_come_first_then_the_stronger_lines():
    """Of two sectors are 1–3 (3 and 4) and 1–4 (4 and 4); 1–2 are colleagues. So 1–4. Of the others 3–5 and 5–6 (both 3
    and 4) are the strongest: 3–5, by its ids. What remains is 2–6."""
    assert best_pairs(KNOWN, {}, ()) == [(1, 4), (3, 5), (2, 6)]


def test_colleagues_people_with_a_line_and_who_were_introduced_are_left_out():
    lines = {1: {4}, 4: {1}}
    introduced = {frozenset((1, 3)), frozenset((5, 6))}
    assert best_pairs(KNOWN[:4], lines, introduced) == [(2, 4)]  # 1–2 and 3–4 are colleagues
    assert best_pairs(KNOWN[4:], {}, introduced) == []
    assert best_pairs([], {}, ()) == []


def test_the_middle_person_reads_who_asks_why_and_that_no_is_fine():
    asked = Asked("Anna Vis", "Cas Kuil", "Ik zoek vervoer.")
    letter = request(say, "Bo Dam", SENDER, asked, "https://kapstok.example.org/d/x", 180)
    assert letter.subject == "Stelt u Anna Vis en Cas Kuil aan elkaar voor?"
    assert as_text(letter).startswith(
        "Beste Bo Dam,\n"
        "\n"
        "Anna Vis wil graag kennismaken met Cas Kuil, en denkt dat u hen aan elkaar kunt voorstellen. "
        "Anna Vis schrijft:\n"
        "\n"
        "Ik zoek vervoer.\n"
        "\n"
        "Met één klik gaat er een mail naar hen allebei. U ziet eerst wat erin staat. Liever niet? Dan hoeft u niets "
        "te doen. Anna Vis hoort niet dat u nee zei.\n"
        "\n"
        "Bekijk de mail:\n"
        "https://kapstok.example.org/d/x\n"
    )


def test_an_introduction_tells_what_a_card_shows_and_who_gets_the_answer():
    cas = Introduced("Cas Kuil", "Wijkverpleegkundige", "De Kom", email="cas@example.org")
    letter = introduction(say, "Anna Vis", SENDER, cas, Bringing("Bo Dam", "Bel <b>elkaar</b>.", "Cas Kuil", True))
    assert letter.subject == "Bo Dam stelt u voor aan Cas Kuil"
    assert as_text(letter) == (
        "Beste Anna Vis,\n"
        "\n"
        "Bo Dam kent u en Cas Kuil allebei, en stelt u graag aan elkaar voor:\n"
        "\n"
        "Bel <b>elkaar</b>.\n"
        "\n"
        "Cas Kuil: Wijkverpleegkundige, De Kom\n"
        "  cas@example.org\n"
        "\n"
        "Beantwoord deze mail om kennis te maken. Uw antwoord gaat naar Cas Kuil.\n"
        "\n"
        "Cas Kuil krijgt dezelfde mail over u, met wat u zelf op uw kaart laat zien. Deze gegevens zijn voor u: stuur "
        "deze mail niet door.\n"
        "\n"
        "Dit kan omdat u het goedvindt dat iemand die u kent u voorstelt. Wilt u dat niet meer? Kies dat op uw eigen "
        "pagina, of mail Noor de Wit: noor@example.org.\n"
        "\n"
        "Met vriendelijke groet,\n"
        "Bo Dam\n"
        "via Samen in Veenmeer\n"
    )
    assert "<p>Bel &lt;b&gt;elkaar&lt;/b&gt;.</p>" in as_html(letter)
