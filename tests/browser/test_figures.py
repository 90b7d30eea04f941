"""Figures to take away as pictures: with their words, in light colours, named for what they are not for."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import log_in


def test_a_figure_is_saved_as_picture_and_as_table(new_context, demo_site, tmp_path):
    page = new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL", color_scheme="dark").new_page()
    log_in(page, demo_site, "evaluator@example.org", "demo-evaluator-2468")
    page.wait_for_url(re.compile(r"/e/\d+/"))
    page.goto(f"{page.url}korte-lijnen")
    figure = page.locator("figure", has=page.locator("#stappen"))
    expect(figure.locator(".main-svg").first).to_be_visible()
    files = {}
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as download:
            figure.get_by_role("link" if kind == "CSV" else "button", name=kind).click()
        assert download.value.suggested_filename == f"korte-lijnen-stappen-niet-voor-publicatie.{kind.lower()}"
        download.value.save_as(tmp_path / kind)
        files[kind] = (tmp_path / kind).read_bytes()
    assert files["PNG"].startswith(b"\x89PNG") and int.from_bytes(files["PNG"][16:20]) == 2400
    picture = " ".join(re.sub("<[^>]+>", " ", files["SVG"].decode()).split())
    for words in (figure.locator(".figure-title"), figure.locator(".figure-plain"), figure.locator("figcaption")):
        assert " ".join(words.inner_text().split()) in picture
    assert '<rect width="100%" height="100%" fill="#ffffff"/>' in files["SVG"].decode()
    assert figure.locator(".figure-title").inner_text() in files["CSV"].decode("utf-8-sig")
