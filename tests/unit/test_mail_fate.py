"""What is said of a mail that is under way, arrived, came back or stayed at home."""

import pytest

from kapstok.mail import fate
from kapstok.mail.fate import Standing, cause, sentences
from kapstok.mail.rules import Status


def said(status, attempts=0, via=None, came_back=False, error="", has_server=True):
    return sentences(status, attempts=attempts, via=via, came_back=came_back, error=error, has_server=has_server)


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ({"status": "pending"}, fate.LEAVES_SOON),
        ({"status": "pending", "has_server": False}, fate.WAITS_FOR_SERVER),
        ({"status": "pending", "attempts": 1, "error": "451 busy"}, fate.TRIED),
        ({"status": "pending", "error": "connection refused"}, fate.TRIED),
        ({"status": "sending", "attempts": 1}, fate.LEAVES_NOW),
        ({"status": "unknown", "attempts": 1}, fate.MAYBE),
        ({"status": "sent", "via": "smtp"}, fate.LEFT),
        ({"status": "sent", "via": "smtp", "error": "4.4.1 no answer"}, fate.LATE),
        ({"status": "sent", "via": "demo"}, fate.IN_DEMO),
        ({"status": "superseded"}, fate.OVERTAKEN),
    ],
)
def test_one_sentence(mail, words):
    assert said(**mail) == (words,)


def test_failing_has_a_cause():
    assert said("failed", error="550 5.1.1 x") == (fate.REFUSED, fate.NO_SUCH_ADDRESS)
    assert said("failed", error="5.2.2 x", came_back=True) == (fate.CAME_BACK, fate.FULL)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("550 5.1.1 No such user", fate.NO_SUCH_ADDRESS),
        ("550 5.1.10 No such user", fate.NO_SUCH_ADDRESS),
        ("550 no such user", fate.NO_SUCH_ADDRESS),
        ("550 5.4.1 Access denied", fate.NO_SUCH_ADDRESS),
        ("5.1.2 bad domain", fate.NO_SUCH_DOMAIN),
        ("5.4.4 no route", fate.NO_SUCH_DOMAIN),
        ("552 5.2.2 full", fate.FULL),
        ("4.2.2 full", fate.FULL),
        ("5.3.4 too big", fate.TOO_LARGE),
        ("554 5.7.1 blocked", fate.DISTRUSTED),
        ("4.4.7 expired", fate.TRIED_LONG),
        ("5.6.0 odd", fate.OTHERWISE),
        ("554 no", fate.OTHERWISE),
        ("", fate.OTHERWISE),
    ],
)
def test_a_cause(error, words):
    assert cause(error) == words


def test_every_status_stands_somewhere_once():
    assert sorted(status for statuses in fate.STATUSES.values() for status in statuses) == sorted(Status)
    assert set(fate.NAMES) == set(Standing)
