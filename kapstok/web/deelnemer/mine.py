"""Mijn lijnen: what a participant gets back for what they told."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.directory.whom import organisations_by_theme
from kapstok.extensions import db
from kapstok.register import cards, consent
from kapstok.register.consent import Purpose
from kapstok.register.models import Person
from kapstok.ties.worth_meeting import Reason, Suggestion
from kapstok.web import own_lines, via_whom
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.own_lines import Around

SAID = {"ja": True, "nee": False}


@blueprint.get("/d/<token>/mijn-lijnen")
def mine(token: str):
    return _page(read_person(token), token)


@blueprint.post("/d/<token>/mijn-lijnen")
def mine_post(token: str):
    """Whether a line of theirs may be shown."""
    person, given = read_person(token), SAID.get(request.form.get("zichtbaar", ""))
    if given is None:
        return _page(person, token), 400
    cards.say(person, Purpose.LINES, given, clock.now(), f"person:{person.id}")
    db.session.commit()
    return redirect(url_for("deelnemer.mine", token=token, bewaard="ja"))


def _page(person: Person, token: str) -> str:
    now = clock.now()
    seen, since = own_lines.around(person, g.project, now), own_lines.since(person)
    offers = organisations_by_theme(g.project)
    goals = via_whom.goals(seen, offers)
    goal = goals.find(request.args.get("naar", ""))
    answer = cards.answers_of(person).get(Purpose.LINES)
    return render_template(
        "deelnemer/mine.html",
        token=token,
        person=person,
        saved="bewaard" in request.args,
        answer=answer,
        is_open=answer is not None and answer.given and person.on_map and person.on_rosters,
        asks_again=consent.text_is_new(answer, Purpose.LINES),
        text=consent.newest(Purpose.LINES),
        seen=seen,
        picture=own_lines.picture(seen) if seen.drawn else None,
        goals=goals,
        found=via_whom.find_ways(seen, goal) if goal else None,
        suggestions=[
            (seen.cards[each.person], _why(each, seen))
            for each in own_lines.suggestions(seen, [theme.name for theme in offers], now)
        ],
        since=since,
    )


def _why(suggestion: Suggestion, seen: Around) -> str:
    """The one reason that is told, in a sentence about the person on the card."""
    card = seen.cards[suggestion.person]
    match suggestion.reason:
        case Reason.REFERRED:
            return _(
                "Uw organisatie verwees het afgelopen jaar naar %(organisation)s. U hebt daar nog geen korte lijn.",
                organisation=card.organisation,
            )
        case Reason.COMMON:
            return _common([seen.cards[id].name for id in suggestion.common])
        case Reason.THEME:
            return _("U wordt allebei gebeld voor “%(theme)s”.", theme=suggestion.theme)
        case Reason.SECTOR:
            return _("Werkt in een andere sector dan u: %(sector)s.", sector=card.sector.name)
        case Reason.AREA:
            return _("Werkt net als u in %(area)s.", area=suggestion.area)


def _common(names: list[str]) -> str:
    if len(names) == 1:
        return _("%(name)s, die u kent, kent deze persoon ook.", name=names[0])
    if len(names) == 2:
        return _("%(one)s en %(other)s, die u kent, kennen deze persoon ook.", one=names[0], other=names[1])
    return ngettext(
        "%(one)s, %(other)s en nog iemand die u kent, kennen deze persoon ook.",
        "%(one)s, %(other)s en nog %(num)d mensen die u kent, kennen deze persoon ook.",
        len(names) - 2,
        one=names[0],
        other=names[1],
    )
