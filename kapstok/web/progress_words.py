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
NUDGES = {
    Nudge.NOT_IN_USE: _l("Meer dan 60 dagen geleden geïntroduceerd, en nog niet in gebruik"),
    Nudge.NOTHING_SAID: _l("Was erbij toen het werd uitgedeeld. Daarna hoorden wij niets"),
}
STEPS = {
    Step.CODING: _l("Mantelzorg in het dossier coderen"),
    Step.SPOTTING: _l("Signaleren met een instrument"),
    Step.ROLES: _l("Rolverdeling in de praktijk"),
    Step.ROUTES: _l("Verwijsroutes bekend"),
    Step.EMBEDDED: _l("Geborgd"),
}
STATES = {
    State.BEGUN: _l("Bezig"),
    State.DONE: _l("Klaar"),
}
