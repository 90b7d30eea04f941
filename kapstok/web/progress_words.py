"""How kinds of products, stages and steps are called on pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from kapstok.progress.products.rules import Nudge, ProductKind, Stage
from kapstok.progress.steps.rules import State, Step

PRODUCT_KINDS = {
    ProductKind.TOOLKIT: _l("Toolkit"),
    ProductKind.GUIDELINE: _l("Richtlijn"),
    ProductKind.GUIDE: _l("Handreiking"),
    ProductKind.FILM: _l("Film"),
    ProductKind.PODCAST: _l("Podcast"),
    ProductKind.INSTRUMENT: _l("Meetinstrument"),
    ProductKind.WHO_IS_WHO: _l("Wie is wie"),
    ProductKind.OTHER: _l("Iets anders"),
}
STAGES = {
    Stage.INTRODUCED: _l("Geïntroduceerd"),
    Stage.IN_USE: _l("In gebruik"),
    Stage.EMBEDDED: _l("Geborgd"),
}
STAGES_IN_SHORT = {  # for columns of tables, which are labels on a phone
    Stage.INTRODUCED: _l("Introductie"),
    Stage.IN_USE: _l("Gebruik"),
    Stage.EMBEDDED: _l("Borging"),
}
NUDGES = {
    Nudge.NOT_IN_USE: _l("al meer dan 60 dagen geïntroduceerd, niet in gebruik"),
    Nudge.NOTHING_SAID: _l("was erbij toen het werd uitgedeeld, daarna onbekend"),
}
STEPS = {
    Step.CODING: _l("Mantelzorg in het dossier coderen"),
    Step.SPOTTING: _l("Signaleren met een instrument"),
    Step.ROLES: _l("Rolverdeling in de praktijk"),
    Step.ROUTES: _l("Verwijsroutes bekend"),
    Step.EMBEDDED: _l("Geborgd"),
}
STEPS_IN_SHORT = {  # for columns of tables, which are labels on a phone
    Step.CODING: _l("Coderen"),
    Step.SPOTTING: _l("Signaleren"),
    Step.ROLES: _l("Rolverdeling"),
    Step.ROUTES: _l("Verwijsroutes"),
    Step.EMBEDDED: _l("Geborgd"),
}
STATES = {
    State.BEGUN: _l("Bezig"),
    State.DONE: _l("Klaar"),
}
