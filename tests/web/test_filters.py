"""How values are written on pages, in both languages."""

from __future__ import annotations

import datetime as dt

import pytest
from flask_babel import force_locale

from kapstok.web.certificates import hours
from kapstok.web.filters import file_size, percent, when_on_page


@pytest.mark.parametrize(
    ("share", "decimals", "dutch", "english"),
    [(0.34, 0, "34 %", "34%"), (0.125, 1, "12,5 %", "12.5%"), (0.0, 0, "0 %", "0%"), (None, 0, "–", "–")],
)
def test_percentages(app, share, decimals, dutch, english):
    for language, written in (("nl", dutch), ("en", english)):
        with force_locale(language):
            assert percent(share, decimals) == written


def test_hours_stay_together_on_a_page(app):
    start = dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC)
    hours = when_on_page(start, start + dt.timedelta(hours=2))
    assert hours == 'dinsdag 3 maart 2026, <span class="text-nowrap">14.00–16.00 uur</span>'
    days = when_on_page(start, start + dt.timedelta(days=1))
    assert days == "dinsdag 3 maart 2026 om 14.00 uur tot woensdag 4 maart 2026 om 14.00 uur"


@pytest.mark.parametrize(
    ("size", "written"),
    [(1, "1 kB"), (700_500, "684 kB"), (1024 * 1024, "1,0 MB"), (10 * 1024 * 1024, "10,0 MB")],
)
def test_sizes_of_files(app, size, written):
    with force_locale("nl"):
        assert file_size(size) == written


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(120, "2 uur"), (90, "1 uur en 30 minuten"), (61, "1 uur en 1 minuut"), (45, "45 minuten")],
)
def test_how_long_something_took(app, minutes, written):
    with force_locale("nl"):
        assert hours(minutes) == written
