"""What the planner answers, in words: wishes that clash, ways out, repeats that cannot be avoided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from kapstok.planner.forced import Forced, Reason
from kapstok.planner.reading import Problem
from kapstok.planner.score import Rule
from kapstok.planner.telling import about
from kapstok.planner.wishes import Clash, Kind, Way, WayOut, Wish

if TYPE_CHECKING:
    from kapstok.planner import expected
    from kapstok.planner.choices import Choice
    from kapstok.planner.telling import Company
    from kapstok.planner.why import Kept

# A wish is the projectleider's own: what follows from one is said without saying which.
GAINS_LITTLE = {
    "part": _l("is niet alle rondes aan tafel"),
    "knows": _l("kent de meeste gasten al, of zij zijn collega’s"),
    "few_tables": _l("een wens bepaalt mee waar deze gast zit"),
    "together": _l("een wens bepaalt mee waar deze gast zit"),
}
KEEPS = {
    "held": _l("Deze gast zit vast aan deze tafel."),
    "host": _l("Deze gast ontvangt aan deze tafel en blijft daar alle rondes."),
    "few_tables": _l("Een wens bepaalt mee waar deze gast zit."),
    "together": _l("Een wens bepaalt mee waar deze gast zit."),
}
STANDS_IN_THE_WAY = {
    Rule.SIZE: _l("kan niet, door het aantal plaatsen"),
    Rule.FIXED: _l("kan niet: wie een tafel ontvangt, blijft daar"),
    Rule.HELD: _l("kan niet: een van beiden zit vast"),
    Rule.SEATED: _l("kan niet: deze gast heeft nog geen tafel"),
}


def listed(words: Sequence[str]) -> str:
    """Anna, Bert en Cor"""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s", first=", ".join(words[:-1]), last=words[-1])


def names(problem: Problem, people: Iterable[int]) -> str:
    return listed([problem.names[person] for person in people])


def tables_in_words(problem: Problem, tables: Iterable[int]) -> str:
    """tafel 3, or tafels 1, 2 en 4"""
    numbers = [str(problem.tables[table]) for table in tables]
    if len(numbers) == 1:
        return _("tafel %(number)s", number=numbers[0])
    return _("tafels %(numbers)s", numbers=listed(numbers))


def rounds_in_words(rounds: Sequence[int], of: int) -> str:
    """In ronde 2: · In alle rondes:"""
    if len(rounds) == of:
        return _("In alle rondes")
    if len(rounds) == 1:
        return _("In ronde %(number)s", number=rounds[0] + 1)
    return _("In rondes %(numbers)s", numbers=listed([str(number + 1) for number in rounds]))


def clash_in_words(problem: Problem, clash: Clash) -> str:
    """Which wishes cannot all be kept; one sentence."""
    who, at, count = names(problem, clash.people), tables_in_words(problem, clash.tables), clash.count
    match clash.kind:
        case Kind.UPSIDE_DOWN:
            return _("Van %(tables)s is het kleinste aantal groter dan het grootste.", tables=at)
        case Kind.FEWER_GUESTS_THAN_TABLES:
            return ngettext("Er is één tafel meer dan gasten.", "Er zijn %(num)d tafels meer dan gasten.", count)
        case Kind.TOO_FEW_GUESTS:
            return ngettext(
                "De tafels vragen samen één gast meer dan er komt.",
                "De tafels vragen samen %(num)d gasten meer dan er komen.",
                count,
            )
        case Kind.TOO_FEW_PLACES:
            return ngettext("Er is één stoel te weinig.", "Er zijn %(num)d stoelen te weinig.", count)
        case Kind.NOWHERE:
            return _("Voor %(who)s blijft geen enkele tafel over.", who=who)
        case Kind.HELD:
            return _("%(who)s staat vast aan %(at)s, maar kan daar volgens een wens niet zitten.", who=who, at=at)
        case Kind.TOGETHER_AND_APART:
            return _together_and_apart(problem, clash)
        case Kind.TOGETHER_AT_TWO_TABLES:
            return _("%(who)s zitten altijd samen, maar horen bij verschillende tafels.", who=who)
        case Kind.TOO_LARGE_TOGETHER:
            return ngettext(
                "%(who)s zitten altijd samen. Daarvoor is elke tafel één plaats te klein.",
                "%(who)s zitten altijd samen. Daarvoor is elke tafel %(num)d plaatsen te klein.",
                count,
                who=who,
            )
        case Kind.APART_AT_ONE_TABLE:
            return _("%(who)s mogen niet samen zitten, maar horen allebei bij %(tables)s.", who=who, tables=at)
        case Kind.TOO_MANY_APART:
            return ngettext(
                "%(who)s mogen geen van allen samen zitten. Daarvoor is één tafel te weinig.",
                "%(who)s mogen geen van allen samen zitten. Daarvoor zijn %(num)d tafels te weinig.",
                count,
                who=who,
            )
        case Kind.TOO_FEW_PLACES_THERE:
            return ngettext(
                "%(who)s kunnen alleen aan %(tables)s zitten. Daar is één plaats te weinig.",
                "%(who)s kunnen alleen aan %(tables)s zitten. Daar zijn %(num)d plaatsen te weinig.",
                count,
                who=who,
                tables=at,
            )
        case Kind.TOO_FEW_FOR_TABLES:
            return ngettext(
                "Aan %(tables)s kan haast niemand zitten: daar is één gast te weinig.",
                "Aan %(tables)s kan haast niemand zitten: daar zijn %(num)d gasten te weinig.",
                count,
                tables=at,
            )
        case Kind.TOO_MANY_TOGETHER:
            return ngettext(
                "Zo veel groepjes die samen zitten, passen niet aan deze tafels: er is één groepje te veel.",
                "Zo veel groepjes die samen zitten, passen niet aan deze tafels: er zijn %(num)d groepjes te veel.",
                count,
            )
        case Kind.GROUP_TOO_SMALL | Kind.GROUP_TOO_LARGE:
            return _("Het lukt niet om aan elke tafel een mantelzorger, of een gastheer of -vrouw te zetten.")
    return _("Elke wens kan op zich, maar allemaal samen lukt het niet.")


def _together_and_apart(problem: Problem, clash: Clash) -> str:
    two, through = names(problem, clash.people[:2]), clash.people[2:]
    if through:
        return _(
            "%(two)s mogen niet samen zitten, maar zitten via %(others)s altijd aan één tafel.",
            two=two,
            others=names(problem, through),
        )
    return _("%(two)s moeten samen zitten en mogen niet samen zitten.", two=two)


def way_in_words(problem: Problem, way: WayOut) -> str:
    """What a button does to end a clash."""
    at, count = tables_in_words(problem, way.tables), way.count
    match way.way:
        case Way.GIVE_UP if way.wish:
            return _given_up(problem, way.wish)
        case Way.MORE_TABLES:
            return ngettext("Eén tafel erbij", "%(num)d tafels erbij", count)
        case Way.FEWER_TABLES:
            return ngettext("Eén tafel minder", "%(num)d tafels minder", count)
        case Way.MORE_PLACES if way.tables:
            return ngettext("Eén plaats erbij aan %(at)s", "%(num)d plaatsen erbij aan %(at)s", count, at=at)
        case Way.MORE_PLACES:
            return ngettext("Eén plaats erbij", "%(num)d plaatsen erbij", count)
        case Way.MORE_GUESTS:
            return ngettext("Nog één gast uitnodigen", "Nog %(num)d gasten uitnodigen", count)
        case Way.LOWER_MINIMUM:
            return _("Ook minder mensen aan een tafel toestaan")
    return _("Een ronde minder")


def _given_up(problem: Problem, wish: Wish) -> str:
    who, at = names(problem, wish.people), tables_in_words(problem, wish.tables)
    match wish.rule:
        case Rule.APART:
            return _("%(who)s mogen toch samen zitten", who=who)
        case Rule.TOGETHER:
            return _("%(who)s hoeven niet samen te zitten", who=who)
        case Rule.FIXED:
            return _("%(who)s ontvangt niet aan %(tables)s", who=who, tables=at)
        case Rule.ALLOWED:
            return _("%(who)s kan ook aan een tafel zonder plaats voor een rolstoel zitten", who=who)
        case Rule.HELD:
            return _("%(who)s losmaken in ronde %(number)s", who=who, number=(wish.round or 0) + 1)
        case Rule.GROUP:
            return _("Niet aan elke tafel een mantelzorger, of een gastheer of -vrouw")
    return _("Ook minder mensen aan een tafel toestaan")


def forced_in_words(found: Forced, rounds: int, tables: int) -> str:
    """Why people must meet again; nobody is named, since a wish may be the reason."""
    people = len(found.people)
    match found.reason:
        case Reason.SPREAD if len(found.tables) < tables:
            return _(
                "%(people)s mensen kunnen aan maar %(tables)s van de tafels zitten. "
                "In %(rounds)s rondes komen zij elkaar weer tegen.",
                people=people,
                tables=len(found.tables),
                rounds=rounds,
            )
        case Reason.SPREAD:
            return _(
                "%(people)s mensen over %(tables)s tafels in %(rounds)s rondes: "
                "dan zitten mensen vaker dan één keer bij elkaar.",
                people=people,
                tables=tables,
                rounds=rounds,
            )
        case Reason.SAME_TABLE:
            return _("Aan één tafel zitten elke ronde dezelfde %(people)s mensen.", people=people)
        case Reason.FEW_TABLES:
            return ngettext(
                "Eén gast kan aan minder tafels zitten dan er rondes zijn, en treft dezelfde gastheer of -vrouw weer.",
                "%(num)d gasten kunnen aan minder tafels zitten dan er rondes zijn, "
                "en treffen dezelfde gastheer of -vrouw weer.",
                people,
            )
        case Reason.CHAIN:
            return _("Wie via een ander samen zit, zit elke ronde samen.")
        case Reason.FEW_OTHERS:
            return _("Er zijn meer plaatsen naast mensen dan anderen om te ontmoeten.")
    return _("Bijna iedereen kent elkaar al: een deel van de ontmoetingen brengt niets nieuws.")


def reasons_in_words(reasons: Iterable[expected.Reason]) -> str:
    """Why somebody gains little, as the end of a sentence."""
    return "; ".join(dict.fromkeys(str(GAINS_LITTLE[reason]) for reason in reasons))


def choice_in_words(choice: Choice, told: bool) -> str:
    """What another place costs, if that may be ``told``, or why it cannot be."""
    if choice.broken is not None:
        return str(STANDS_IN_THE_WAY.get(choice.broken, _("kan niet, door een wens")))
    return points_in_words(choice.points) if told else _("kan; over zo weinig mensen zegt Kapstok geen punten")


def points_in_words(points: int) -> str:
    """About how many points a plan gains or loses; exact, it would tell who knows whom."""
    told = about(points)
    if told == 0:
        return _("maakt weinig verschil")
    sign = "+" if told > 0 else "−"
    return _("ongeveer %(sign)s%(num)s punten", sign=sign, num=abs(told))


def company_in_words(others: int, elsewhere: int, again: int, found: Company) -> str:
    """Who the ``others`` at a table are: how many of them work in another sector, and whether most are new."""
    told = [
        ngettext("Hier zit één ander.", "Hier zitten %(num)d anderen.", others),
        ngettext("Eén van hen is uit een ander domein.", "%(num)d van hen zijn uit een ander domein.", elsewhere)
        if elsewhere
        else _("Niemand van hen is uit een ander domein."),
    ]
    if found.mostly_new:
        told.append(_("De meesten zijn nieuw voor deze gast."))
    if found.needed:
        told.append(_("Er is verwijsbehoefte met een organisatie aan deze tafel."))
    if again:
        told.append(
            ngettext(
                "Eén zat al eerder met deze gast aan tafel.", "%(num)d zaten al eerder met deze gast aan tafel.", again
            )
        )
    return " ".join(told)


def kept_in_words(kept: Iterable[Kept]) -> list[str]:
    """What keeps somebody at a table."""
    return list(dict.fromkeys(str(KEEPS[reason]) for reason in kept))
