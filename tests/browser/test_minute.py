"""Uw Kapstok-minuut on a phone without JavaScript: from the mail to numbers in the database."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pysqlite3.dbapi2 as sqlite
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site, log_in, look

COUNTED = "SELECT count, kind FROM referral_tally ORDER BY counted_at DESC, id DESC LIMIT 1"


def test_the_mail_the_page_and_the_numbers(demo_site: Site, desk: Page, phone: Page, new_context):
    address = f"{demo_site.url}{urlsplit(mailed_link(demo_site, desk)).path}"
    phone.goto(address)
    look(phone, "minute")
    phone = new_context(viewport=PHONE, locale="nl-NL", has_touch=True, java_script_enabled=False).new_page()
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Uw Kapstok-minuut")
    phone.locator("input[name^='sent_'][inputmode=numeric]:visible").first.fill("7")
    phone.get_by_label("Ja, dit klopt").check()
    phone.get_by_role("button", name="Bewaren").last.click()
    thanks = phone.get_by_role("status").filter(has_text="Dank u wel. Wat u invulde, is bewaard.")
    expect(thanks).to_contain_text("Verwijzingen in")
    expect(thanks).to_contain_text("Kloppen uw gegevens nog?")
    with sqlite.connect(f"{demo_site.environ['INSTANCE_PATH']}/kapstok.sqlite", timeout=15) as connection:
        assert connection.execute(COUNTED).fetchone() == (7, "sent")


def mailed_link(site: Site, desk: Page) -> str:
    """The projectleider sends the round; the first mail's link, out of the Demo-postvak."""
    log_in(desk, site, "projectleider@example.org", "demo-projectleider-2468")
    start = desk.url.partition("?")[0]
    desk.goto(f"{start}maand/minuut")
    look(desk, "minute-round")
    desk.get_by_role("button", name="Stuur de mail aan").click()
    expect(desk.get_by_role("status").filter(has_text="klaargezet")).to_be_visible()
    mail = desk.get_by_role("link", name="Kapstok-minuut")
    deadline = time.monotonic() + 90
    while not mail.count():
        assert time.monotonic() < deadline, "no mail came"
        desk.goto(f"{start}demo-postvak?zoek=Kapstok-minuut")
    mail.first.click()
    return desk.locator("main a[href$='/minuut']").first.get_attribute("href")
