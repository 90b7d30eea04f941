"""What DNS says about mail of ours: may we send it (SPF, DKIM, DMARC), and can it be answered (MX)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

TIMEOUT = 3.0  # seconds for each question

Lookup = Callable[[str, str], list[str] | None]  # name and type → records; [] there are none, None nobody could say


@dataclass(frozen=True)
class Judgement:
    """One record that was looked at. What nobody could say is not wrong."""

    what: str
    ok: bool
    said: str


def judge(sender_domain: str, reply_domain: str, dkim_selector: str, lookup: Lookup) -> list[Judgement]:
    """Every record that decides whether mail arrives; those of ``reply_domain`` when there is one.

    With a reply domain the envelope sender stands there, so that is where receivers look for SPF.
    """
    found = [_spf(reply_domain or sender_domain, lookup), _dmarc(sender_domain, lookup)]
    if dkim_selector:
        found.append(_dkim(f"{dkim_selector}._domainkey.{sender_domain}", lookup))
    else:
        found.append(Judgement("DKIM", True, "not looked at: DKIM_SELECTOR is not set"))
    if reply_domain:
        found.append(_mx(reply_domain, lookup))
    return found


def _spf(domain: str, lookup: Lookup) -> Judgement:
    records = lookup(domain, "TXT")
    if records is None:
        return _unknown("SPF", domain)
    policies = [record for record in records if record.lower().split(" ")[0] == "v=spf1"]
    if not policies:
        return Judgement("SPF", False, f"{domain} has no record v=spf1: mail may be taken for forged")
    if len(policies) > 1:
        return Judgement("SPF", False, f"{domain} has {len(policies)} records v=spf1: receivers then pass over all")
    words = policies[0].lower().split()
    if "+all" in words or "all" in words:
        return Judgement("SPF", False, f"{domain} lets everybody send in its name: {policies[0]}")
    return Judgement("SPF", True, f"{domain}: {policies[0]}")


def _dmarc(domain: str, lookup: Lookup) -> Judgement:
    """The record of the domain itself or, as receivers do, of a domain above it (RFC 7489)."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        name = f"_dmarc.{'.'.join(labels[start:])}"
        records = lookup(name, "TXT")
        if records is None:
            return _unknown("DMARC", name)
        policies = [record for record in records if record.replace(" ", "").lower().startswith("v=dmarc1;")]
        if len(policies) == 1:
            return Judgement("DMARC", True, f"{name}: {policies[0]}")
        if policies:
            return Judgement("DMARC", False, f"{name} has {len(policies)} records: receivers then pass over all")
    return Judgement("DMARC", False, f"_dmarc.{domain} does not exist: large receivers ask for it")


def _dkim(name: str, lookup: Lookup) -> Judgement:
    records = lookup(name, "TXT")
    if records is None:
        return _unknown("DKIM", name)
    tags = [_tags(record) for record in records]
    if any(tag.get("p") for tag in tags):
        return Judgement("DKIM", True, f"{name} holds a key")
    if any("p" in tag for tag in tags):
        return Judgement("DKIM", False, f"{name} holds a key that was withdrawn")
    return Judgement("DKIM", False, f"{name} holds no key: is DKIM_SELECTOR right?")


def _mx(domain: str, lookup: Lookup) -> Judgement:
    records = lookup(domain, "MX")
    if records is None:
        return _unknown("MX", domain)
    hosts = [record.split()[-1].rstrip(".") for record in records]
    if not any(hosts):
        return Judgement("MX", False, f"no server takes mail for {domain}: answers of calendars get lost")
    return Judgement("MX", True, f"{domain}: {', '.join(sorted(host for host in hosts if host))}")


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _unknown(what: str, name: str) -> Judgement:
    return Judgement(what, True, f"unknown: nobody could say what {name} holds")


def ask(name: str, kind: str, server: tuple[str, int] | None = None) -> list[str] | None:
    """Ask the name server of this machine, or ``server`` (address and port). Text records come as one piece each."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer, Resolver

    try:
        resolver = Resolver(configure=server is None)
        if server is not None:
            resolver.nameservers, resolver.port = [server[0]], server[1]
        answer = resolver.resolve(name, kind, lifetime=TIMEOUT, search=False)
    except (NXDOMAIN, NoAnswer):
        return []
    except (DNSException, OSError):  # slow, refused, no network, no name at all
        return None
    if kind == "TXT":
        return sorted(b"".join(record.strings).decode("utf-8", "replace") for record in answer)
    return sorted(record.to_text() for record in answer)
