"""A guest to another table by hand: by keyboard, by mouse, and by the menu on a phone; the price comes first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Site, log_in, look


@pytest.fixture
def tab(demo_site: Site, desk: Page) -> str:
    """The tab Tafels of the next bijeenkomst of the demo."""
    log_in(desk, demo_site, "projectleider@example.org", "demo-projectleider-2468")
    desk.get_by_role("link", name="Bijeenkomsten").first.click()
    desk.get_by_role("link", name="Mantelzorgers in beeld houden").click()
    desk.get_by_role("navigation", name="Onderdelen van de bijeenkomst").get_by_role("link", name="Tafels").click()
    expect(desk.locator("#tafel-1-kop")).to_be_visible()
    return desk.url


def names_at(page: Page, table: int) -> list[str]:
    return page.locator(f"#tafel-{table} [data-guest] > a").all_inner_texts()


def stand_still(page: Page, thing: Locator) -> None:
    """Wait until a thing stays where it is: what was said above it, or the focus, may have moved it."""
    before = None
    while (box := thing.bounding_box()) != before:
        before = box
        page.wait_for_timeout(200)


def test_the_price_comes_first_by_keyboard_and_by_mouse(tab, desk):
    bar, last = desk.locator("[data-says]"), desk.locator("#tafel-1 [data-guest]").last
    name, before = last.locator("a").inner_text(), (names_at(desk, 1), names_at(desk, 2))
    last.locator("a").press(" ")
    expect(bar).to_contain_text(f"{name} is opgepakt.")
    desk.keyboard.press("ArrowRight")
    expect(bar).to_contain_text("Tafel 2: ")
    desk.keyboard.press("ArrowDown")
    expect(bar).to_contain_text(f"{before[1][0]} (tafel 2): ")
    desk.keyboard.press("Escape")
    expect(bar).to_have_text("Er is niets verplaatst.")
    expect(last.locator("a")).to_be_focused()

    other = desk.locator("#tafel-2 [data-guest]").last
    stand_still(desk, last)
    last.hover()
    desk.mouse.down()
    other.hover()
    other.hover()  # a browser tells what a thing is dragged over once it moves there
    expect(bar).to_contain_text(f"{before[1][-1]} (tafel 2): ")
    desk.mouse.up()
    expect(desk.get_by_text(f"{name} en {before[1][-1]} hebben in ronde 1 van plaats geruild.")).to_be_visible()
    assert name in names_at(desk, 2)
    look(desk, "seating")
    desk.get_by_role("button", name="Ruil terug").click()
    expect(desk.locator("#tafel-1").get_by_text(name)).to_be_visible()
    assert (names_at(desk, 1), names_at(desk, 2)) == before


def test_on_a_phone_by_the_menu(tab, desk):
    desk.set_viewport_size(PHONE)
    link = desk.locator("#tafel-1 [data-guest] > a").last
    name = link.inner_text()
    link.click()
    look(desk, "seating-guest")
    desk.get_by_role("button", name="Ruil", exact=True).click()
    expect(desk.get_by_text(f"{name} en ")).to_be_visible()
    assert name not in names_at(desk, 1)
    for page in ("instellingen", "wensen", "opbrengst"):
        desk.goto(f"{tab}/{page}")
        look(desk, f"seating-{page}")
