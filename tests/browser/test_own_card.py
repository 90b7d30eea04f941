"""From the projectleider's question to a card with a face: asked by mail, answered on a phone, found by others."""

from __future__ import annotations

import io
import random
import time
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, log_in, look


def heavy_photo() -> bytes:
    """A photo as phones make them, of more megabytes than a form may hold."""
    noise = random.Random(1).randbytes(3000 * 2250 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (3000, 2250), noise).save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture
def own_link(demo_site: Site, desk: Page) -> str:
    """The projectleider asks everybody who can be asked; the first of them opens the mail."""
    log_in(desk, demo_site, "projectleider@example.org", "demo-projectleider-2468")
    start = desk.url.partition("?")[0]
    desk.goto(f"{start}netwerk/wie-is-wie?wie=vragen")
    look(desk, "wie-is-wie-vragen")
    desk.get_by_role("link", name="Vraag het hun per mail").click()
    look(desk, "wie-is-wie-mailen")
    desk.get_by_role("button", name="Mail").click()
    expect(desk.get_by_text("Het bericht is klaargezet voor")).to_be_visible()
    mail = desk.get_by_role("link", name="Wie is wie in")
    deadline = time.monotonic() + 90
    while not mail.count():
        assert time.monotonic() < deadline, "no mail came"
        desk.goto(f"{start}demo-postvak?zoek=Wie+is+wie")
    mail.first.click()
    link = desk.locator("main a[href*='/gegevens/zichtbaar']").first.get_attribute("href")
    return f"{demo_site.url}{urlsplit(link).path}"


def test_a_card_with_a_face_on_a_phone(demo_site, desk, phone, own_link):
    phone.goto(own_link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wat anderen zien")
    look(phone, "own-card-choose")
    phone.get_by_role("group", name="Mag uw kaart in wie is wie staan?").get_by_label("Ja").check()
    phone.get_by_label("Foto", exact=True).check()
    phone.get_by_label("Waarvoor bel je mij").check()
    phone.get_by_role("button", name="Keuze bewaren").click()
    expect(phone.get_by_text("Uw keuze is bewaard en geldt meteen.")).to_be_visible()
    look(phone, "own-card")

    phone.get_by_role("link", name="Foto toevoegen").click()
    look(phone, "own-card-photo")
    photo = heavy_photo()
    assert len(photo) > 7_000_000
    phone.get_by_label("Foto").set_input_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo})
    phone.get_by_role("button", name="Foto bewaren").click()
    expect(phone.get_by_text("Uw foto is bewaard.")).to_be_visible()

    phone.get_by_role("link", name="Wijzigen", exact=True).click()
    look(phone, "own-card-edit")
    phone.get_by_label("Waarvoor bel je mij?").fill("Alles over kanaries")
    phone.get_by_role("button", name="Bewaren", exact=True).click()
    phone.get_by_role("link", name="Uw pagina").click()
    phone.get_by_role("link", name="Naar wie is wie").click()
    look(phone, "wie-is-wie")
    phone.get_by_role("searchbox").fill("kanaries")
    phone.get_by_role("searchbox").press("Enter")
    expect(phone.get_by_text("Eén persoon gevonden.")).to_be_visible()
    expect(phone.get_by_role("img", name="Foto van")).to_be_visible()
    phone.wait_for_function("() => document.querySelector('img.face').naturalWidth === 512")
    assert phone.context.cookies() == []

    desk.goto(f"{demo_site.url}/p/1/netwerk/wie-is-wie/zelf-gewijzigd")
    expect(desk.get_by_text("Alles over kanaries")).to_be_visible()
    look(desk, "zelf-gewijzigd")
