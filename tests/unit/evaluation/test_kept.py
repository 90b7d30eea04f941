"""A result is made once, and the oldest goes first."""

from threading import Thread

import pytest

from kapstok.evaluation.kept import Kept


def test_made_once_also_for_two_who_ask_at_the_same_time():
    kept, made = Kept(most=2), []
    readers = [Thread(target=kept.get, args=("key", lambda: made.append(1))) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert made == [1]


def test_the_one_that_was_asked_for_longest_ago_goes():
    kept = Kept(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key.upper())
    assert [kept.get(key, lambda: "anew") for key in ("a", "c", "b")] == ["A", "C", "anew"]


def test_what_fails_is_not_kept():
    kept = Kept(most=1)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 / 0)
    assert kept.get("key", lambda: 1) == 1
