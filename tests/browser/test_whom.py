"""Ten seconds on a phone: from the link to a number to call, as somebody in a hurry does it."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site, log_in, look

LETTER, TAP, READ = 0.3, 0.8, 1.0  # seconds, of a slow thumb and of eyes that look for the next thing to touch
PAGE = 1.0  # seconds for a page on a phone away from WiFi: the search itself is timed by `make bench`
FARTHEST = 1.5  # screens from the top of the page


@pytest.fixture
def lost_link(demo_site: Site, desk: Page, phone: Page) -> str:
    """Somebody lost their link: /mijn mails one that opens the search. The first person of the Demo-postvak asks."""
    log_in(desk, demo_site, "projectleider@example.org", "demo-projectleider-2468")
    start = desk.url.partition("?")[0]
    desk.goto(f"{start}netwerk?zoek=Bea")
    address = desk.get_by_role("table").locator("td[data-label='Bereikbaar']").first.inner_text().split()[0]
    phone.goto(f"{demo_site.url}/mijn?naar=wie-bel-ik")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wie bel ik nu?")
    phone.get_by_label("E-mailadres").fill(address)
    phone.get_by_role("button", name="Stuur mij een nieuwe link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")
    mail = desk.get_by_role("link", name="Uw link voor")
    deadline = time.monotonic() + 90
    while not mail.count():
        assert time.monotonic() < deadline, "no mail came"
        desk.goto(f"{start}demo-postvak?zoek=Uw+link")
    mail.first.click()
    link = desk.locator("main a[href*='/wie-bel-ik']").first.get_attribute("href")
    return f"{demo_site.url}{urlsplit(link).path}"


def first_number(phone: Page, lost_link: str, words: str) -> int:
    """Open the link, type, and find a number to call: how many pages that took."""
    pages: list[str] = []
    phone.on("framenavigated", lambda frame: pages.append(frame.url))
    phone.goto(lost_link)
    box = phone.get_by_role("searchbox", name="Wat of wie zoekt u?")
    expect(box).to_be_in_viewport()
    box.fill(words)
    box.press("Enter")
    expect(phone).to_have_url(re.compile("zoek="))
    phone.wait_for_load_state("load")  # before its style sheet came the page has other heights
    number = phone.locator("main a[href^='tel:']").first
    expect(number).to_be_visible()
    place = number.bounding_box()
    assert min(place["height"], place["width"]) >= 44
    assert place["y"] < FARTHEST * PHONE["height"], f"{words}: too far to scroll"
    return len(pages)


def test_a_number_to_call_within_ten_seconds(lost_link, phone):
    for words in ("respijt", "respeit", "POH", "Wmo"):
        pages = first_number(phone, lost_link, words)
        by_hand = (TAP + READ) + (TAP + len(words) * LETTER) + (TAP + READ)  # the link; the box; the number
        assert pages * PAGE + by_hand < 10, words
        look(phone, f"whom-{words}")
    first_number(phone, lost_link, "respijt dit weekend")
    look(phone, "whom-question")


def test_the_page_without_words_and_without_an_answer(lost_link, phone):
    phone.goto(lost_link)
    expect(phone.get_by_role("heading", name="Mensen die u kent")).to_be_visible()
    look(phone, "whom-start")
    phone.get_by_role("link", name="Respijtzorg").click()
    expect(phone.get_by_role("heading", name="Op de sociale kaart")).to_be_visible()
    phone.goto(f"{lost_link}?zoek=xyzzyq")
    expect(phone.get_by_role("heading", name="Niets gevonden voor “xyzzyq”")).to_be_visible()
    look(phone, "whom-nothing")
    phone.set_viewport_size({"width": 320, "height": PHONE["height"]})
    for words in ("", "?zoek=respijt"):
        phone.goto(lost_link + words)
        look(phone, f"whom-320-{len(words)}")
