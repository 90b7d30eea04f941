"""What the project is, and whom it reached. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.errors import N_
from kapstok.evaluation.report.claims import Claim, count, day, people, text
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Facts
from kapstok.evaluation.report.pen import Pen
from kapstok.evaluation.report.rules import Chapter


def claims(facts: Facts) -> Iterator[Claim]:
    about = facts.about
    if about.region:
        yield Claim(
            "project.what.region",
            Chapter.PROJECT,
            about=N_("Het werkgebied"),
            sentence=N_("Het werkgebied is %(gebied)s."),
            values={"gebied": text(about.region)},
        )
    yield Claim(
        "project.what.period",
        Chapter.PROJECT,
        about=N_("De looptijd van het project"),
        sentence=N_("De looptijd is van %(begin)s tot en met %(einde)s."),
        values={"begin": day(about.starts_on), "einde": day(about.ends_on)},
    )
    yield Claim(
        "project.size.participants",
        Chapter.PROJECT,
        about=N_("Hoeveel mensen er nu meedoen"),
        sentence=N_("Aan het project doen nu %(mensen)s mensen mee."),
        values={"mensen": people(about.participants)},
        in_summary=True,
    )
    yield Claim(
        "project.size.organisations",
        Chapter.PROJECT,
        about=N_("Hoeveel organisaties er meedoen"),
        sentence=N_("Er doen %(organisaties)s organisaties mee, uit %(sectoren)s sectoren.")
        if about.sectors > 1
        else N_("Aantal organisaties dat meedoet: %(organisaties)s."),
        values={"organisaties": count(about.organisations), "sectoren": count(about.sectors)},
    )
    yield from _reach(facts)


def _reach(facts: Facts) -> Iterator[Claim]:
    reach = facts.reach
    yield Claim(
        "reach.met.once",
        Chapter.REACH,
        about=N_("Hoeveel mensen bij een bijeenkomst waren"),
        sentence=N_("%(mensen)s mensen waren bij ten minste één bijeenkomst."),
        values={"mensen": people(reach.met or None)},
        in_summary=True,
    )
    yield Claim(
        "reach.met.again",
        Chapter.REACH,
        about=N_("Hoeveel mensen vaker kwamen"),
        sentence=N_("%(mensen)s van hen kwamen vaker dan één keer."),
        values={"mensen": people(reach.again or None, reach.met - reach.again)},
    )


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    _ = pen.translate
    for caption, rows in (
        (_("Mensen per sector; kleine sectoren staan samen"), facts.reach.people),
        (_("Organisaties per sector"), facts.reach.organisations),
    ):
        if rows:
            written = tuple((name, pen.number(number)) for name, number in rows)
            yield Chapter.REACH, Grid(caption, (_("Sector"), _("Aantal")), written, numeric=(1,))
