"""A participant whose browser is not under test: opens links, fills in the real forms, follows redirects."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlencode, urljoin
from xml.etree.ElementTree import Element

import html5lib

from tests.browsing import entries, text


def open_page(url: str, data: list[tuple[str, str]] | None = None) -> Element:
    """The page at ``url``, after posting ``data`` to it when given."""
    body = None if data is None else urlencode(data).encode()
    with urllib.request.urlopen(url, body, timeout=30) as answer:
        return html5lib.HTMLParser(namespaceHTMLElements=False).parse(answer.read())


def main_form(page: Element, field: str) -> Element:
    """The form that holds ``field``."""
    return next(
        form for form in page.iter("form") if any(part.get("name", "").startswith(field) for part in form.iter())
    )


def send(url: str, form: Element, extra: list[tuple[str, str]]) -> Element:
    return open_page(urljoin(url, form.get("action") or url), entries(form) + extra)


def say_whom_they_know(personal_link: str, strengths: dict[str, int]) -> None:
    """Fill in "Wie kent u?": the given strengths, and "verder ken ik hier niemand" everywhere."""
    url = f"{personal_link}/wie-kent-u?verder=1"
    form = main_form(open_page(url), "kent_")
    said, seen = [], set()
    for question in form.iter("fieldset"):
        name = next((strong for strong in strengths if text(question).startswith(strong)), None)
        radio = next((part for part in question.iter("input") if part.get("name", "").startswith("kent_")), None)
        if name and radio is not None and radio.get("name") not in seen:
            said.append((radio.get("name"), str(strengths[name])))
            seen.add(radio.get("name"))
    assert len(said) == len(strengths), (personal_link, said)
    closed = [("dicht", box.get("value")) for box in form.iter("input") if box.get("name") == "dicht"]
    send(url, form, said + closed)
