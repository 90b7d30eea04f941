"""The eindverslag of projects of every sort: what it says, what it leaves out and why, and that no number is loose."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask_babel import force_locale

from kapstok import disclosure
from kapstok.errors import ChangedMeanwhile
from kapstok.evaluation.report import reading, texts
from kapstok.evaluation.report.claims import UNKNOWN
from kapstok.evaluation.report.document import Document, Grid, Paragraph, Points
from kapstok.evaluation.report.rules import Chapter, Purpose, TextTooLong
from kapstok.freetext import HoldsBsn
from kapstok.meetings.rules import Attendance
from kapstok.web.evaluator.report_words import pen
from tests.factories import NOW, make_invitation, make_meeting, make_project
from tests.measured import DAY, FIRST, SECOND, everybody_says, make_people, measure, open_wave, six_people
from tests.odd import PROJECTS, TWO, five_people, hardly_anybody_answers, one_sector

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def made(project, purpose=Purpose.PUBLICATION):
    """The ledger, the document and the pen that wrote it."""
    from kapstok.evaluation.report.writing import document, ledger_of

    facts = reading.read(project, NOW)
    ledger = ledger_of(facts)
    words = pen(project)
    return ledger, document(facts, ledger, texts.own_texts(project), words, purpose, NOW), words


def carried(ledger, chapter: Chapter) -> list[str]:
    return [claim.key.removeprefix(f"{chapter}.") for claim in ledger.of(chapter)]


def reasons(ledger) -> dict[str, str]:
    return {claim.key: reason for claim, reason in ledger.left_out}


def grids(document: Document, chapter: Chapter) -> dict[str, Grid]:
    (found,) = [each for each in document.chapters if each.key == chapter]
    return {block.caption: block for block in found.blocks if isinstance(block, Grid)}


LEVELS = [f"{key}.level" for key in ("density", "degree", "short_lines", "distance", "cross_sector")]
NO_WAVE = "Er is nog geen gesloten meting."
FEW = "Minder dan tien mensen antwoordden elke keer die wij vergelijken."
NETWORK = {
    "nothing_yet": ([], NO_WAVE),
    "five_people": ([], FEW),
    "one_wave": (["stated.now", *LEVELS[:4], "distance.reach", "cross_sector.level"], None),
    "hardly_anybody_answers": ([], FEW),
    "one_sector": (["stated.now", "density.level", "degree.level", "lines.fate"], None),
    "two_of_one_name": (["stated.now", "density.level", "degree.level", "distance.level", "distance.reach"], None),
    "nobody_came": ([], NO_WAVE),
}


@pytest.mark.parametrize("build", PROJECTS, ids=lambda build: build.__name__)
def test_a_report_of_any_project_says_what_it_can_and_why_it_cannot_say_more(app, build):
    ledger, document, words = made(build())
    told, why = NETWORK[build.__name__]

    assert carried(ledger, Chapter.NETWORK) == told
    assert reasons(ledger).get("network.density.level") == why
    assert [chapter.key for chapter in document.chapters] == list(Chapter)
    assert all(chapter.blocks for chapter in document.chapters)
    limits = [claim.key for claim in ledger.of(Chapter.LIMITS)]
    assert ("limits.response.half" in limits) == (build is hardly_anybody_answers)
    assert ("limits.words.plan" in limits) == (build in (five_people, hardly_anybody_answers, one_sector))
    assert loose_numbers(ledger, document, words) == []
    assert counts_of_a_few(document) == []


def loose_numbers(ledger, document: Document, words) -> list[str]:
    """Numbers in the running text that are in no value of a claim, nor in what the meetplan's own log says."""
    known = {claim.paragraph: set() for claim in ledger.carried}
    for claim in ledger.carried:
        for value in claim.values.values():
            known[claim.paragraph] |= set(NUMBER.findall(value.written(words)))
    everything = set().union(*known.values())
    logged = {found for sentence in words.deviations for found in NUMBER.findall(sentence)}
    loose = [found for sentence in document.summary for found in NUMBER.findall(sentence) if found not in everything]
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, Paragraph):
                loose += [found for found in NUMBER.findall(block.text) if found not in known.get(block.claim, set())]
            if isinstance(block, Points):
                loose += [found for item in block.items for found in NUMBER.findall(item) if found not in logged]
    return loose


def counts_of_a_few(document: Document) -> list[str]:
    """Numbers of people from one to nine in the tables that count people."""
    tables = grids(document, Chapter.REACH) | grids(document, Chapter.LIMITS)
    tables.pop("Organisaties per sector", None)
    cells = [cell for grid in tables.values() for row in grid.rows for cell in row[1:]]
    return [cell for cell in cells if cell.isdigit() and 0 < int(cell) < disclosure.SMALL_PUBLISHED]


def test_two_measurements_of_forty_people_tell_a_change_with_its_interval(app):
    project = make_project()
    people = make_people(project, *TWO, each=20)
    measure(project, people, "Nulmeting", FIRST, everybody_says(40, 1))
    measure(project, people, "T1", SECOND, everybody_says(40, 2))
    with force_locale("en"):
        ledger, document, words = made(project)
        assert loose_numbers(ledger, document, words) == []
        assert document.language == "en"
    ledger, document, words = made(project)

    assert [sentence for sentence in document.summary if "Dichtheid" in sentence] == [
        "Dichtheid: eerst 0,0 %, nu 100,0 % (n = 40, respons 100 %). Verschil: +100,0 procentpunt (interval van 95 %: "
        "+100,0 tot +100,0). Zo’n verschil is groter dan toeval alleen meestal geeft. Waardoor het komt, is hiermee "
        "niet bekend."
    ]
    assert "density.difference" in carried(ledger, Chapter.NETWORK)
    assert loose_numbers(ledger, document, words) == []
    (cells,) = [grid for caption, grid in grids(document, Chapter.NETWORK).items() if caption.startswith("Lijnen van")]
    assert [row[1:] for row in cells.rows] == [("0 % → 100 %", "0 % → 100 %")] * 2


def test_a_measurement_that_runs_is_in_no_sentence_and_no_table(app):
    project = make_project()
    people = make_people(project, *TWO, each=10)
    measure(project, people, "Nulmeting", FIRST, everybody_says(20, 2))
    before = made(project)
    open_wave(project, people, "T1", SECOND, everybody_says(20, 4))
    ledger, document, _words = made(project)

    assert grids(document, Chapter.NETWORK) == grids(before[1], Chapter.NETWORK)
    assert [row[0] for row in grids(document, Chapter.LIMITS)["Respons per meting"].rows] == ["Nulmeting"]
    assert "compare.running" in carried(ledger, Chapter.LIMITS)


def test_who_came_is_told_from_ten_people_on_and_not_by_subtraction(app):
    project = make_project()
    people = make_people(project, *TWO, each=10)
    first, second = (
        make_meeting(project, title=title, starts_at=NOW - days * DAY, ends_at=NOW - days * DAY)
        for title, days in (("Een", 30), ("Twee", 9))
    )
    for person in people[:15]:
        make_invitation(first, person, attendance=Attendance.PRESENT)
    for person in people[:9]:
        make_invitation(second, person, attendance=Attendance.PRESENT)
    ledger, document, _words = made(project)

    assert carried(ledger, Chapter.REACH) == ["met.once"]
    (table,) = grids(document, Chapter.MEETINGS).values()
    assert [row[3] for row in table.rows] == ["15", "minder dan 10"]
    assert carried(ledger, Chapter.MEETINGS) == ["held.count", "held.pairs"]
    (pairs,) = [claim for claim in ledger.of(Chapter.MEETINGS) if claim.key == "meetings.held.pairs"]
    assert pairs.values["paren"].amount == 15 * 14 / 2  # who came to the second had all been at the first


def test_the_chain_says_of_how_many_bijeenkomsten_it_is(app):
    """12 people met eight months ago: 66 pairs without a line. Of who met last week nothing can be told yet."""
    project = make_project()
    people = make_people(project, *TWO, each=6)
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 0))
    for title, days in (("Een", 250), ("Twee", 9)):
        meeting = make_meeting(project, title=title, starts_at=NOW - days * DAY, ends_at=NOW - days * DAY)
        for person in people:
            make_invitation(meeting, person, attendance=Attendance.PRESENT)
    ledger, _document, words = made(project)

    (new,) = [claim for claim in ledger.of(Chapter.MEETINGS) if claim.key == "meetings.chain.new"]
    assert new.text(words) == (
        "Aantal bijeenkomsten waarvan de zes maanden erna zijn geteld: 1. Daar waren 66 paren die nog geen lijn "
        "noemden, voor het eerst samen op een bijeenkomst."
    )


def test_the_same_data_make_the_same_report_and_a_text_makes_another(app):
    project, _people = six_people()
    now = NOW
    version = reading.version(project, reading.read(project, now))

    assert reading.version(project, reading.read(project, now + dt.timedelta(hours=1))) == version
    texts.save_text(project, Chapter.REACH, "Ook de kerk deed mee.", 0, now, actor="test")
    assert reading.version(project, reading.read(project, now)) != version


def test_an_own_text_stands_in_its_chapter_and_is_taken_out_again(app):
    project = make_project()
    texts.save_text(project, Chapter.REACH, " Ook de kerk\n\ndeed mee. ", 0, NOW, actor="test")
    _ledger, document, _words = made(project)

    assert document.chapters[1].blocks[-1].text == "Ook de kerk\n\ndeed mee."
    with pytest.raises(ChangedMeanwhile):
        texts.save_text(project, Chapter.REACH, "Anders.", 0, NOW, actor="test")
    texts.save_text(project, Chapter.REACH, "", 1, NOW, actor="test")
    assert texts.own_texts(project) == {}


@pytest.mark.parametrize(("text", "refusal"), [("a" * 5001, TextTooLong), ("BSN 123456782", HoldsBsn)])
def test_what_an_own_text_may_not_hold(app, text, refusal):
    project = make_project()
    with pytest.raises(refusal):
        texts.save_text(project, Chapter.REACH, text, 0, NOW, actor="test")
    assert texts.own_texts(project) == {}


def test_only_a_report_for_inside_says_that_it_is_not_for_publication(app):
    project = make_project("Veenmeer")
    assert made(project)[1].subtitle == "Veenmeer"
    assert made(project, Purpose.INSIDE)[1].subtitle == "Veenmeer – niet voor publicatie"
    assert reasons(made(project)[0])["project.what.period"] == UNKNOWN
