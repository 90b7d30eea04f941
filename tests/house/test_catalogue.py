"""The English catalogue is complete: every Dutch sentence has its translation, with the same places to fill in."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "kapstok" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "translate": None, "N_": None}
PLACES = re.compile(r"%\((\w+)\)s")


def source_sentences() -> set[str]:
    """Every msgid in the code and the templates (the singular, where there are two)."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=lambda path: "/." not in path)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_is_translated():
    known = {
        message.id[0] if isinstance(message.id, tuple) else message.id
        for message in catalogue()
        if message.id and message.string and not message.fuzzy and all([*message.string])
    }
    assert sorted(source_sentences() - known - {""}) == []


def test_the_catalogue_holds_nothing_that_is_gone():
    ids = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue() if message.id}
    assert sorted(ids - source_sentences()) == []


def test_a_translation_fills_in_the_same_places():
    for message in catalogue():
        if not message.id:
            continue
        dutch = message.id if isinstance(message.id, tuple) else (message.id,)
        english = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = {place for text in dutch for place in PLACES.findall(text)}
        for text in english:
            assert set(PLACES.findall(text)) <= allowed, message.id
        assert allowed <= {place for text in english for place in PLACES.findall(text)}, message.id
