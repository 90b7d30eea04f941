"""Templates are sound: they compile, and hold nothing that the Content-Security-Policy refuses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OUR_FILES = [path for path in (ROOT / "static").rglob("*") if path.suffix in (".js", ".css")]

REFUSED = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.I),
    "an inline style": re.compile(r"\sstyle=|<style", re.I),
    "an inline handler": re.compile(r"\son[a-z]+=\"", re.I),
    "another site's file": re.compile(r"(src|href)=\"(https?:)?//", re.I),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_compiles_and_obeys_the_policy(app, path):
    source = path.read_text()
    app.jinja_env.get_template(str(path.relative_to(ROOT / "templates")))
    assert {what for what, pattern in REFUSED.items() if pattern.search(source)} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_post_form_carries_a_token(path):
    source = path.read_text()
    for form in re.findall(r"<form\b.*?</form>", source, re.S | re.I):
        if re.search(r"method=\"post\"", form, re.I):
            assert "token(" in form


def test_every_template_is_used():
    everything = [*ROOT.glob("kapstok/**/*.py"), *TEMPLATES]
    words = "\n".join(path.read_text() for path in everything)
    names = [path.relative_to(ROOT / "templates") for path in TEMPLATES]
    # A page of a family is named by its file alone; the error pages by their number.
    unused = [str(name) for name in names if f'"{name}"' not in words and f'"{name.name}"' not in words]
    assert [name for name in unused if not name.startswith("errors/")] == []


def test_our_own_files_fetch_nothing_from_elsewhere():
    for path in OUR_FILES:
        found = re.findall(r"https?://(?!www\.w3\.org)[^\s\"')]+", path.read_text())
        assert found == [], path
