"""What is hidden cannot be worked out from what is shown."""

import pytest

from kapstok.disclosure import merged_groups, pseudonyms, share, suppressed


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({"a": 12, "b": 7}, {"a": 12, "b": 7}),
        ({"a": 12, "b": 0}, {"a": 12, "b": 0}),
        ({"a": 12, "b": 3}, {"a": None, "b": None}),
        ({"a": 12, "b": 7, "c": 3}, {"a": 12, "b": None, "c": None}),
        ({"a": 12, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}),  # their sum of 2 would tell both
        ({"a": 12, "b": 4, "c": 1}, {"a": 12, "b": None, "c": None}),
        ({"a": 3, "b": None}, {"a": None, "b": None}),
        ({"a": 12, "b": None}, {"a": 12, "b": None}),
        ({}, {}),
    ],
)
def test_small_counts_are_hidden_with_one_more(row, shown):
    assert suppressed(row) == shown


@pytest.mark.parametrize(("part", "whole", "shown"), [(5, 10, 0.5), (4, 9, None), (0, 0, None)])
def test_no_percentage_of_fewer_than_ten(part, whole, shown):
    assert share(part, whole) == shown


def groups(**sizes: int) -> dict[str, str]:
    return {f"{group}{i}": group for group, size in sizes.items() for i in range(size)}


@pytest.mark.parametrize(
    ("sizes", "left"),
    [
        ({"zorg": 5, "welzijn": 9}, {"zorg", "welzijn"}),
        ({"zorg": 4, "welzijn": 9, "overig": 5}, {"overig", "welzijn"}),
        ({"zorg": 4, "welzijn": 9, "gemeente": 6}, {"overig", "welzijn"}),  # four alone would be seen as the rest
        ({"zorg": 2, "welzijn": 2}, {"overig"}),
    ],
)
def test_small_groups_merge(sizes, left):
    assert set(merged_groups(groups(**sizes), "overig").values()) == left


def test_pseudonyms_are_of_one_key_only():
    first, again, other = (pseudonyms(key, range(2000)) for key in ("een", "een", "twee"))
    assert (first == again, len(set(first.values())), first == other) == (True, 2000, False)
