"""A visitor without a browser: fetches pages, checks each one's HTML as it goes, fills in real forms."""

from __future__ import annotations

from collections import Counter
from contextvars import Context
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.datastructures import MultiDict

from kapstok.accounts.models import User
from kapstok.extensions import db
from tests.factories import PASSWORD


class Page:
    """One fetched page; made only when its HTML is sound."""

    def __init__(self, visitor: Visitor, url: str, response):
        self.visitor, self.url, self.response = visitor, url, response
        self.status = response.status_code
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.tree: Element = parser.parse(response.get_data(as_text=True))
        self.check()

    def check(self) -> None:
        """What every page must have: a title, one h1, unique ids, a label for each field, a token in each form."""
        assert self.one("head/title").text.strip(), self.url
        assert len(self.all("h1")) == 1, (self.url, [text(h1) for h1 in self.all("h1")])
        ids = Counter(element.get("id") for element in self.tree.iter() if element.get("id"))
        assert [name for name, times in ids.items() if times > 1] == [], self.url
        assert [element.tag for element in self.tree.iter() if element.get("style")] == [], self.url
        labelled = {label.get("for") for label in self.all("label")}
        for field in [*self.all("input"), *self.all("select"), *self.all("textarea")]:
            named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
            assert field.get("type") in ("hidden", "submit") or named, (self.url, field.attrib)
        for link in self.all("a"):
            assert link.get("href") not in (None, "", "#"), (self.url, text(link))
        for form in self.all("form"):
            names = {field.get("name") for field in form.iter("input")}
            if form.get("method", "get").lower() == "post":
                assert names & {"csrf_token", "form_token"}, (self.url, form.attrib)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element with this tag and these attributes (``class_`` asks for one of its classes)."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.tree.iter(tag)
            if all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
            and (wanted is None or wanted in (element.get("class") or "").split())
        ]

    def one(self, path: str) -> Element:
        found = self.tree.find(path)
        assert found is not None, (self.url, path)
        return found

    @property
    def h1(self) -> str:
        return text(self.all("h1")[0])

    @property
    def text(self) -> str:
        """What a reader sees of the main part."""
        return text((self.all("main") or [self.tree])[0])

    def link(self, words: str) -> str:
        """The address of the link with these words."""
        found = {a.get("href") for a in self.all("a") if text(a) == words}
        assert len(found) == 1, (self.url, words, found)
        return found.pop()

    def follow(self, words: str) -> Page:
        return self.visitor.get(self.link(words))

    def form(self, action: str | None = None) -> Element:
        """The form in the main part (the one that posts to ``action``)."""
        forms = [form for form in self.all("main")[0].iter("form") if action in (None, form.get("action"))]
        assert len(forms) == 1, (self.url, action, [form.get("action") for form in forms])
        return forms[0]

    def submit(
        self, action: str | None = None, button: tuple[str, str] | None = None, status: int = 200, **fields
    ) -> Page:
        """Send a form as a browser would: what stands in it, with ``fields`` filled in over it; follows redirects."""
        form = self.form(action)
        data = MultiDict(entries(form))
        for name, value in fields.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        if button:
            data.add(*button)
        send = self.visitor.post if form.get("method", "get").lower() == "post" else self.visitor.get_with
        return send(form.get("action") or self.url, data, status=status)


class Visitor:
    """One person with a browser. The open test transaction is committed before each request."""

    def __init__(self, app: Flask):
        self.client = app.test_client()

    def __reduce__(self):
        """What was met on a walk is kept for other workers, with who met it: an app, and its cookie."""
        cookie = self.client.get_cookie("kapstok")
        return _come_back, (self.client.application, cookie and cookie.value)

    def log_in(self, user: User) -> Visitor:
        page = self.get("/inloggen")
        page.submit("/inloggen", email=user.email, password=PASSWORD)
        return self

    def get(self, url: str, status: int = 200, **options) -> Page:
        return self._page(url, self.fetch(url, **options), status)

    def get_with(self, url: str, data: MultiDict, status: int = 200) -> Page:
        return self._page(url, self.request("GET", url, query_string=data, follow_redirects=True), status)

    def post(self, url: str, data, status: int = 200) -> Page:
        return self._page(url, self.request("POST", url, data=data, follow_redirects=True), status)

    def fetch(self, url: str, **options):
        """The bare response, for what is no page (a download)."""
        return self.request("GET", url, **({"follow_redirects": True} | options))

    def request(self, method: str, url: str, **options):
        """The bare response to any request; redirects are not followed unless asked."""
        db.session.commit()
        # An empty context: the request makes an app context and a session of its own, as it would on a server.
        return Context().run(self.client.open, url, method=method, **options)

    def _page(self, url: str, response, status: int) -> Page:
        assert response.status_code == status, (url, response.status_code, response.get_data(as_text=True)[:3000])
        return Page(self, response.request.path, response)


def _come_back(app: Flask, cookie: str | None) -> Visitor:
    visitor = Visitor(app)
    if cookie:
        visitor.client.set_cookie("kapstok", cookie)
    return visitor


def text(element: Element) -> str:
    """All words inside an element, spaces folded."""
    return " ".join("".join(element.itertext()).split())


def entries(form: Element) -> list[tuple[str, str]]:
    """The fields of a form as a browser would send them untouched."""
    found: list[tuple[str, str]] = []
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "input" and kind in ("checkbox", "radio"):
            if field.get("checked") is not None:
                found.append((name, field.get("value", "on")))
        elif field.tag == "input" and kind not in ("submit", "button", "file"):
            found.append((name, field.get("value", "")))
        elif field.tag == "textarea":
            found.append((name, "".join(field.itertext())))
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None]
            if not chosen and options and field.get("multiple") is None:
                chosen = options[:1]
            found += [(name, option.get("value", text(option))) for option in chosen]
    return found
