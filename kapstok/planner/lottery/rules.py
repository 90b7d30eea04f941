"""What a lottery must keep to: fixed beforehand, so that nobody can choose afterwards what was measured."""

from __future__ import annotations

import datetime as dt

from kapstok.errors import N_, Refused

FEWEST_PEOPLE = 20  # fewer have hardly any twins, so that even several bijeenkomsten together tell nothing
FEWEST_PAIRS = 300  # with fewer a real difference is found too seldom to be worth a test: pool, or describe only
MOST_LOSS = 0.02  # of the points of the plan, that the coins may be expected to cost
MOST_NAMES = 40  # on one list: longer ones are not filled in

ASK_AFTER = dt.timedelta(days=56)  # an acquaintance that lasts eight weeks is a line, one of yesterday is a memory
ANSWER_WITHIN = dt.timedelta(days=28)  # from the day the list is sent


class NotAnnounced(Refused):
    """Guests know of a lottery, and can stay out of it, before they come."""

    sentence = N_("Kondig de loting eerst aan in de uitnodiging. Dan kan iedereen laten weten dat hij niet meedoet.")


class TooFewPeople(Refused):
    """With so few people the coins have next to nothing to decide."""

    sentence = N_("Loten heeft pas zin vanaf %(fewest)s gasten. Nu komen er %(people)s.")


class NothingToDraw(Refused):
    """No two guests can change places for so little."""

    sentence = N_(
        "In deze tafelindeling kunnen geen twee gasten ruilen zonder dat het plan te veel verliest. "
        "Daarom kunt u hier niet loten."
    )


class AlreadyBegun(Refused):
    """What is drawn afterwards is no draw."""

    sentence = N_("De bijeenkomst is al begonnen. Loten kan alleen vooraf.")


class TooEarlyToAsk(Refused):
    """Asked sooner, people would name whom they remember."""

    sentence = N_("De vraag gaat pas acht weken na de bijeenkomst naar de gasten.")


class AnswersClosed(Refused):
    """The results are shown from then on: a later answer could follow from them."""

    sentence = N_("De tijd om te antwoorden is voorbij.")


def check_draw(people: int, announced: bool, begins: dt.datetime, now: dt.datetime) -> None:
    """Refuse a draw that nobody was told of, of too few people, or after the bijeenkomst began."""
    if now >= begins:
        raise AlreadyBegun
    if not announced:
        raise NotAnnounced
    if people < FEWEST_PEOPLE:
        raise TooFewPeople(people=people, fewest=FEWEST_PEOPLE)


def asks_from(ended: dt.datetime) -> dt.datetime:
    """From when on guests may be asked whom they know."""
    return ended + ASK_AFTER


def answers_until(asked: dt.datetime) -> dt.datetime:
    """Until when answers are taken; the seed and the results are shown after that."""
    return asked + ANSWER_WITHIN


def is_closed(asked: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the answers are in: no seed, coin or result is shown to anybody before."""
    return asked is not None and now >= answers_until(asked)


def check_answer(asked: dt.datetime, now: dt.datetime) -> None:
    """Refuse an answer that comes too late."""
    if is_closed(asked, now):
        raise AnswersClosed
