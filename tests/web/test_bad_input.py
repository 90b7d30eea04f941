"""Hostile input: each field of each form, on both databases, with what no honest person types.

No answer is our fault (5xx), none takes long, none gives back what was sent as a part of the page itself, and nothing
of another project is reached.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from kapstok import clock
from kapstok.extensions import db
from kapstok.referrals.rules import OUTCOMES
from tests.browsing import Visitor
from tests.content import content, crossings
from tests.filled import Filled, fill_project
from tests.once import once
from tests.walked import Walked, walked
from tests.walking import Form

SCRIPT = "\"'><script>kanarie()</script>{{ 7*7 }}"
NOISE = "kat\x00\x1b\x7f\u2028\u202e\ufffe\udc80\ud800%s%(naam)s" + SCRIPT
LONG = "a" * 1_000_000  # in one field of each form; in the others a fiftieth of it
TEXTS = [NOISE, LONG]
NUMBERS = ["", "-1", "nan", "9" * 5000, str(2**63)]
MOMENTS = ["10000-01-01", "0000-00-00", "9999-12-31", "24:00"]
OF_KIND = {"token": [NOISE], "date": MOMENTS, "time": MOMENTS, "hidden": [*NUMBERS, NOISE, "10000-01"]}
OF_KIND |= dict.fromkeys(("text", "email", "tel", "url", "textarea", "password", "search"), TEXTS)
IN_ADDRESSES = [NOISE, "9" * 4301, str(2**63)]
PATIENCE = 5.0  # seconds
PARTS = 6  # tests that share the forms, so that workers can share the tests
ROWS = r"kent|niemand|item_[wm]\d+|tafel|tables|value|whole|held|items|lines|days|dates|datum"
PER_ROW = re.compile(rf"({ROWS})[_-](\d+)(-\w+)?")
TOKENS = ("csrf_token", "form_token")
NEVER_ACCEPTED = {"projectleider.new_import_post", "account.login_post"}
NEVER_ACCEPTED |= {"projectleider.new_wave_post", "projectleider.tick_roster_post"}  # another measurement is open
NEVER_ACCEPTED |= {"projectleider.receive_package", "deelnemer.own_photo_post"}  # files, like a list
NEVER_ACCEPTED |= {"projectleider.line_imports_post", "projectleider.tally_imports_post"}
NEVER_ACCEPTED |= {"projectleider.fill_situations"}  # only where nothing was chosen yet
NEVER_ACCEPTED |= {"projectleider.drop_replies"}  # a file, too
NEVER_ACCEPTED |= {"projectleider.forget_people_post"}  # wants the name of the project, typed
NEVER_ACCEPTED |= {"projectleider.mend_seating"}  # only once the guest list has changed
NEVER_ACCEPTED |= {"projectleider.accept_seating"}  # only once the worker has found better seats
NEVER_ACCEPTED |= {"projectleider.swap_guests"}  # a wish stands in the way of every exchange
NEVER_ACCEPTED |= {"evaluator.change_post"}  # asked only where more than 300 people are compared
NEVER_ACCEPTED |= {"projectleider.draw_lottery"}  # wants twenty guests

TOMORROW = f"{clock.local_date(clock.now()) + dt.timedelta(days=1)}"
LATER, EVEN_LATER = (f"{clock.local_date(clock.now()) + dt.timedelta(days=days)}" for days in (30, 31))
HONEST = {
    "name": "Jet Vos",
    "email": "jet@example.org",
    "organisation": "De Brink",
    "bekend-other": "Deelnemer 03",
    "guest": "Deelnemer 03",
    "one": "Deelnemer 03",
    "other": "Deelnemer 07",
    "title": "Verwijzen",
    "date": TOMORROW,
    "start": "14:00",
    "end": "16:00",
    "online_url": "https://example.org/",
    "website": "https://example.org/",
    "url": "https://example.org/",
    "last_day": TOMORROW,
    "starts_on": TOMORROW,
    "ends_on": TOMORROW,
    "days-0-date": TOMORROW,
    "answer_by": TOMORROW,
    "dates-0-date": LATER,
    "dates-0-start": "14.00",
    "dates-0-end": "16.00",
    "dates-1-date": EVEN_LATER,
    "capacity": "30",
    "count": "3",
    "text": "Ik weet de weg.",
    "why": "Zo is het eerlijker.",
    "definition": "Mantelzorgers met wie u sprak.",
    "denominator_name": "Mantelzorgers die u kent",
    "password": "vier hele losse woorden",
}


class Attack:
    """Sends forms of a filled project, each time to the same database; ``faults`` is what went wrong."""

    def __init__(self, holder):
        self.holder, self.faults = holder, []
        found, theirs = once(holder.app, "walked beside another", lambda: walked_beside_another(holder.app))
        self.forms, self.questions, self.one_page_of_each = found.forms, found.questions, found.visitors
        self.theirs, self.foreign = theirs.project.id, ids_of(theirs)
        self.before = content(self.theirs)
        db.session.remove()

    def undo(self) -> None:
        self.holder.put_back("walked beside another")

    def send(self, form: Form, fields: MultiDict, *, undo: bool = True, again: bool = True) -> bool:
        """Judge one request, and undo what it did; whether it was accepted.

        What took long is sent ``again``: the machine may have been busy with something else.
        """
        started, cookie = time.monotonic(), form.visitor.client.get_cookie("kapstok")
        body = urlencode([*fields.items(multi=True)], errors="surrogatepass")
        kind = "application/x-www-form-urlencoded"
        answer = form.visitor.request("POST", form.action, data=body, content_type=kind)
        accepted = answer.status_code < 400  # 200 is the last page of somebody who is gone: no link leads on from it
        if answer.status_code == 302:
            answer = form.visitor.request("GET", answer.headers["Location"])
        took = time.monotonic() - started
        fault = self._fault(answer, took)
        if accepted and undo:
            if not fault and not {value for _name, value in fields.items(multi=True)}.isdisjoint(self.foreign):
                fault = self._reached(form)
            self.undo()
        if cookie:  # it may have been a log-out
            form.visitor.client.set_cookie("kapstok", cookie.value)
        if again and fault == _slow(took):
            return self.send(form, fields, undo=undo, again=False)
        if fault:
            sent = [(name[:40], value[:40]) for name, value in fields.items(multi=True)]
            self.faults.append((form.endpoint, fault, sent))
        return accepted

    def ask(self, visitor: Visitor, address: str, questions: dict[str, str], *, again: bool = True) -> None:
        """Judge one look at a page with everything asked of it that pages can be asked."""
        started = time.monotonic()
        answer = visitor.request("GET", f"{urlsplit(address).path}?{urlencode(questions, errors='surrogatepass')}")
        took = time.monotonic() - started
        fault = self._fault(answer, took)
        if again and fault == _slow(took):
            self.ask(visitor, address, questions, again=False)
        elif fault:
            self.faults.append((address, fault, {name: value[:40] for name, value in questions.items()}))

    def _fault(self, answer, took: float) -> str | None:
        if answer.status_code >= 500:
            return f"{answer.status_code}"
        if took > PATIENCE:
            return _slow(took)
        return "reflected" if SCRIPT in answer.get_data(as_text=True) else None

    def _reached(self, form: Form) -> str | None:
        """Whether something of the other project changed, or is now referred to. (The beheerder may.)"""
        if form.endpoint.startswith("beheer."):
            return None
        if content(self.theirs) != self.before:
            return "another project changed"
        return ", ".join(crossings()) or None


def walked_beside_another(app: Flask) -> tuple[Walked, Filled]:
    return walked(app), fill_project("Elders")


def _slow(took: float) -> str:
    return f"{took:.1f} s"


def honest(form: Form) -> MultiDict:
    """The form as somebody means it: blanks filled in."""
    blanks = {name: HONEST[name] for name in form.fields if name in HONEST and not form.fields[name]}
    blanks |= {name: "2" for name in form.fields if name.startswith("kent_") and not form.fields[name]}
    return changed(form.fields, {name: [value] for name, value in blanks.items()})


def with_one_wrong(form: Form, wrong: Callable[[str], list[str]]) -> Iterator[MultiDict]:
    """The honest form with each of its fields replaced by what is ``wrong`` for its kind."""
    fields, megabytes = honest(form), 0
    for name in one_of_each(fields):
        for value in wrong("token" if name in TOKENS else form.kinds[name]):
            megabytes += value is LONG
            yield changed(fields, {name: [LONG[:20_000] if value is LONG and megabytes > 1 else value]})


def with_another_shape(form: Form) -> Iterator[MultiDict]:
    """The honest form with each of its fields left out, or sent as a list; and with a field that nobody made."""
    fields = honest(form)
    yield changed(fields, {"nergens": [SCRIPT]})
    for name in one_of_each(fields):
        yield changed(fields, {name: []})
        yield changed(fields, {name: [fields[name], SCRIPT], f"{name}[]": ["1"]})


def with_another_row(form: Form, numbers: list[str]) -> Iterator[MultiDict]:
    """The honest form in which a field about one row is about another."""
    fields = honest(form)
    for name in one_of_each(fields):
        if row := PER_ROW.fullmatch(name):
            for number in numbers:
                yield changed(fields, {name: [], name.replace(row[2], number): ["1"]})


def one_of_each(fields: MultiDict) -> list[str]:
    """The names of the fields; of those that are about one row each, the first."""
    kinds = {_sort(name): name for name in reversed([*fields])}
    return list(kinds.values())


def _sort(name: str) -> str:
    """What fields of different rows have in common. Each outcome of what arrived is read in the same way."""
    if name.startswith(("sent_", "recv_", "ind_")):
        return re.sub("[0-9]+", "", re.sub(f"_({'|'.join(OUTCOMES)})_", "_ended_", name))
    return PER_ROW.sub(r"\1\3", name)


def changed(fields: MultiDict, others: dict[str, list[str]]) -> MultiDict:
    made = MultiDict(fields)
    for name, values in others.items():
        made.setlist(name, values)
    return made


def ids_of(filled: Filled) -> list[str]:
    """A person, an organisation, a sector, and what an organisation offers, as forms name them."""
    organisation = filled.organisations[1]
    ids = (filled.guest.id, organisation.id, organisation.sector_id)
    return [*map(str, ids), f"{organisation.id}.{organisation.services[0].id}"]


@contextmanager
def attack_on(holder) -> Iterator[Attack]:
    holder.empty()
    with holder.app.app_context():
        yield Attack(holder)
        db.session.remove()


@pytest.fixture(scope="module")
def on_sqlite(sqlite_app):
    with attack_on(sqlite_app) as attack:
        yield attack


@pytest.fixture(scope="module")
def on_postgresql(postgres_app):
    with attack_on(postgres_app) as attack:
        yield attack


def test_what_honest_people_send_is_accepted(on_sqlite):
    attack = on_sqlite
    attack.faults.clear()
    accepted = {form.endpoint for form in attack.forms if attack.send(form, honest(form))}
    assert attack.faults == []
    assert posts(attack.holder.app) - accepted == NEVER_ACCEPTED


@pytest.mark.parametrize("part", range(PARTS))
def test_no_input_is_our_fault(on_sqlite, part):
    attack = on_sqlite
    attack.faults.clear()
    for form in attack.forms[part::PARTS]:
        for fields in with_one_wrong(form, lambda kind: OF_KIND.get(kind, [*NUMBERS, *attack.foreign])):
            attack.send(form, fields)
        for fields in with_another_shape(form):
            attack.send(form, fields)
        for fields in with_another_row(form, ["9" * 5000, str(2**63), "²", "-1", "", *attack.foreign]):
            attack.send(form, fields)
    assert attack.faults == []


def test_what_sqlite_keeps_and_postgresql_refuses(on_postgresql):
    attack = on_postgresql
    for form in attack.forms:
        kept = [attack.send(form, fields, undo=False) for fields in with_one_wrong(form, too_much)]
        if any(kept):
            attack.undo()
    ask_everything(attack)  # in the same test: filling this database takes longest of all
    assert attack.faults == []


def test_no_question_in_an_address_is_our_fault(on_sqlite):
    on_sqlite.faults.clear()
    ask_everything(on_sqlite)
    assert on_sqlite.faults == []


def ask_everything(attack: Attack) -> None:
    for address, visitor in attack.one_page_of_each.items():
        for wrong in IN_ADDRESSES:
            attack.ask(visitor, address, dict.fromkeys(attack.questions, wrong))


def too_much(kind: str) -> list[str]:
    """More than a column was made for: SQLite keeps it."""
    return ["b" * 130, "c" * 3999] if OF_KIND.get(kind) is TEXTS else [str(2**31)]


def posts(app) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
