"""How was measured, and what the results cannot bear. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.disclosure import SMALL_PUBLISHED
from kapstok.errors import N_
from kapstok.evaluation.report.claims import Claim, Unit, Value, count, people, text
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Facts, Measured
from kapstok.evaluation.report.pen import NOT_SHOWN, Pen
from kapstok.evaluation.report.rules import Chapter
from kapstok.evaluation.rules import ENOUGH_FOR_STRUCTURE
from kapstok.ties.plans.rules import FEWEST_FOR_INTERVAL, Headline
from kapstok.ties.rules import STRENGTHS

DRAWS = 2000


def claims(facts: Facts) -> Iterator[Claim]:
    yield from _method(facts)
    yield from _limits(facts)


def _method(facts: Facts) -> Iterator[Claim]:
    def said(key: str, sentence: str, **values: Value) -> Claim:
        return Claim(f"method.{key}", Chapter.METHOD, N_("Hoe er is gemeten"), sentence, values)

    yield said(
        "scale.answers",
        N_(
            "Deelnemers kregen een vaste lijst met namen. Per naam gaven zij aan hoe goed zij die persoon kennen, van "
            "%(laagst)s (niet) tot %(hoogst)s (vaste afspraken). Een lijn telt vanaf sterkte %(sterkte)s."
        ),
        laagst=count(min(STRENGTHS)),
        hoogst=count(max(STRENGTHS)),
        sterkte=count(facts.plan.threshold),
    )
    if len(facts.waves) > 1:
        yield said(
            "panel.who",
            N_(
                "Toen en nu zijn vergeleken bij de mensen die beide keren antwoordden, over wie beide keren op de "
                "lijst stond: de vaste groep."
            ),
        )
    yield said("panel.silent", N_("Wie niet antwoordde, telt nooit als nul: wat zij weten, is onbekend."))
    yield said(
        "panel.whose",
        N_(
            "Dichtheid en aantallen tellen wat iemand zelf zegt. Afstanden lopen over lijnen die ten minste een van "
            "beiden noemt."
        ),
    )
    if facts.headlines is not None and any(facts.headlines.intervals.values()) and not facts.plan.describes:
        yield said(
            "chance.draws",
            N_(
                "Bij een verschil staat een interval van %(zekerheid)s. Daarvoor is de groep %(keren)s keer opnieuw "
                "getrokken, telkens dezelfde mensen in beide metingen."
            ),
            zekerheid=Value(Unit.SHARE, 0.95),
            keren=count(DRAWS),
        )
    if facts.said:
        yield said(
            "survey.scale",
            N_("In de vragenlijst is “eens” een %(vier)s of een %(vijf)s op een schaal van %(vijf)s."),
            vier=count(4),
            vijf=count(5),
        )
    yield said(
        "hidden.small",
        N_(
            "Aantallen van één tot en met negen mensen, antwoorden of verwijzingen staan niet in dit verslag, ook niet "
            "als zij door aftrekken te vinden zouden zijn. Organisaties staan er met hun naam in, mensen niet."
        ),
    )


def _limits(facts: Facts) -> Iterator[Claim]:
    def said(key: str, sentence: str, **values: Value) -> Claim:
        return Claim(f"limits.{key}", Chapter.LIMITS, N_("De respons"), sentence, values)

    found = facts.headlines
    if facts.waves:
        lowest = min(facts.waves, key=lambda wave: wave.response.value or 0.0)
        yield said(
            "response.lowest",
            N_("De laagste respons was %(deel)s, bij %(meting)s: %(wel)s van de %(gevraagd)s mensen antwoordden."),
            deel=Value(Unit.SHARE, lowest.response.value, whole=lowest.response.whole),
            meting=text(lowest.name),
            wel=people(lowest.response.part),
            gevraagd=people(lowest.response.whole),
        )
        if (lowest.response.value or 0.0) < ENOUGH_FOR_STRUCTURE:
            yield said(
                "response.half",
                N_(
                    "Bij %(meting)s antwoordde minder dan de helft van wie was gevraagd. Hoe het netwerk in elkaar "
                    "zit, is dan niet te zeggen."
                ),
                meting=text(lowest.name),
            )
    else:
        yield said("response.none", N_("Er is nog geen gesloten meting. Over het netwerk staat hier daarom niets."))
    if len(facts.waves) == 1:
        yield said("compare.once", N_("Er is één gesloten meting. Over verandering is daarom niets te zeggen."))
    if facts.running:
        yield said("compare.running", N_("Een meting die nog loopt, telt in dit verslag niet mee."))
    yield said(
        "compare.cause",
        N_(
            "Er is geen groep mensen of een gebied zonder dit project om mee te vergelijken. Een verschil tussen toen "
            "en nu kan dus ook door iets anders komen."
        ),
    )
    if found is not None and len(found.waves) > 1 and found.panel[-1].people < FEWEST_FOR_INTERVAL:
        yield said(
            "compare.few",
            N_("Minder dan veertig mensen antwoordden beide keren. De cijfers beschrijven daarom alleen."),
        )
    yield said(
        "words.own",
        N_("Het netwerk is wat mensen er zelf over zeggen. Wie twee keer iets anders zegt, kan ook anders oordelen."),
    )
    if not facts.plan.made and len(facts.waves) > 1:
        yield said(
            "words.plan",
            N_("Er was geen meetplan van vóór de tweede meting. De cijfers zijn dus niet aantoonbaar vooraf gekozen."),
        )
    if facts.referred.months:
        yield said(
            "counts.referrals",
            N_("Van verwijzingen is geteld wat is opgeschreven, niet wat er is gebeurd."),
        )
    if facts.counted:
        yield said(
            "counts.overlap",
            N_("Een mantelzorger kan bij meer organisaties in beeld zijn. Daarom staat er geen totaal."),
        )


# Tables


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    _ = pen.translate
    if pen.plan:
        yield Chapter.METHOD, Grid(_("Het meetplan"), (_("Onderdeel"), _("Keuze")), pen.plan)
    if facts.waves:
        meanings = tuple((pen.figures[key], pen.explained[key]) for key in Headline)
        yield (
            Chapter.METHOD,
            Grid(_("Wat de cijfers van het netwerk betekenen"), (_("Cijfer"), _("Betekenis")), meanings),
        )
        yield Chapter.LIMITS, _responses(facts.waves, pen)


def _responses(waves: tuple[Measured, ...], pen: Pen) -> Grid:
    _ = pen.translate
    columns = (_("Meting"), _("Van"), _("Tot"), _("Gevraagd"), _("Antwoordden"), _("Respons"))
    rows = tuple((wave.name, pen.day(wave.opened), pen.day(wave.closed), *_response(wave, pen)) for wave in waves)
    return Grid(_("Respons per meting"), columns, rows, numeric=(3, 4, 5))


def _response(wave: Measured, pen: Pen) -> tuple[str, str, str]:
    asked, answered = wave.response.whole, wave.response.part
    if asked < SMALL_PUBLISHED:
        return NOT_SHOWN, NOT_SHOWN, NOT_SHOWN
    if 0 < answered < SMALL_PUBLISHED:
        return pen.number(asked), NOT_SHOWN, NOT_SHOWN
    return pen.number(asked), pen.number(answered), pen.percent(wave.response.value)
