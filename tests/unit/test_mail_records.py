"""What the doctor says of SPF, DKIM, DMARC and MX, and that it asks a real name server right."""

import pytest

from kapstok.mail import records
from kapstok.mail.records import ask, judge
from tests.nameserver import NameServer

RIGHT = {
    ("antwoord.example.org", "TXT"): ["google-site-verification=x", "v=spf1 include:mail.example.org -all"],
    ("antwoord.example.org", "MX"): ["10 mx2.example.org.", "5 mx1.example.org."],
    ("_dmarc.post.example.org", "TXT"): [],
    ("_dmarc.example.org", "TXT"): ["v=DMARC1; p=quarantine"],
    ("k1._domainkey.post.example.org", "TXT"): ["v=DKIM1; k=rsa; p=MIIB"],
}


def verdicts(**others):
    table = RIGHT | {tuple(name.split()): found for name, found in others.items()}
    found = judge("post.example.org", "antwoord.example.org", "k1", lambda name, kind: table.get((name, kind), []))
    return {judgement.what: judgement for judgement in found}


def test_all_is_right():
    assert {what: (found.ok, found.said) for what, found in verdicts().items()} == {
        "SPF": (True, "antwoord.example.org: v=spf1 include:mail.example.org -all"),
        "DMARC": (True, "_dmarc.example.org: v=DMARC1; p=quarantine"),
        "DKIM": (True, "k1._domainkey.post.example.org holds a key"),
        "MX": (True, "antwoord.example.org: mx1.example.org, mx2.example.org"),
    }


@pytest.mark.parametrize(
    ("what", "name", "found"),
    [
        ("SPF", "antwoord.example.org TXT", []),
        ("SPF", "antwoord.example.org TXT", ["v=spf10 -all"]),
        ("SPF", "antwoord.example.org TXT", ["v=spf1 -all", "v=spf1 a -all"]),
        ("SPF", "antwoord.example.org TXT", ["v=spf1 a +all"]),
        ("DMARC", "_dmarc.example.org TXT", ["hello"]),
        ("DMARC", "_dmarc.example.org TXT", ["v=DMARC1; p=none", "v=DMARC1; p=reject"]),
        ("DKIM", "k1._domainkey.post.example.org TXT", []),
        ("DKIM", "k1._domainkey.post.example.org TXT", ["v=DKIM1; p="]),
        ("MX", "antwoord.example.org MX", []),
        ("MX", "antwoord.example.org MX", ["0 ."]),
    ],
)
def test_what_is_wrong_and_nothing_else(what, name, found):
    assert [judged for judged, judgement in verdicts(**{name: found}).items() if not judgement.ok] == [what]


def test_what_nobody_could_say_is_not_wrong():
    found = judge("example.org", "antwoord.example.org", "k1", lambda name, kind: None)

    assert [judgement.ok for judgement in found] == [True] * 4
    assert {judgement.said.partition(":")[0] for judgement in found} == {"unknown"}


def test_what_was_not_told_is_not_looked_at():
    asked = []
    found = judge("example.org", "", "", lambda name, kind: asked.append(name))

    assert asked == ["example.org", "_dmarc.example.org"]
    assert [judgement.what for judgement in found] == ["SPF", "DMARC", "DKIM"]


def test_a_real_name_server(monkeypatch):
    monkeypatch.setattr(records, "TIMEOUT", 0.3)
    table = {
        ("example.org", "TXT"): ['"v=spf1 include:a.example.org " "-all"', '"andere"'],
        ("example.org", "MX"): ["5 mx.example.org."],
    }
    with NameServer(table, silent=("stil.example.org",)) as server:
        assert ask("example.org", "TXT", server.address) == ["andere", "v=spf1 include:a.example.org -all"]
        assert ask("example.org", "MX", server.address) == ["5 mx.example.org."]
        assert ask("bestaat-niet.example.org", "TXT", server.address) == []
        assert ask("stil.example.org", "TXT", server.address) is None
        assert ask("geen..naam", "TXT", server.address) is None
