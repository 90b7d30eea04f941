"""The measurement plan as people read it: what it fixes, what was changed, and where a page departs from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok.ties.models import MeasurementPlan, PlanChange, Wave
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Choices, Headline, Standing, Test
from kapstok.web.filters import day, number
from kapstok.web.headline_words import MEASURES
from kapstok.web.strengths import STRENGTHS

FIELDS: Mapping[str, str] = {
    "headline": _l("Hoofdcijfer"),
    "threshold": _l("Een lijn telt vanaf"),
    "test": _l("Oordeel over een verschil"),
    "boundary": _l("Wie erbij hoort"),
    "offers_previous": _l("Vorige antwoorden tonen"),
    "draws": _l("Loting"),
}
TESTS: Mapping[Test, str] = {
    Test.INTERVAL: _l("Met een 95 %-interval"),
    Test.DESCRIBE: _l("Alleen beschrijven"),
}
STANDINGS: Mapping[Standing, str] = {
    Standing.OPEN: _l("Het meetplan kan nog vrij veranderen. Het staat vast zodra de tweede meting opent."),
    Standing.DRAWN: _l("Het meetplan is gemaakt voordat er tafels werden geloot, en staat sindsdien vast."),
    Standing.BEFOREHAND: _l("Het meetplan is gemaakt voordat de tweede meting begon, en staat sindsdien vast."),
    Standing.DEFAULT: _l("Er was geen meetplan toen de tweede meting opende. Toen zijn de gewone keuzes vastgelegd."),
    Standing.AFTERWARDS: _l(
        "Het meetplan is gemaakt nadat de tweede meting was geopend. Wie het maakte, kon antwoorden al kennen."
    ),
}


@dataclass(frozen=True)
class Changed:
    """One change after the lock, in words."""

    at: dt.datetime
    field: str
    old: str
    new: str
    reason: str

    def text(self) -> str:
        """The change as a sentence for a page of results."""
        return _(
            "Op %(dag)s is “%(veld)s” in het meetplan gewijzigd van “%(oud)s” in “%(nieuw)s”. Reden: %(reden)s",
            dag=day(self.at),
            veld=self.field,
            oud=self.old,
            nieuw=self.new,
            reden=self.reason,
        )


def in_words(field: str, value: str) -> str:
    """A value of a plan, as it is kept in a change, for people."""
    if field == "headline":
        return str(MEASURES[Headline(value)].label)
    if field == "threshold":
        return next(str(choice.label) for choice in STRENGTHS if str(choice.value) == value)
    if field == "test":
        return str(TESTS[Test(value)])
    if field in ("offers_previous", "draws"):
        return _("ja") if value == str(True) else _("nee")
    return value or "–"


def facts(plan: MeasurementPlan) -> list[tuple[str, str]]:
    """(label, value) of everything that the plan fixes."""
    choices = planning.choices_of(plan)
    return [(str(label), in_words(name, str(getattr(choices, name)))) for name, label in FIELDS.items()]


def changed(changes: Iterable[PlanChange]) -> list[Changed]:
    return [
        Changed(
            one.changed_at,
            str(FIELDS[one.field]),
            in_words(one.field, one.old),
            in_words(one.field, one.new),
            one.reason,
        )
        for one in changes
    ]


def deviations(plan: MeasurementPlan, threshold: int, waves: Iterable[Wave]) -> list[str]:
    """Every sentence that a reader of results made at ``threshold`` must know before trusting them as planned."""
    standing = planning.standing(plan)
    found = [str(STANDINGS[standing])] if standing in (Standing.DEFAULT, Standing.AFTERWARDS) else []
    found += [one.text() for one in changed(planning.changes(plan))]
    if threshold != plan.threshold:
        found.append(
            _(
                "U kijkt naar lijnen vanaf sterkte %(nu)s. Het meetplan telt lijnen vanaf sterkte %(plan)s: "
                "alleen die cijfers zijn vooraf gekozen.",
                nu=threshold,
                plan=plan.threshold,
            )
        )
    found += [
        _("Bij “%(meting)s” was de grens van de lijst: “%(grens)s”", meting=wave.name, grens=wave.boundary)
        for wave in waves
        if plan.boundary and wave.boundary.strip() not in ("", plan.boundary)
    ]
    return found


def promise(choices: Choices) -> str:
    """What the page of results will say, with made-up figures, so that nobody is surprised."""
    measure = MEASURES[choices.headline]
    then, now, low, high = EXAMPLES[choices.headline]
    said = {
        "cijfer": measure.label,
        "sterkte": choices.threshold,
        "toen": measure.write(then),
        "nu": measure.write(now),
        "verschil": measure.difference(then, now, (low, high) if choices.test is Test.INTERVAL else None),
    }
    return _("%(cijfer)s, voor lijnen vanaf sterkte %(sterkte)s: eerst %(toen)s, nu %(nu)s. %(verschil)s.", **said)


def respondents_in_words(expected: int, recommended: Test) -> str:
    """How many answers to expect, and which judgement they can carry."""
    if recommended is Test.INTERVAL:
        return _(
            "Wij verwachten ongeveer %(aantal)s mensen die antwoorden. Dat is genoeg voor een interval.",
            aantal=number(expected),
        )
    return _(
        "Wij verwachten ongeveer %(aantal)s mensen die antwoorden. Onder de 40 is toeval niet goed van verandering te "
        "scheiden: wij raden aan alleen te beschrijven.",
        aantal=number(expected),
    )


# Then, now, and the ends of an interval of the difference: figures of nobody.
EXAMPLES: Mapping[Headline, tuple[float, float, float, float]] = {
    Headline.DENSITY: (0.096, 0.145, 0.018, 0.081),
    Headline.DEGREE: (4.0, 5.5, 0.6, 2.4),
    Headline.SHORT_LINES: (0.42, 0.61, 0.08, 0.3),
    Headline.DISTANCE: (2.8, 2.3, -0.8, -0.2),
    Headline.CROSS_SECTOR: (0.31, 0.44, 0.05, 0.21),
}
