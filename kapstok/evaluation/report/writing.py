"""Facts, own texts and a pen → the document. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby

from kapstok.errors import N_
from kapstok.evaluation.report.chapters import handover, happened, meetings, method, network, project, reported
from kapstok.evaluation.report.claims import Claim, Ledger, judge
from kapstok.evaluation.report.document import (
    Block,
    Chapter,
    Document,
    Grid,
    Heading,
    OwnText,
    Paragraph,
    Picture,
    Points,
)
from kapstok.evaluation.report.facts import Facts
from kapstok.evaluation.report.pen import Pen
from kapstok.evaluation.report.rules import TITLES, Purpose
from kapstok.evaluation.report.rules import Chapter as Key

PARTS = (project, network, meetings, happened, reported, method, handover)
OWN = N_("Toelichting van de projectleider")
WORDS = {
    "contents": N_("Inhoud"),
    "summary": N_("Samenvatting"),
    "page": N_("Bladzijde"),
    "skip": N_("Ga naar de inhoud"),
    "own": OWN,
}


def ledger_of(facts: Facts) -> Ledger:
    """Every claim that could be made of these facts, judged."""
    return judge(claim for part in PARTS for claim in part.claims(facts))


def document(
    facts: Facts,
    ledger: Ledger,
    own: Mapping[str, str],
    pen: Pen,
    purpose: Purpose,
    made_at: dt.datetime,
    pictures: Mapping[Key, Iterable[Picture]] | None = None,
) -> Document:
    """The whole report. ``own``: what the projectleider wrote, by chapter; it stands apart, and changes no number."""
    _ = pen.translate
    grids: dict[Key, list[Grid]] = {}
    for part in PARTS:
        for key, grid in part.grids(facts, pen):
            grids.setdefault(key, []).append(grid)
    return Document(
        title=_("Eindverslag"),
        subtitle=facts.about.name
        if purpose is Purpose.PUBLICATION
        else _("%(project)s – niet voor publicatie", project=facts.about.name),
        author=facts.about.name,
        language=pen.language,
        made_at=made_at,
        summary=tuple(
            paragraph.text for paragraph in _told([claim for claim in ledger.carried if claim.in_summary], pen)
        ),
        chapters=tuple(
            Chapter(
                key=key,
                title=_(TITLES[key]),
                blocks=(
                    *_told(ledger.of(key), pen),
                    *_shown(key, ledger, pen, purpose),
                    *(pictures or {}).get(key, ()),
                    *grids.get(key, ()),
                    *_own(own.get(key, ""), pen),
                ),
            )
            for key in Key
        ),
        words={name: _(word) for name, word in WORDS.items()},
    )


def _told(claims: list[Claim], pen: Pen) -> list[Paragraph]:
    """A paragraph for all sentences that belong together."""
    return [
        Paragraph(" ".join(claim.text(pen) for claim in together), claim=key)
        for key, together in groupby(claims, key=lambda claim: claim.paragraph)
    ]


def _shown(key: Key, ledger: Ledger, pen: Pen, purpose: Purpose) -> list[Block]:
    """What a chapter holds besides claims and tables; a chapter without anything says so."""
    _ = pen.translate
    if key is Key.METHOD and pen.deviations:
        return [Heading(_("Anders dan het meetplan")), Points(pen.deviations)]
    if key is Key.OMITTED:
        left_out = tuple(
            _("%(wat)s – %(waarom)s", wat=claim.name(pen), waarom=_(reason)) for claim, reason in ledger.left_out
        )
        return [Points(left_out)] if left_out else [Paragraph(_("Alles wat dit verslag kan vertellen, staat erin."))]
    if key is Key.LIMITS and purpose is Purpose.INSIDE:
        inside = _(
            "Dit verslag is voor binnen het project. Het netwerk kan er per persoon in getekend zijn: daarom is het "
            "niet voor publicatie."
        )
        return [Paragraph(inside)]
    if not ledger.of(key):
        return [Paragraph(_("Hierover is nog niets te vertellen. In de bijlage staat waarom."))]
    return []


def _own(text: str, pen: Pen) -> list[Block]:
    return [Heading(pen.translate(OWN)), OwnText(text)] if text else []
