"""The day itself, on real phones: a list that outlives the network, the poster's page, a second phone, and paper."""

from __future__ import annotations

import datetime as dt
import time
from urllib.parse import urlsplit

import pysqlite3.dbapi2 as sqlite
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site, log_in, look

KEPT, WAITING = "Alles is bewaard.", "4 tikken wachten op verbinding. Tik gewoon door."
NAMES = "SELECT name FROM person JOIN invitation ON person_id = person.id WHERE meeting_id = ? ORDER BY lower(name)"


class Day:
    """A meeting of the demo that is going on now."""

    def __init__(self, site: Site, desk: Page):
        self.site, self.desk = site, desk
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        times = [(now + dt.timedelta(minutes=ahead)).strftime("%Y-%m-%d %H:%M:%S.000000") for ahead in (-1, 120)]
        self.meeting = self.ask(
            "SELECT meeting.id FROM meeting JOIN invitation ON meeting_id = meeting.id WHERE cancelled_at IS NULL "
            "GROUP BY meeting.id ORDER BY starts_at DESC LIMIT 1"
        )[0][0]
        self.ask("UPDATE meeting SET starts_at = ?, ends_at = ? WHERE id = ?", *times, self.meeting)
        self.ask("UPDATE invitation SET attendance = NULL, attendance_at = NULL WHERE meeting_id = ?", self.meeting)
        log_in(desk, site, "projectleider@example.org", "demo-projectleider-2468")
        project = urlsplit(desk.url).path.split("/")[2]
        desk.goto(f"{site.url}/p/{project}/bijeenkomsten/{self.meeting}/dag")
        links = [desk.get_by_label("Link voor wie de gasten ontvangt").input_value()]
        links.append(desk.get_by_role("link", name="Bekijk wat een gast dan ziet").get_attribute("href"))
        self.host, self.door = (f"{site.url}{urlsplit(link).path}" for link in links)

    def ask(self, sql: str, *values) -> list[tuple]:
        with sqlite.connect(f"{self.site.environ['INSTANCE_PATH']}/kapstok.sqlite", timeout=15) as connection:
            found = connection.execute(sql, values).fetchall()
        connection.close()
        return found

    def present(self) -> list[str]:
        return [name for (name,) in self.ask(NAMES.replace("ORDER", "AND attendance = 'present' ORDER"), self.meeting)]


@pytest.fixture
def day(demo_site: Site, desk: Page) -> Day:
    return Day(demo_site, desk)


def button(page: Page, name: str, words: str = "Aanwezig"):
    return page.locator("[data-guest]", has=page.get_by_text(name, exact=True)).get_by_role("button", name=words)


def test_the_list_goes_on_when_the_network_drops(day: Day, new_context):
    day.desk.goto("about:blank")  # it would complain of a network that is not there
    context = new_context(viewport=PHONE, locale="nl-NL", has_touch=True)
    phone = context.new_page()
    phone.goto(day.host)
    look(phone, "host-list")
    guests = [name for (name,) in day.ask(NAMES, day.meeting)]
    ann, bo, cas, dik = guests[:4]
    sync = phone.locator("[data-sync]")
    button(phone, ann).tap()
    expect(phone.locator("[data-present]")).to_have_text("1")
    expect(sync).to_have_text(KEPT)
    phone.wait_for_function("() => caches.match(location.pathname).then(Boolean)")

    context.set_offline(True)
    for name in (bo, cas, dik):
        button(phone, name).tap()
    button(phone, dik).tap()  # a slip of the thumb, taken back
    phone.get_by_label("Naam", exact=True).fill("Wie Was Dat")
    phone.get_by_role("button", name="Opschrijven").tap()
    expect(sync).to_have_text(WAITING)
    assert day.present() == [ann]
    with day.site.web_down():  # the browser forgets for a moment that it is offline, when it loads a page
        phone.reload()
        expect(sync).to_have_text(WAITING)
        expect(phone.get_by_role("button", name="Aanwezig", pressed=True)).to_have_count(3)

    context.set_offline(False)
    expect(sync).to_have_text(KEPT)
    assert day.present() == [ann, bo, cas]
    phone.reload()
    expect(phone.get_by_role("button", name="Aanwezig", pressed=True)).to_have_count(3)
    typed = day.ask("SELECT name FROM door_entry WHERE meeting_id = ? AND settled_at IS NULL", day.meeting)
    assert typed == [("Wie Was Dat",)]
    assert phone.evaluate("Object.keys(localStorage).filter((key) => /guest|name/.test(key))") == []


def test_a_day_of_taps_goes_through_once_there_is_a_network(day: Day, phone: Page):
    """More than a browser sends in one go."""
    ann = day.ask(f"{NAMES.replace('name', 'invitation.id', 1)} LIMIT 1", day.meeting)[0][0]
    phone.goto(day.host)
    expect(phone.locator("[data-sync]")).to_have_text(KEPT)
    wait = """([meeting, ann]) => { for (const guest of [ann, ...Array(1200).keys()].map(Number)) localStorage.setItem(
        `taps-${meeting}-guest-${guest}`, JSON.stringify({ guest, attendance: "present", at: Date.now() }));
        window.dispatchEvent(new Event("online")); }"""
    phone.evaluate(wait, [day.meeting, ann])
    phone.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('-guest-'))", timeout=15_000)
    expect(phone.locator("[data-sync]")).to_have_text(KEPT)
    assert day.ask("SELECT attendance FROM invitation WHERE id = ?", ann) == [("present",)]


def test_what_one_phone_taps_another_shows(day: Day, desk: Page, phone: Page):
    ann, bo = [name for (name,) in day.ask(NAMES, day.meeting)][:2]
    look(desk, "day")
    phone.goto(day.host)
    button(desk, ann).focus()
    desk.keyboard.press("Enter")
    expect(button(desk, ann)).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("[data-sync]")).to_have_text(KEPT)
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when the phone is taken up again
    expect(button(phone, ann)).to_have_attribute("aria-pressed", "true")
    phone.get_by_label("Zoek een gast op naam of organisatie").fill(bo.upper())
    expect(phone.locator("[data-guest]:visible")).to_have_count(1)
    button(phone, bo, "Afgemeld").tap()
    expect(phone.locator("[data-sync]")).to_have_text(KEPT)
    desk.set_viewport_size(PHONE)
    desk.reload()
    expect(button(desk, bo, "Afgemeld")).to_have_attribute("aria-pressed", "true")
    look(desk, "day-phone")
    button(desk, ann, "Afwezig").click()
    desk.goto("about:blank")  # at once: what was tapped goes along
    deadline = time.monotonic() + 15
    while day.present():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_scan_type_your_name_done(day: Day, phone: Page):
    ann = day.ask(NAMES, day.meeting)[0][0]
    phone.goto(day.door)
    look(phone, "door")
    phone.get_by_label("Naam", exact=True).fill(ann.lower())
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Welkom")
    look(phone, "door-done")
    assert day.present() == [ann]


OPEN_WAVE = "SELECT id, project_id FROM wave WHERE closed_at IS NULL"
SILENT = (
    "SELECT person.id, name FROM roster_entry JOIN person ON person.id = person_id "
    "WHERE wave_id = ? AND asks AND answered_at IS NULL ORDER BY name LIMIT 1"
)
TYPED = (
    "SELECT strength, by_block FROM tie JOIN person ON person.id = named_id "
    "WHERE wave_id = ? AND respondent_id = ? ORDER BY tie.id"
)


def test_a_form_on_paper_is_typed_over_with_one_key_for_each_row(day: Day, desk: Page):
    wave, project = day.ask(OPEN_WAVE)[0]
    person, name = day.ask(SILENT, wave)[0]
    here = f"{day.site.url}/p/{project}/metingen/{wave}"
    desk.goto(f"{here}/papier")
    look(desk, "wave-papers")
    desk.goto(f"{here}/invoeren")
    desk.keyboard.type(name)  # the field is ready for it
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text(f"Invullen namens {name}")
    rows, focused = desk.locator("input[data-key=row]"), desk.locator("input:focus")
    expect(focused).to_have_id(rows.nth(0).get_attribute("id"))
    desk.keyboard.type("2x7")
    expect(desk.locator("[data-key-trouble]")).to_have_text("Typ 0, 1, 2, 3, 4 of x. Met spatie slaat u over.")
    look(desk, "enter-sheet")
    for key in ("Backspace", "Backspace", "1"):  # back to the second row, emptied, and filled anew
        desk.keyboard.press(key)
    assert [rows.nth(place).input_value() for place in (0, 1, 2)] == ["2", "1", ""]
    desk.keyboard.press("n")
    end = desk.locator("input[data-key=end]")
    assert end.nth(0).input_value() == "n"
    expect(focused).to_have_id(desk.locator("fieldset").nth(1).locator("input").nth(0).get_attribute("id"))
    desk.locator("input[data-key]").last.focus()
    desk.keyboard.press("Space")
    expect(desk.get_by_role("button", name="Antwoorden bewaren")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status").first).to_have_text(f"De antwoorden van {name} zijn bewaard.")
    first, second, *others = day.ask(TYPED, wave, person)
    assert (first, second, {*others}) == ((2, 0), (1, 0), {(0, 1)})
