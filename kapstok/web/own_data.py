"""Inzage as people read it: what is kept about somebody, in words. Page, PDF and file are made of the same thing."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from kapstok import clock, pdf
from kapstok.mail import reading
from kapstok.privacy import inzage
from kapstok.privacy.holdings import Subject
from kapstok.privacy.inzage import Fact, Kept, Section
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.web import filters, history_words
from kapstok.web.own_words import CAPTIONS, WORDS

# Tables of what people say, which nobody else may read by name.
ANSWERS = ("tie", "survey_answer", "roster_suggestion", "introduction")
# Columns that a projectleider does not read: the personal links in a mail; the answers that a merge laid aside.
NOT_FOR_OTHERS = ("mime", "moved")


@dataclass(frozen=True)
class Block:
    """What one table keeps: a caption with rows of words under columns, or only a sentence.

    ``data`` holds, row by row, what a file tells where words are not enough: a photo, or one that was laid aside.
    """

    table: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    data: tuple[dict[str, str], ...] = ()
    sentence: str = ""

    def said(self, row: tuple[str, ...]) -> list[tuple[str, str]]:
        """What one row says: labels with their words, without what is empty."""
        return [(title, words) for title, words in zip(self.columns, row, strict=True) if words]


@dataclass(frozen=True)
class Part:
    """One heading with all that is kept under it; without blocks nothing is."""

    title: str
    blocks: tuple[Block, ...]


def parts(person: Person, *, by_others: bool = False) -> list[Part]:
    """Everything that is kept about one person, in the reader's language.

    ``by_others``: a projectleider reads along, who must not see answers of people, nor the personal links in mails.
    """
    return [_part(section, by_others) for section in inzage.tell(person)]


def as_data(project: Project, person: Person, told: list[Part], now: dt.datetime) -> dict[str, Any]:
    """The same for a file. Its own keys are Dutch in every language, so that a program can count on them."""
    return {
        "gegevens van": person.name,
        "project": project.name,
        "gemaakt op": clock.local(now).isoformat(timespec="minutes"),
        "onderdelen": [
            {"titel": part.title, "blokken": [_block_data(block) for block in part.blocks]} for part in told
        ],
    }


def for_paper(project: Project, person: Person, told: list[Part], now: dt.datetime) -> dict[str, Any]:
    """The same for ``templates/pdf/own_data.typ``."""
    return {
        "title": _("Alles wat wij van u bewaren"),
        "author": project.name,
        "language": str(get_locale()),
        "name": person.name,
        "intro": intro(project, now),
        "nothing": _("Niets."),
        "parts": [
            {
                "title": part.title,
                "blocks": [
                    {
                        "caption": block.caption,
                        "sentence": block.sentence,
                        "rows": [[list(cell) for cell in block.said(row)] for row in block.rows],
                    }
                    for block in part.blocks
                ],
            }
            for part in told
        ],
    }


def download(project: Project, person: Person, kind: str, now: dt.datetime, *, by_others: bool = False) -> Response:
    """A file to take away: ``json`` or ``pdf``. ``by_others``: see ``parts``."""
    told = parts(person, by_others=by_others)
    if kind == "pdf":
        content, mimetype = pdf.typeset("own_data", for_paper(project, person, told, now)), pdf.MIMETYPE
    else:
        content = json.dumps(as_data(project, person, told, now), ensure_ascii=False, indent=1).encode()
        mimetype = "application/json"
    disposition = f'attachment; filename="gegevens-{clock.local_date(now)}.{kind}"'
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})


def intro(project: Project, now: dt.datetime) -> str:
    """What this is, in one sentence."""
    return _("Dit bewaart het project “%(project)s” op %(when)s.", project=project.name, when=filters.moment(now))


def _part(section: Section, by_others: bool) -> Part:
    title = _(section.subject.value)
    if by_others and section.subject is Subject.CASES:  # not even whether there is any
        sentence = _("Casuskaarten ziet alleen wie erop staat. Deze persoon ziet ze op de eigen pagina.")
        return Part(title, (Block("case_member", "", (), (), sentence=sentence),))
    blocks = (_block(kept, by_others) for kept in section.kept if kept.count)
    return Part(title, tuple(blocks))


def _block(kept: Kept, by_others: bool) -> Block:
    if kept.counted:
        return Block(kept.table, "", (), (), sentence=_counted(kept))
    if by_others and kept.table in ANSWERS:
        return Block(kept.table, "", (), (), sentence=_answered(kept))
    rows = [[fact for fact in row if not (by_others and fact.column in NOT_FOR_OTHERS)] for row in kept.rows]
    in_words = [{_(fact.title): _words(fact) for fact in row} for row in rows]
    columns = tuple(dict.fromkeys(title for row in in_words for title, words in row.items() if words))
    return Block(
        kept.table,
        str(CAPTIONS[kept.table, kept.key]),
        columns,
        tuple(tuple(row.get(title, "") for title in columns) for row in in_words),
        tuple({_(fact.title): _in_full(fact) for fact in row if fact.column in ("jpeg", "moved")} for row in rows),
    )


def _block_data(block: Block) -> dict[str, Any]:
    rows = [dict(block.said(row)) | data for row, data in zip(block.rows, block.data, strict=False)]
    return {"wat": block.caption or block.sentence, "rijen": rows}


def _words(fact: Fact) -> str:
    value = fact.value
    known = WORDS.get((fact.table, fact.column)) or history_words.VALUES.get((fact.table, fact.column), {})
    if fact.column == "mime":
        return _mail(value)
    if fact.column == "jpeg":
        return _photo(value)
    if fact.column == "moved":
        return _structure(_without_photos(value), known)
    if fact.column == "field":
        return str(history_words.LABELS.get(("person", value)) or history_words.NOTED.get(value, value)) or _(
            "ingeschreven"
        )
    if fact.column == "month":
        return filters.month(value)
    if isinstance(value, list | dict):
        return _structure(value, known)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, dt.datetime):
        return _("%(day)s, %(time)s uur", day=filters.day_short(value), time=filters.clock_time(value))
    if isinstance(value, dt.date):
        return filters.day_short(value)
    return "" if value is None else str(known.get(value, value))


def _structure(value: Any, known: dict) -> str:
    """What JSON holds, on one line: "naam: Anna; mail: …"."""
    if isinstance(value, dict):
        return "; ".join(
            f"{key}: {_structure(part, known)}" for key, part in value.items() if part not in (None, "", [])
        )
    if isinstance(value, list):
        return ", ".join(_structure(part, known) for part in value)
    return str(known.get(value, value))


def _mail(mime: bytes | None) -> str:
    """The text of a mail; of old mail only who got it and when is kept."""
    if mime is None:
        return _("de tekst is niet meer bewaard")
    try:
        return reading.read(mime).text
    except (TypeError, ValueError):  # no mail of ours
        return mime.decode(errors="replace")


def _photo(jpeg: bytes) -> str:
    return _("een foto van %(size)s kB", size=filters.number(len(jpeg) / 1000, 1))


def _without_photos(moved: Any) -> Any:
    """What a merge moved, with photos that it laid aside in words: as base64 they would fill pages."""
    if isinstance(moved, dict):
        return {
            key: _photo(base64.b64decode(part)) if key == "jpeg" else _without_photos(part)
            for key, part in moved.items()
        }
    return [_without_photos(part) for part in moved] if isinstance(moved, list) else moved


def _in_full(fact: Fact) -> str:
    """What a file tells of a photo, and of a merge that may have laid one aside."""
    return _structure(fact.value, {}) if fact.column == "moved" else base64.b64encode(fact.value).decode()


def _answered(kept: Kept) -> str:
    return ngettext(
        "Eén antwoord. U ziet het hier niet: het is van wie het gaf.",
        "%(num)d antwoorden. U ziet ze hier niet: ze zijn van wie ze gaf.",
        kept.count,
    )


def _counted(kept: Kept) -> str:
    match kept.table, kept.key:
        case "tie", _key:
            return ngettext(
                "Eén keer zei iemand anders hoe goed die u kent. Wie dat was en wat die zei, laten wij niet zien: dat "
                "antwoord is van een ander.",
                "%(num)d keer zeiden anderen hoe goed zij u kennen. Wie dat waren en wat zij zeiden, laten wij niet "
                "zien: die antwoorden zijn van een ander.",
                kept.count,
            )
        case "person", "successor_id":
            return ngettext(
                "Van één vertrokken deelnemer staat u als opvolger genoteerd.",
                "Van %(num)d vertrokken deelnemers staat u als opvolger genoteerd.",
                kept.count,
            )
        case "person", _key:
            return ngettext(
                "U stond er dubbel in. Eén inschrijving is bij deze gevoegd; die staat ook op deze bladzijde.",
                "U stond er vaker in. %(num)d inschrijvingen zijn bij deze gevoegd; die staan ook op deze bladzijde.",
                kept.count,
            )
        case _:
            return ngettext(
                "Eén keer is gekeken of u iemand anders bent die op u lijkt. Dat is niet zo.",
                "%(num)d keer is gekeken of u iemand anders bent die op u lijkt. Dat is niet zo.",
                kept.count,
            )
