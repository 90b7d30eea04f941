"""Refusals: what Kapstok will not do, each with a name in code and a Dutch sentence for people."""

from __future__ import annotations

from collections.abc import Callable


def N_(sentence: str) -> str:
    """Mark a Dutch sentence for the translation catalogue without translating it yet."""
    return sentence


class Refused(Exception):
    """Parent of every named refusal. ``sentence`` may hold ``%(name)s`` places, filled from the keyword arguments."""

    sentence = N_("Dat kan niet.")
    status = 400

    def __init__(self, **params: object):
        super().__init__(type(self).__name__)
        self.params = params

    def text(self, translate: Callable[..., str]) -> str:
        """The sentence in the reader's language; ``translate`` is gettext or anything called like it."""
        return translate(self.sentence, **self.params)

    def __str__(self) -> str:
        return self.sentence % self.params if self.params else self.sentence


class NotFound(Refused):
    """It does not exist, or not in this project: the two look alike on purpose."""

    sentence = N_("Deze pagina bestaat niet (meer).")
    status = 404


class NotAllowed(Refused):
    """The role does not allow it."""

    sentence = N_("U hebt geen toegang tot deze pagina.")
    status = 403


class ChangedMeanwhile(Refused):
    """Somebody else saved the same thing while this person was editing it."""

    sentence = N_("Iemand anders heeft dit intussen gewijzigd.")
    status = 409
