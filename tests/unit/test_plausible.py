"""When a number is so far from the last one that somebody should look again."""

import pytest

from kapstok.plausible import is_jump


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [
        (None, 500, False),  # nothing to compare with
        (1, 9, False),  # nine times as many, and not ten apart
        (5, 15, True),  # three times as many, ten apart
        (6, 17, False),  # not three times as many
        (15, 5, True),
        (15, 6, False),
        (0, 10, True),
        (0, 9, False),
        (10, 0, True),
        (57, 57, False),
    ],
)
def test_jumps(before, now, jumps):
    assert is_jump(before, now) is jumps
