"""Who takes part: fictional people on the posts of the region, some without a mail address, some late, some gone."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata

from kapstok.demo import region
from kapstok.demo.agenda import Agenda
from kapstok.demo.names import FIRST_NAMES, SURNAMES
from kapstok.demo.shapes import Organisation, Person

CARER = "mantelzorger"
CARERS_WITHOUT_ORGANISATION = 2
CARERS_ON_ROSTERS = 2
NEWCOMERS = 7
LEAVERS = 5
OFF_THE_MAP = 2

# Places where the last one on the list has no mail address; the projectleider phones them.
_NO_MAIL = (
    ("hap-centrum", "huisarts"), ("thuishulp", "vrijwilliger"), ("kerken", "vrijwilliger"),
    ("dorpsdienst", "vrijwilliger"), ("mantelzorgkring", CARER),
)  # fmt: skip
# One small practice, where POH and assistent read the same mail.
_SHARED_MAIL = ("hap-braamdijk", ("poh", "praktijkassistent"), "praktijk@hap-braamdijk.example.org")

Post = tuple[Organisation | None, str]
Stay = tuple[dt.date, dt.date | None]


def people(agenda: Agenda, seed: str) -> tuple[Person, ...]:
    """Everybody, numbered from 0 in the order of the organisations."""
    rng = random.Random(f"{seed}/people")
    posts: list[Post] = [*region.posts(), *[(None, CARER)] * CARERS_WITHOUT_ORGANISATION]
    first_names, surnames = rng.sample(FIRST_NAMES, len(FIRST_NAMES)), rng.sample(SURNAMES, len(SURNAMES))
    stays = _stays(posts, agenda, rng)
    carers = [number for number, (_, function) in enumerate(posts) if function == CARER]
    opted_in = set(rng.sample(carers, CARERS_ON_ROSTERS))
    off_the_map = set(rng.sample([number for number in range(len(posts)) if number not in carers], OFF_THE_MAP))
    without_mail = _without_mail(posts)
    cast = []
    for number, (organisation, function) in enumerate(posts):
        name = f"{first_names[number % len(first_names)]} {surnames[number]}"
        home = organisation.area if organisation and rng.random() < 0.8 else rng.choice(region.AREAS)
        mail = None if number in without_mail else _mail(organisation, function, name)
        joined, left = stays.get(number, (agenda.starts_on, None))
        cast.append(
            Person(
                number=number,
                name=name,
                function=function,
                sector=organisation.sector if organisation else "mantelzorgers",
                organisation=organisation.key if organisation else None,
                mail=mail,
                phone=_phone(rng) if mail is None or rng.random() < 0.85 else None,
                area=home,
                joined=joined,
                left=left,
                on_rosters=number not in carers or number in opted_in,
                on_map=number not in off_the_map,
            )
        )
    return tuple(cast)


def _stays(posts: list[Post], agenda: Agenda, rng: random.Random) -> dict[int, Stay]:
    """From when until when newcomers (after the third meeting) and leavers (before the last measurement) took part.

    Each of them has a colleague with the same function, so that no organisation stands empty, and none is a broker.
    """
    seen: set[Post] = set()
    spare = []
    for number, post in enumerate(posts):
        if post in seen and post[1] not in (CARER, "mantelzorgconsulent", "poh"):
            spare.append(number)
        seen.add(post)
    chosen = rng.sample(spare, NEWCOMERS + LEAVERS)
    day = dt.timedelta(days=1)
    stays: dict[int, Stay] = {}
    for number in chosen[:NEWCOMERS]:
        stays[number] = (agenda.meetings[2] + rng.randint(5, 40) * day, None)
    for number in chosen[NEWCOMERS:]:
        stays[number] = (agenda.starts_on, agenda.meetings[3] + rng.randint(10, 45) * day)
    return stays


def _without_mail(posts: list[Post]) -> set[int]:
    last = {
        (organisation.key, function): number for number, (organisation, function) in enumerate(posts) if organisation
    }
    return {last[place] for place in _NO_MAIL}


def _mail(organisation: Organisation | None, function: str, name: str) -> str:
    """An address that can never reach anybody (RFC 2606)."""
    key, functions, shared = _SHARED_MAIL
    if organisation and organisation.key == key and function in functions:
        return shared
    ascii_name = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode().replace(" ", ".")
    if organisation is None or function in (CARER, "vrijwilliger"):
        return f"{ascii_name}@example.org"
    return f"{ascii_name}@{organisation.key}.example.org"


def _phone(rng: random.Random) -> str:
    """A number that cannot be dialled: 06-00 and the area code 0500 lead nowhere."""
    pairs = " ".join(str(rng.randrange(10, 100)) for _ in range(3))
    return rng.choice(("06-00 ", "0500-")) + pairs
