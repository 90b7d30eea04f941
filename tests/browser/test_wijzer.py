"""The wijzer and the printed wie is wie in a real browser: a citizen with a phone, a projectleider at a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site, log_in, look


@pytest.fixture
def wijzer(demo_site: Site, desk: Page) -> str:
    """Switched on by the projectleider; its address."""
    log_in(desk, demo_site, "projectleider@example.org", "demo-projectleider-2468")
    desk.goto(desk.url.partition("?")[0] + "instellingen/onderdelen")
    off = desk.get_by_role("button", name="Zet aan")
    if off.count():
        off.first.click()
    look(desk, "onderdelen")
    return desk.get_by_role("link", name="/wijzer/").get_attribute("href")


def test_a_citizen_finds_a_number_to_call(wijzer, phone):
    phone.goto(wijzer)
    look(phone, "wijzer")
    phone.get_by_role("searchbox", name="Zoek in gewone woorden").fill("oppas in het weekend")
    phone.get_by_role("button", name="Zoek", exact=True).click()
    number = phone.locator("main a[href^='tel:']").first
    expect(number).to_be_visible()
    place = number.bounding_box()
    assert round(place["height"]) >= 44
    assert place["y"] < 1.25 * PHONE["height"], "too far to scroll"
    look(phone, "wijzer-gevonden")
    phone.get_by_role("article").first.get_by_role("link").first.click()
    expect(phone.get_by_role("heading", name="Hoe komt u hier terecht?")).to_be_visible()
    look(phone, "wijzer-aanbod")
    assert phone.context.cookies() == []


def test_without_javascript_and_in_the_dark(wijzer, new_context):
    context = new_context(java_script_enabled=False, color_scheme="dark", viewport=PHONE)
    page = context.new_page()
    page.goto(wijzer)
    page.locator(".themes a").first.click()
    folded = page.locator("article details").first
    expect(folded.locator("dl")).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("dl")).to_be_visible()


def test_dark_has_contrast(wijzer, phone):
    phone.emulate_media(color_scheme="dark")
    phone.goto(wijzer)
    phone.locator(".themes a").first.click()
    look(phone, "wijzer-donker")


def test_on_paper_nothing_is_folded(wijzer, desk):
    desk.goto(wijzer)
    desk.locator(".themes a").first.click()
    look(desk, "wijzer-thema")
    desk.emulate_media(media="print")
    expect(desk.locator("article dl").first).to_be_visible()
    expect(desk.get_by_role("search")).to_be_hidden()


def test_choose_what_goes_on_the_wall(demo_site, wijzer, desk):
    desk.goto(desk.url.partition("instellingen")[0] + "netwerk/wie-is-wie/papier")
    look(desk, "wie-is-wie-papier")
