"""The hulpthema's as an HSDS taxonomy, and the answer to addresses that do not exist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, g

from kapstok.directory import hsds, publishing
from kapstok.directory.values import Taxonomy, Term
from kapstok.errors import NotFound
from kapstok.register.rules import match_key
from kapstok.web.api import answers, asking, blueprint
from kapstok.web.api.services import limited


@blueprint.get("/<slug>/taxonomies")
@limited
def taxonomies(slug: str) -> Response:
    asking.enter(slug)
    words, wanted = publishing.taxonomy(g.project), match_key(asking.text("search"))
    found = [words] if wanted in match_key(f"{words.name} {words.description}") else []

    def as_objects(rows: Sequence[Taxonomy]) -> list[dict[str, Any]]:
        return [hsds.taxonomy(row) for row in rows]

    return answers.page(found, asking.paging(), as_objects)


@blueprint.get("/<slug>/taxonomies/<id>")
@limited
def taxonomy(slug: str, id: str) -> Response:
    asking.enter(slug)
    words = publishing.taxonomy(g.project)
    if words.uid != id.lower():
        raise NotFound()
    return answers.one(hsds.taxonomy(words))


@blueprint.get("/<slug>/taxonomy_terms")
@limited
def taxonomy_terms(slug: str) -> Response:
    """Our hulpthema's are one flat list: every term is a top, and none has a parent."""
    asking.enter(slug)
    asking.flag("top_only")
    words, wanted, of = publishing.taxonomy(g.project), match_key(asking.text("search")), asking.text("taxonomy_id")
    found = [row for row in publishing.public_terms(g.project) if wanted in match_key(f"{row.name} {row.synonyms}")]
    if asking.text("parent_id") or (of and of.lower() != words.uid):
        found = []

    def as_objects(rows: Sequence[Term]) -> list[dict[str, Any]]:
        return [hsds.term(words, row) for row in rows]

    return answers.page(found, asking.paging(), as_objects)


@blueprint.get("/<slug>/taxonomy_terms/<id>")
@limited
def taxonomy_term(slug: str, id: str) -> Response:
    asking.enter(slug)
    for row in publishing.public_terms(g.project):
        if row.uid == id.lower():
            return answers.one(hsds.term(publishing.taxonomy(g.project), row))
    raise NotFound()
