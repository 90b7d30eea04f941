"""Addresses that nobody was given."""

import pytest

TOO_LARGE = 99999999999999999999  # for a key of any database


@pytest.mark.parametrize(
    "address", [f"/p/{TOO_LARGE}/metingen", f"/p/1/metingen/{TOO_LARGE}", f"/p/1/metingen/{2**31 - 1}"]
)
def test_numbers_that_no_row_has(projectleider, address):
    projectleider.get(address, status=404)
