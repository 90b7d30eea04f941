"""Whom do you know, on a phone in a building with bad WiFi, on a second screen, and with a keyboard only."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from config import Config
from kapstok import create_app
from kapstok.projects import service as projects
from kapstok.ties import measuring
from kapstok.web.links import personal_link
from tests.browser.conftest import PHONE, Site, look


@pytest.fixture
def form(demo_site: Site) -> str:
    """The form of the first who is asked in the demo's open measurement and has not answered."""
    app = create_app(Config(environ=demo_site.environ))
    with app.test_request_context():
        wave = measuring.find_open_wave(projects.list_projects()[0])
        waiting = [entry.person for entry in measuring.list_asked(wave) if entry.answered_at is None]
        return f"{personal_link(next(one for one in waiting if not one.is_mantelzorger))}/wie-kent-u"


def answer(page: Page, name: int, choice: str):
    """The button of one answer for one of the names on the page."""
    return page.locator("[data-line]").nth(name).get_by_role("radio", name=choice)


def test_nothing_is_lost_between_two_screens_and_no_network(form, new_context, desk):
    phone = new_context(viewport=PHONE, locale="nl-NL", has_touch=True).new_page()  # whose network fails on purpose
    phone.goto(form)
    phone.get_by_role("link", name="Verder naar de namen").click()
    state = phone.locator("[data-sync]")
    answer(phone, 0, "Korte lijn").check()
    expect(state).to_have_text("Bewaard")
    boxes = phone.locator(".line-option").evaluate_all("all => all.slice(0, 6).map(one => one.getBoundingClientRect())")
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    assert {box["y"] for box in boxes} == {boxes[0]["y"]}  # six in a row

    phone.context.set_offline(True)
    answer(phone, 1, "Overleg").check()
    expect(state).to_have_text("Nog niet bewaard: geen verbinding. We proberen het opnieuw.")
    phone.context.set_offline(False)
    expect(state).to_have_text("Bewaard")

    desk.goto(f"{form}?verder=1")  # another device
    expect(answer(desk, 0, "Korte lijn")).to_be_checked()
    expect(answer(desk, 1, "Overleg")).to_be_checked()
    answer(desk, 0, "Van naam").check()
    expect(desk.locator("[data-sync]")).to_have_text("Bewaard")
    answer(phone, 2, "Ken ik niet").check()
    expect(state).to_contain_text("Op een ander scherm zijn ook antwoorden gegeven")
    expect(answer(phone, 0, "Van naam")).to_be_checked()

    phone.context.set_offline(True)  # and the page is left before the network is back
    answer(phone, 3, "Weet ik niet").check()
    expect(state).to_contain_text("Nog niet bewaard")
    context = phone.context
    phone.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{form}?verder=1")
    again.wait_for_function("() => localStorage.length === 0")  # it was sent, and nothing is left behind
    desk.evaluate(  # of somebody who is on the list no more, it does not keep the others from being kept
        """() => {
            const { lines } = document.querySelector("[data-lines]").dataset;
            localStorage.setItem(`lijnen ${location.pathname} ${lines}`, '{"kent_0": {"now": "2", "was": ""}}');
        }"""
    )
    desk.reload()
    desk.wait_for_function("() => localStorage.length === 0")
    expect(answer(desk, 3, "Weet ik niet")).to_be_checked()
    again.goto(f"{form}?zoek=huisarts")  # the same page with fewer names
    look(again, "lines-form")
    again.get_by_role("button", name="Klaar").click()  # nothing waits any more
    expect(again.get_by_role("heading", level=1)).to_have_text("Dank u wel")

    search, names = desk.get_by_role("searchbox"), desk.locator("[data-line]:visible")
    search.fill("xyzzyq")  # the rest of the names comes while one types
    expect(names).to_have_count(0)
    expect(desk.locator("[data-none]")).to_contain_text("Niemand gevonden")
    search.fill("")
    expect(names).to_have_count(int(desk.locator("[data-lines]").get_attribute("data-total")))
    expect(answer(desk, 1, "Overleg")).to_be_checked()


def test_with_a_keyboard_only(form, desk):
    desk.goto(f"{form}?verder=1")
    desk.locator("[data-group] h2").first.scroll_into_view_if_needed()
    desk.locator("[data-line] input").first.focus()
    desk.keyboard.press("ArrowRight")
    expect(desk.locator("[data-sync]")).to_have_text("Bewaard")
    desk.keyboard.press("Enter")  # leaves nobody's page
    box = desk.get_by_role("checkbox").first
    group = desk.locator("[data-group]").first
    begun_with = desk.locator("[data-group]").count()
    desk.get_by_role("link", name="Toon alle namen").focus()
    desk.keyboard.press("Enter")  # and one goes on at the first name that came
    expect(desk.locator("[data-group] h2").nth(begun_with)).to_be_focused()
    desk.locator("[data-line] input:checked").first.focus()
    for _ in range(80):
        if box.evaluate("box => box === document.activeElement"):
            break
        desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    box_value = box.get_attribute("value")
    expect(group.locator("[data-open]")).to_have_text("Alle namen hebben een antwoord.")
    desk.get_by_role("button", name="Klaar").focus()
    with desk.expect_request(lambda sent: sent.method == "POST" and sent.url.partition("?")[0] == form) as whole:
        desk.keyboard.press("Enter")
    assert f"was_dicht={box_value}" in (whole.value.post_data or "")  # it was kept: ticked, it is no news
    expect(desk.get_by_role("heading", level=1)).to_have_text("Dank u wel")
    look(desk, "lines-done")
