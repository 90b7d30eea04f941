"""What organisations and participants reported: mantelzorgers in beeld, and the vragenlijst. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.disclosure import SMALL_PUBLISHED
from kapstok.errors import N_
from kapstok.evaluation.opinions import EXPERIENCED, Asked, Opinion
from kapstok.evaluation.paired import Verdict
from kapstok.evaluation.report.claims import TOO_SMALL, Claim, Need, count, day, people, text
from kapstok.evaluation.report.document import Grid
from kapstok.evaluation.report.facts import Counted, Facts
from kapstok.evaluation.report.pen import NOT_SHOWN, Pen
from kapstok.evaluation.report.rules import Chapter

VERDICTS = {
    Verdict.MORE: N_(
        "“%(uitspraak)s”: bij wie beide keren antwoordde, verschoof het antwoord naar “eens”, meer dan door toeval te "
        "verwachten is."
    ),
    Verdict.LESS: N_(
        "“%(uitspraak)s”: bij wie beide keren antwoordde, verschoof het antwoord naar “oneens”, meer dan door toeval "
        "te verwachten is."
    ),
    Verdict.UNCLEAR: N_(
        "“%(uitspraak)s”: bij wie beide keren antwoordde, is geen verschuiving te zien die groter is dan toeval. Dat "
        "bewijst niet dat er niets veranderde."
    ),
}


def claims(facts: Facts) -> Iterator[Claim]:
    for place, counted in enumerate(facts.counted):
        yield _in_view(counted, place)
    if not facts.counted:
        yield Claim(
            "in_view.0.range",
            Chapter.IN_VIEW,
            about=N_("Hoeveel mantelzorgers organisaties in beeld hebben"),
            sentence="",
            needs=(Need(False, N_("Nog geen organisatie gaf hiervan een aantal op.")),),
        )
    yield from _survey(facts.said)


def _in_view(counted: Counted, place: int) -> Claim:
    """The range on the last reference date; all organisations together, and never a sum of them."""
    view = counted.view
    last, reported = view.ranges[-1], view.reported[-1]
    return Claim(
        f"in_view.{place}.range",
        Chapter.IN_VIEW,
        about=N_("%(naam)s: hoeveel mensen"),
        sentence=N_(
            "%(naam)s, op %(dag)s: ten minste %(laag)s en ten hoogste %(hoog)s mensen. Organisaties die iets opgaven: "
            "%(organisaties)s."
        ),
        values={
            "naam": text(counted.name),
            "dag": day(view.days[-1]),
            "laag": people(last.low),
            "hoog": people(last.high),
            "organisaties": count(reported),
        },
        needs=(Need(last.low is not None and last.high is not None, TOO_SMALL),),
        in_summary=place == 0,
    )


def _survey(said: tuple[Asked, ...]) -> Iterator[Claim]:
    if not said:
        yield Claim(
            "survey.items.count",
            Chapter.SURVEY,
            about=N_("Wat mensen van uitspraken vonden"),
            sentence="",
            needs=(Need(False, N_("Nog niemand beantwoordde een uitspraak in een gesloten meting.")),),
        )
    for place, item in enumerate(said):
        if item.kind == EXPERIENCED or len(item.waves) < 2:
            continue
        yield Claim(
            f"survey.{place}.linked",
            Chapter.SURVEY,
            about=N_("Of dezelfde mensen anders gingen antwoorden op “%(uitspraak)s”"),
            sentence=VERDICTS[item.linked.verdict if item.linked else Verdict.UNCLEAR],
            values={"uitspraak": text(item.text)},
            needs=(Need(item.linked is not None, N_("Minder dan tien mensen antwoordden beide keren.")),),
        )


# Tables


def grids(facts: Facts, pen: Pen) -> Iterator[tuple[Chapter, Grid]]:
    for counted in facts.counted:
        yield Chapter.IN_VIEW, _latest(counted, pen)
    shown = [(item, when, found) for item in facts.said for when, found in _occasions(item)]
    if shown:
        yield Chapter.SURVEY, _shares(shown, pen)


def _latest(counted: Counted, pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple(
        (
            row.organisation,
            pen.day(row.day),
            NOT_SHOWN if row.count is None else pen.number(row.count),
            NOT_SHOWN if row.whole is None else pen.number(row.whole),
            NOT_SHOWN if row.share is None else pen.percent(row.share),
        )
        for row in counted.view.latest
    )
    columns = (_("Organisatie"), _("Peildatum"), _("Aantal"), _("Van hoeveel"), _("Deel"))
    caption = _("%(naam)s: wat elke organisatie het laatst opgaf", naam=counted.name)
    return Grid(caption, columns, rows, numeric=(2, 3, 4))


def _occasions(item: Asked) -> list[tuple[str, Opinion]]:
    return [*zip(item.waves, item.opinions, strict=True), *zip(item.meetings, item.afterwards, strict=True)]


def _shares(shown: list[tuple[Asked, str, Opinion]], pen: Pen) -> Grid:
    _ = pen.translate
    rows = tuple((item.text, when, share_in_words(found, pen), _interval(found, pen)) for item, when, found in shown)
    columns = (_("Uitspraak"), _("Wanneer"), _("Eens"), _("Interval"))
    caption = _("Wie het eens is; een streep: niet te tonen, of minder dan tien antwoorden")
    return Grid(caption, columns, rows, numeric=(2, 3))


def _interval(found: Opinion, pen: Pen) -> str:
    if found.interval is None or not is_published(found):
        return NOT_SHOWN
    return "–".join(pen.percent(end) for end in found.interval)


def share_in_words(found: Opinion, pen: Pen) -> str:
    """Who agrees, of ten people or more with neither side a handful: "75 % (n = 24)"."""
    if not is_published(found):
        return NOT_SHOWN
    return pen.translate("%(deel)s (n = %(mensen)s)", deel=pen.percent(found.share), mensen=pen.number(found.answered))


def is_published(found: Opinion) -> bool:
    """Whether a share may be told: neither who agrees nor who does not is a handful."""
    agree, answered = found.agree, found.answered
    if agree is None or answered is None:
        return False
    return not any(0 < side < SMALL_PUBLISHED for side in (agree, answered - agree))
