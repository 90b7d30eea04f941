"""What went together with bijeenkomsten: who met, who then had a line, and where a first referral followed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import service
from kapstok.evaluation.chain import service as chains
from kapstok.ties.rules import Source
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import page, voice
from kapstok.web.evaluator.choices import MeetingChoice, asked_for, chosen
from kapstok.web.filters import day_short, number, percent
from kapstok.web.shares import in_words

if TYPE_CHECKING:
    from kapstok.evaluation.chain.beside import Beside
    from kapstok.evaluation.chain.service import Chain, Held
    from kapstok.evaluation.chain.telling import Steps
    from kapstok.network.drawing import Figure
    from kapstok.network.graph import Mode


@blueprint.get("/bijeenkomsten")
def meetings():
    now, choice = clock.now(), asked_for(MeetingChoice)
    held = service.past_meetings(g.project, now)
    choice.bijeenkomst.choices = [("", _("Alle bijeenkomsten samen"))] + [
        (str(row.id), f"{row.title}, {day_short(row.starts_at)}") for row in held
    ]
    chosen(choice)
    chain = chains.find_chain(g.project, choice.sterkte.data, choice.richting.data, now)
    if chain is None:
        return render_template("evaluator/meetings_empty.html")
    one = next((row for row in chain.held if str(row.meeting_id) == choice.bijeenkomst.data), None)
    drawn = {
        "stappen": _steps(chain, one, choice.sterkte.data, choice.richting.data),
        "lijnen": None if one else _lines_beside(chain, choice.sterkte.data, choice.richting.data),
        "verwijzingen": None if one else _referrals_beside(chain),
        "nooit": None if one else _never_came(chain, choice.sterkte.data),
    }
    return page(
        "evaluator/meetings.html",
        drawn,
        choice=choice,
        drawn=drawn,
        one=one,
        chain=chain,
        rows=[(row, _what_is_missing(row)) for row in ([one] if one else chain.held)],
        missing=None if drawn["stappen"] else _nothing_to_show(chain, one),
        why_lines=_why(chain.lines),
        why_referrals=_why(chain.referrals),
        why_never=_why_never(chain),
        **_opinions(now),
    )


def _steps(chain: Chain, one: Held | None, threshold: int, mode: Mode) -> Figure | None:
    from kapstok.evaluation.chain.figures import three_steps
    from kapstok.network.drawing import mode_in_words

    steps = one.steps if one else chain.told.total
    if steps is None or not steps.new:
        return None
    caption = _(
        "n = %(mensen)s mensen die er waren · bijeenkomsten: %(aantal)s van %(alle)s · van %(deel)s van de "
        "nieuwe ontmoetingen is bekend hoe het verder ging · "
        "paren die voor het eerst samen op een bijeenkomst waren en toen nog geen lijn noemden · "
        "lijn vanaf sterkte %(sterkte)s, %(richting)s, genoemd in de zes maanden erna · verwijzing: de eerste tussen "
        "hun organisaties, in de zes maanden erna · bron: aanwezigheid, metingen, vragen na een bijeenkomst, "
        "maandtellingen",
        mensen=number(one.reach.present if one else chain.people),
        aantal=1 if one else chain.told.all_of,
        alle=len(chain.held),
        deel=percent(_known(steps)),
        sterkte=threshold,
        richting=mode_in_words(mode, voice()),
    )
    return three_steps(steps, caption, voice())


def _known(steps: Steps) -> float | None:
    from kapstok import disclosure

    return None if steps.known is None or steps.new is None else disclosure.share(steps.known, steps.new)


def _lines_beside(chain: Chain, threshold: int, mode: Mode) -> Figure | None:
    from kapstok.evaluation.chain.figures import lines_beside_figure
    from kapstok.network.drawing import Caption

    rests = Caption(chain.people, None, threshold, mode, (Source.WAVE,)).text(voice())
    caption = _(
        "%(onderschrift)s · paren die nog geen lijn hadden en waarvan beide mensen de eerste meting na de bijeenkomst "
        "invulden, binnen een jaar · per bijeenkomst gewogen, zodat beide groepen van dezelfde bijeenkomsten zijn",
        onderschrift=rests,
    )
    return lines_beside_figure(chain.lines, caption, voice())


def _referrals_beside(chain: Chain) -> Figure | None:
    from kapstok.evaluation.chain.figures import referrals_beside_figure

    caption = _(
        "Paren van twee organisaties die nog niet naar elkaar verwezen · eerste verwijzing in de zes maanden na de "
        "maand van de bijeenkomst · bron: maandtellingen en gevolgde verwijzingen · per bijeenkomst gewogen"
    )
    return referrals_beside_figure(chain.referrals, caption, voice())


def _never_came(chain: Chain, threshold: int) -> Figure | None:
    from kapstok.evaluation.chain.figures import never_came
    from kapstok.network.drawing import Caption

    found = chain.spill_over
    moves = [
        (whom, moved)
        for whom, moved in ((_("wie wel kwam"), found.toward), (_("anderen die nooit kwamen"), found.among))
        if moved is not None
    ]
    if not moves:
        return None
    last = chain.waves[-1]
    rests = Caption(found.people, last.response, threshold, "directed", (Source.WAVE,)).text(voice())
    caption = _(
        "%(onderschrift)s · %(eerst)s en %(laatst)s, alleen paren die in beide metingen bekend zijn",
        onderschrift=rests,
        eerst=chain.waves[0].name,
        laatst=last.name,
    )
    return never_came(moves, found.people, caption, voice())


def _what_is_missing(row: Held) -> str:
    """Why no chain stands behind this bijeenkomst, or an empty string."""
    if row.nobody_ticked_off:
        return _("Aanwezigheid is niet ingevuld")
    if row.nothing_before:
        return _("Vooraf is niemand gevraagd wie zij al kenden")
    if row.steps is None:
        return _("Bekend vanaf %(dag)s", dag=day_short(row.told_on))
    if row.steps.new is None:
        return _("Te weinig mensen of antwoorden om te tonen")
    if row.steps.new == 0:
        return _("Geen nieuwe ontmoetingen")
    if row.steps.line is None:
        return _("Te weinig mensen of antwoorden om te tonen wat ervan werd")
    if not row.steps.known:
        return _("Daarna is niemand gevraagd: geen meting of vragenlijst in zes maanden")
    return ""


def _nothing_to_show(chain: Chain, one: Held | None) -> str:
    """Why there is no figure on top of the page."""
    if one is not None:
        return _what_is_missing(one)
    reasons = {_what_is_missing(row) for row in chain.held}
    if len(reasons) == 1:
        return reasons.pop()
    return _("Bij elke bijeenkomst ontbreekt nog iets. Bij “Per bijeenkomst” ziet u wat.")


def _why(beside: Beside) -> str:
    """Why lines are not compared, or only described."""
    from kapstok.evaluation.chain.beside import Why

    if beside.why is None:
        return ""
    return {
        Why.NOBODY_MISSED: _(
            "Er is niets om mee te vergelijken. Bij bijeenkomsten van meer dan zes maanden geleden waren er geen "
            "nieuwe paren die samen kwamen, of geen die niet samen kwamen. Vul per bijeenkomst in wie er was."
        ),
        Why.UNHEARD: _(
            "Van te veel paren is niet bekend hoe het verder ging. Houd binnen een jaar na een bijeenkomst een "
            "meting, vraag ook wie niet kwam, en laat organisaties elke maand tellen."
        ),
        Why.FEW: _("Het gaat om te weinig paren of mensen om te vergelijken zonder dat zij herkenbaar zijn."),
        Why.FEW_PEOPLE: _("Minder dan 40 mensen: daarom staat er geen interval bij. Het verschil kan toeval zijn."),
        Why.SHARED: _("Zonder interval: paren van dezelfde twee organisaties delen één verwijzing."),
    }[beside.why]


def _why_never(chain: Chain) -> str:
    """Why there is nothing to say of who never came."""
    from kapstok.evaluation.chain.spill_over import Unknown

    return {
        None: _("Te weinig mensen die nooit kwamen, antwoordden in beide metingen of veranderden van antwoord."),
        Unknown.NO_TWO: _("Hiervoor zijn twee afgesloten metingen nodig."),
        Unknown.NOBODY_CAME: _("Van geen bijeenkomst is ingevuld wie er was."),
        Unknown.FEW: _("Te weinig mensen die nooit kwamen, of die wel kwamen, antwoordden in beide metingen."),
    }[chain.spill_over.unknown]


def _opinions(now: dt.datetime) -> dict:
    """What attendees thought, of meetings of which nobody can answer any more."""
    from kapstok.evaluation.gatherings import by_method, gathering

    held = service.held_meetings(g.project, now)
    methods = by_method(each for each in held if each.said)
    return {
        "opinions": [(found, in_words(found.useful), in_words(found.able)) for found in map(gathering, held)],
        "methods": [(method, in_words(method.useful), in_words(method.able)) for method in methods],
    }
