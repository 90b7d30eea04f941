"""The demo as who tries Kapstok meets it: every page in a real browser, on a desk, a phone and the smallest screen."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, log_in, look

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LEADER_PAGES = (
    "",
    "bijeenkomsten",
    "bijeenkomsten/nieuw",
    "netwerk",
    "netwerk/organisaties",
    "netwerk/mensen/nieuw",
    "netwerk/importeren",
    "netwerk/meenemen",
    "netwerk/sociale-kaart",
    "netwerk/sociale-kaart/nakijken",
    "netwerk/sociale-kaart/nieuw",
    "netwerk/sociale-kaart/uitwisselen",
    "netwerk/wie-is-wie",
    "netwerk/wie-is-wie/papier",
    "netwerk/dubbel/mensen",
    "metingen",
    "verwijzingen",
    "in-beeld",
    "instellingen",
    "instellingen/onderdelen",
    "instellingen/bewaren",
    "demo-postvak",
)
EVALUATOR_PAGES = ("", "netwerk", "verwijzingen", "in-beeld", "vragenlijst", "downloads")


def picture(page: Page, name: str) -> None:
    """Keep a picture for the README when asked (``make pictures``)."""
    if os.environ.get("PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png")


def come_in(page: Page, site: Site, role: str) -> str:
    """Log in as one of the demo's accounts; the start of the addresses of their project."""
    log_in(page, site, f"{role}@example.org", f"demo-{role}-2468")
    page.wait_for_url(re.compile(r"/(p|e)/\d+/|/beheer/"))
    return page.url


def follow(page: Page, start: str, pages: tuple[str, ...], name: str) -> None:
    for address in pages:
        answer = page.goto(start + address)
        assert answer.status == 200, address
        expect(page.get_by_text("Fictieve gegevens").first).to_be_visible()
        look(page, f"{name}-{address.replace('/', '-') or 'start'}")


def test_the_projectleiders_pages_at_a_desk(demo_site, desk):
    follow(desk, come_in(desk, demo_site, "projectleider"), LEADER_PAGES, "demo-desk")


def test_the_projectleiders_pages_on_a_phone(demo_site, phone):
    follow(phone, come_in(phone, demo_site, "projectleider"), LEADER_PAGES, "demo-phone")


def test_the_evaluators_pages_at_a_desk(demo_site, desk):
    follow(desk, come_in(desk, demo_site, "evaluator"), EVALUATOR_PAGES, "demo-desk-evaluator")


@pytest.mark.parametrize("width", [390, 320])
def test_the_evaluators_pages_on_small_screens(demo_site, phone, width):
    phone.set_viewport_size({"width": width, "height": 800})
    follow(phone, come_in(phone, demo_site, "evaluator"), EVALUATOR_PAGES, f"demo-{width}-evaluator")


def test_every_chart_is_drawn_in_both_languages(demo_site, desk):
    start = come_in(desk, demo_site, "evaluator")
    for language, title in (("Nederlands", "Netwerk"), ("English", "Network")):
        desk.get_by_role("button", name=language).click()
        for address in ("", "netwerk", "verwijzingen", "in-beeld", "vragenlijst"):
            desk.goto(start + address)
            for figure in desk.locator("[data-figure]").all():
                expect(figure.locator("svg").first).to_be_visible()
        desk.goto(start + "netwerk")
        expect(desk.get_by_role("heading", level=1)).to_have_text(title)


def test_people_stay_where_they_are_while_time_goes_by(demo_site, desk):
    start = come_in(desk, demo_site, "evaluator")
    desk.goto(start + "netwerk")
    marks = desk.locator("#netwerkbeeld .points path")
    expect(marks.first).to_be_visible()
    desk.set_viewport_size({"width": 1280, "height": 1480})  # the whole figure in one picture
    picture(desk, "network")

    def places() -> list[str]:
        return marks.evaluate_all("found => found.map(mark => mark.getAttribute('transform'))")

    def lines() -> str:
        return desk.locator("canvas.threads").evaluate("canvas => canvas.toDataURL()")

    before, drawn, title = places(), lines(), desk.locator(".figure-title").first.inner_text()
    slider = desk.get_by_role("slider")
    slider.focus()
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator(".figure-title").first).not_to_have_text(title)
    expect(desk.locator(".replay output")).to_contain_text(re.compile(r" · \d+ van de \d+ mensen gehoord"))
    assert len(before) > 80
    assert places() == before
    assert lines() != drawn
    here = lines()
    desk.get_by_role("button", name="Dichterbij").click()
    expect(marks.first).not_to_have_attribute("transform", before[0])
    assert lines() != here  # the lines go where the people go
    desk.get_by_role("button", name="Alles").click()
    expect(marks.first).to_have_attribute("transform", before[0])
    assert lines() == here
    marks.nth(20).click(force=True)  # the chart's own sheet lies over the marks, and knows who is under the pointer
    desk.wait_for_url(re.compile(r"/netwerk/persoon/\w+\?moment=\d+"))
    look(desk, "demo-person")


def test_a_mail_of_the_demo_leads_to_an_answer(demo_site, desk, phone):
    start = come_in(desk, demo_site, "projectleider")
    desk.goto(start + "demo-postvak?zoek=uitnodiging")
    desk.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    look(desk, "demo-mail")
    link = desk.locator("main a[href*='/u/']").first.get_attribute("href")
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Agenda-bestand downloaden").click()
    calendar = Path(taken.value.path()).read_bytes()
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"METHOD:REQUEST\r\n" in calendar

    phone.goto(demo_site.url + urlsplit(link).path)  # the demo was told at another port
    look(phone, "demo-rsvp")
    picture(phone, "rsvp")
    phone.get_by_role("button", name="Misschien").click()
    expect(phone.get_by_role("status").filter(has_text="Uw antwoord is bewaard.")).to_be_visible()


def test_without_scripts_the_numbers_are_there(demo_site, new_context, desk):
    start = come_in(desk, demo_site, "evaluator")
    plain = new_context(java_script_enabled=False, storage_state=desk.context.storage_state()).new_page()
    plain.goto(start + "netwerk")
    plain.get_by_text("Toon als tabel").first.click()
    expect(plain.get_by_role("main").get_by_role("table").first).to_be_visible()


def test_the_beheerder_sees_projects_and_accounts(demo_site, desk):
    come_in(desk, demo_site, "beheerder")
    for address in ("/beheer/", "/beheer/accounts", "/beheer/projecten/nieuw"):
        desk.goto(demo_site.url + address)
        look(desk, "demo" + address.rstrip("/").replace("/", "-"))
