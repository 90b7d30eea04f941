"""Six people over more than two years, worked out on paper: the state at four dates and what changed between them.

Rows are who says it, columns of whom; 0–4 is what was said, ? is "weet ik niet", a dot is nothing.

What was said

    1 Jan 2023, a list that was read in (it stands):   f of d: 3

    15 Jan 2024, wave 0          15 Feb 2025, wave 1          15 Feb 2026, wave 2
          a b c d e f                  a b c d e f                  a b c d e f
      a   - 3 2 0 ? .              a   - 2 0 2 . .              a   - 3 2 . 0 .
      b   2 - 0 . . .              b   . - . . 2 0              b   3 - . . . .
      c   2 1 - 2 . 0              c   ? 2 - . . .              c   0 . - . . 2
      d   . . 3 - 0 .              d   2 0 . - 2 .              d   . . . - 3 .
      e   . . . . - .              e   . 2 . 1 - 3              e   . 0 . 3 - .
      f   0 . 2 . 4 -              f   . . . . . -              f   . . . . . -

    10 Jun 2025, after a meeting:                      b of c: 2, f of e: ?
    1 Sep 2025, a list that was withdrawn:             a of e: 4, e of a: 4

The state

    31 Jan 2024                  28 Feb 2025                  30 Jun 2025                  28 Feb 2026
          a b c d e f                  a b c d e f                  a b c d e f                  a b c d e f
      a   - 3 2 0 . .              a   - 2 0 2 . .              a   - 2 0 2 . .              a   - 3 2 2 0 .
      b   2 - 0 . . .              b   2 - 0 . 2 0              b   2 - 2 . 2 0              b   3 - 2 . 2 0
      c   2 1 - 2 . 0              c   . 2 - 2 . 0              c   . 2 - 2 . 0              c   0 2 - . . 2
      d   . . 3 - 0 .              d   2 0 3 - 2 .              d   2 0 3 - 2 .              d   2 0 . - 3 .
      e   . . . . - .              e   . 2 . 1 - 3              e   . 2 . 1 - 3              e   . 0 . 3 - 3
      f   0 . 2 3 4 -              f   0 . 2 . 4 -              f   0 . 2 . . -              f   . . . . . -

f of d is over 24 months old from January 2025 on; all of wave 0 is in February 2026. c's "?" of a, and f's of e, are
last words: the pair is not known any more. The withdrawn list counts nowhere.

From 31 Jan 2024 to 28 Feb 2026, lines from 2

- Directed. Known both times: ab ac ad ba bc ca cb cf de, 9 of 30. Kept ab ac ba; formed ad bc cb cf de; lost ca.
- Confirmed. Then 1: ab ac cd, 0: ad af bc cf de (df and ef: the one who was heard says yes, so not known). Now 1: ab ad
  bc de, 0: ac ae bd be bf. Known both times: ab ac ad bc de, 5 of 15. Kept ab; formed ad bc de; lost ac.
- Any side. Then 1: ab ac cd cf df ef, 0: bc. Now 1: ab ac ad bc be cf de ef, 0: none. Known both times: ab ac bc cf ef.
  Kept ab ac cf ef; formed bc.

With lines from 3, directed, the same 9 pairs: kept ab; formed ba de. From 28 Feb to 30 Jun 2025, directed: all 20 pairs
that were known but f of e; kept ab ad ba be cb cd da dc de eb ef fc; formed bc.
"""

import datetime as dt

import numpy as np
import pytest

from kapstok.extensions import db
from kapstok.network.graph import NA, fresh_since
from kapstok.network.ledger import between, last_words, who_differs
from kapstok.ties.models import Tie, TieImport, Wave
from kapstok.ties.moments import UNSAID, answers_in, first_said, said_between, saves_in
from kapstok.ties.rules import Source
from tests.factories import make_person, make_project, make_user

NOON = dt.time(12, tzinfo=dt.UTC)
LETTERS = "abcdef"
WAVES = {
    dt.date(2024, 1, 15): ("-320?.", "2-0...", "21-2.0", "..3-0.", "....-.", "0.2.4-"),
    dt.date(2025, 2, 15): ("-202..", ".-..20", "?2-...", "20.-2.", ".2.1-3", ".....-"),
    dt.date(2026, 2, 15): ("-32.0.", "3-....", "0.-..2", "...-3.", ".0.3-.", ".....-"),
}
STATES = {
    dt.date(2024, 1, 31): ("-320..", "2-0...", "21-2.0", "..3-0.", "....-.", "0.234-"),
    dt.date(2025, 2, 28): ("-202..", "2-0.20", ".2-2.0", "203-2.", ".2.1-3", "0.2.4-"),
    dt.date(2025, 6, 30): ("-202..", "2-2.20", ".2-2.0", "203-2.", ".2.1-3", "0.2..-"),
    dt.date(2026, 2, 28): ("-3220.", "3-2.20", "02-..2", "20.-3.", ".0.3-3", ".....-"),
}
EVERY = tuple(Source)

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no SQL here that differs


@pytest.fixture
def six(app):
    """The project of the story, and the ids of its people."""
    project = make_project()
    ids = [make_person(project).id for _ in LETTERS]
    here = {"project_id": project.id}

    def add(pair: str, strength: int | None, date: dt.date, source: Source, **more) -> None:
        respondent, named = (ids[LETTERS.index(letter)] for letter in pair)
        stated_at = dt.datetime.combine(date, NOON)
        row = {"respondent_id": respondent, "named_id": named, "strength": strength, "source": source}
        db.session.add(Tie(**here, **row, stated_at=stated_at, **more))

    def read_in(date: dt.date, **more) -> int:
        at = dt.datetime.combine(date, NOON)
        found = TieImport(**here, file_name="lijst.csv", said_on=date, made_at=at, statements=1, **more)
        db.session.add(found)
        db.session.flush()
        return found.id

    def withdrawn(date: dt.date) -> int:
        return read_in(date, withdrawn_at=dt.datetime.combine(date, NOON))

    old, gone = dt.date(2023, 1, 1), dt.date(2025, 9, 1)
    for number, (date, rows) in reversed(list(enumerate(WAVES.items()))):  # what came first is not kept first
        at = dt.datetime.combine(date, NOON)
        wave = Wave(**here, number=number, name=f"T{number}", opened_at=at, closed_at=at)
        db.session.add(wave)
        db.session.flush()
        for one, row in zip(LETTERS, rows, strict=True):
            for other, cell in zip(LETTERS, row, strict=True):
                if cell not in "-.":
                    add(one + other, None if cell == "?" else int(cell), date, Source.WAVE, wave_id=wave.id)
    add("fd", 3, old, Source.IMPORT, import_id=read_in(old))
    add("bc", 2, dt.date(2025, 6, 10), Source.PULSE)
    add("fe", None, dt.date(2025, 6, 10), Source.PULSE)
    lost = withdrawn(gone)
    add("ae", 4, gone, Source.IMPORT, import_id=lost)
    add("ea", 4, gone, Source.IMPORT, import_id=lost)
    db.session.flush()
    return project, ids


def words(six, date: dt.date, sources=EVERY):
    project, ids = six
    moment = dt.datetime.combine(date, NOON)
    return last_words(said_between(project, fresh_since(moment), moment, sources), np.array(ids))


def drawn(found) -> tuple[str, ...]:
    cells = np.full((6, 6), ".")
    np.fill_diagonal(cells, "-")
    cells[found.respondent, found.named] = ["." if said == NA else str(said) for said in found.strength.tolist()]
    return tuple("".join(row) for row in cells)


def changed(six, first: dt.date, second: dt.date, threshold: int, mode) -> dict[str, str]:
    """Each line's fate as letters in one string, and how many dyads are not known."""
    fates = between(words(six, first), words(six, second), threshold, mode)
    pairs = np.array([LETTERS[a] + LETTERS[b] for a, b in zip(fates.a, fates.b, strict=True)])
    found = {"kept": fates.kept, "formed": fates.formed, "lost": fates.lost}
    return {name: " ".join(pairs[cells]) for name, cells in found.items()} | {"unknown": fates.unknown}


def test_the_state_at_four_dates(six):
    assert {date: drawn(words(six, date)) for date in STATES} == STATES


def test_the_change_between_two_dates(six):
    then, early, late, now = STATES
    assert changed(six, then, now, 2, "directed") == {
        "kept": "ab ac ba",
        "formed": "ad bc cb cf de",
        "lost": "ca",
        "unknown": 21,
    }
    assert changed(six, then, now, 2, "confirmed") == {
        "kept": "ab",
        "formed": "ad bc de",
        "lost": "ac",
        "unknown": 10,
    }
    assert changed(six, then, now, 2, "any") == {"kept": "ab ac cf ef", "formed": "bc", "lost": "", "unknown": 10}
    assert changed(six, then, now, 3, "directed") == {"kept": "ab", "formed": "ba de", "lost": "", "unknown": 21}
    assert changed(six, early, late, 2, "directed") == {
        "kept": "ab ad ba be cb cd da dc de eb ef fc",
        "formed": "bc",
        "lost": "",
        "unknown": 11,
    }


def test_sources_are_chosen(six):
    found = words(six, dt.date(2025, 6, 30), (Source.WAVE,))
    assert drawn(found) == STATES[dt.date(2025, 2, 28)]  # without the pulse, and without the list that was read in
    assert drawn(words(six, dt.date(2024, 1, 31), (Source.IMPORT,)))[5] == "...3.-"


def test_whose_words_differ_and_since_when_there_are_any(six):
    """From February to June 2025 b speaks of c, and f takes back what was said of e; the withdrawn list is nobody's."""
    project, _ids = six
    _then, early, late, _now = STATES
    differ = who_differs(words(six, early), words(six, late))
    assert [LETTERS[one] for one in differ] == ["b", "f"]
    assert len(who_differs(words(six, late), words(six, dt.date(2025, 9, 30)))) == 0
    assert first_said(project, EVERY) == dt.datetime(2023, 1, 1, 12, tzinfo=dt.UTC)
    assert first_said(project, (Source.WAVE,)) == dt.datetime(2024, 1, 15, 12, tzinfo=dt.UTC)
    assert first_said(project, (Source.SEATED,)) is None


def test_how_a_measurement_was_filled_in(six):
    """Saves hold single answers on a screen only; the rows of all answers tell where each came from."""
    project, (a, b, c, d, *_others) = six
    at = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    wave = Wave(project_id=project.id, number=3, name="T3", opened_at=at)
    user = make_user(project)
    db.session.add(wave)
    db.session.flush()
    rows = [
        (a, b, 2, 0, {}),
        (a, c, None, 0, {}),
        (a, b, 3, 7, {}),
        (a, d, 0, 7, {"by_block": True}),
        (b, a, 4, 8, {"carried": True}),
        (c, a, 1, 9, {"entered_by_id": user.id}),
    ]
    for respondent, named, strength, second, more in rows:
        said = {"respondent_id": respondent, "named_id": named, "strength": strength, "source": Source.WAVE}
        moment = at + dt.timedelta(seconds=second)
        db.session.add(Tie(project_id=project.id, wave_id=wave.id, stated_at=moment, **said, **more))
    db.session.flush()
    assert [tuple(row) for row in saves_in(wave)] == [(a, at, 2), (a, at + dt.timedelta(seconds=7), 1)]
    assert [tuple(row) for row in answers_in(wave)] == [
        (a, b, 2, False, False, False),
        (a, c, UNSAID, False, False, False),
        (a, b, 3, False, False, False),
        (a, d, 0, True, False, False),
        (b, a, 4, False, True, False),
        (c, a, 1, False, False, True),
    ]
