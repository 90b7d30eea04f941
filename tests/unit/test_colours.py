"""The colour tokens keep their contrast, in light and in dark (WCAG 2.2: 4.5 for text, 3 for controls and focus)."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "static" / "css" / "kapstok.css"


def tokens(theme: str) -> dict[str, str]:
    """Token → hex colour, as ``theme`` ("light" or "dark") shows it."""
    light, dark = SHEET.read_text().split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--kapstok-([\w-]+): (#[0-9a-f]{6});", light))
    if theme == "dark":
        found |= re.findall(r"--kapstok-([\w-]+): (#[0-9a-f]{6});", dark.partition("\n}\n")[0])
    return found


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, WCAG 2.2's definition."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize(
    ("token", "least"),
    [(name, 4.5) for name in ("ink", "muted", "primary", "accent", "good", "careful", "wrong")]
    + [("focus", 3), ("unknown", 3)],
)
def test_contrast(theme, ground, token, least):
    colours = tokens(theme)
    assert contrast(colours[token], colours[ground]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_a_filled_button_can_be_read(theme):
    colours = tokens(theme)
    assert contrast(colours["on-primary"], colours["primary"]) >= 4.5
    assert contrast(colours["surface"], colours["wrong"]) >= 4.5
