"""Who agrees, in words: a share with its interval, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.evaluation.opinions import Opinion
from kapstok.web.filters import percent


@dataclass(frozen=True)
class Share:
    """``text``: "75 %", or why not; ``interval``: "53–89 %" or None; ``answered``: how many, None when too few."""

    text: str
    interval: str | None
    answered: int | None
    known: bool


def in_words(found: Opinion) -> Share:
    from kapstok.evaluation.figures import agrees_in_words
    from kapstok.web.evaluator.charts import voice

    interval = None if found.interval is None else "–".join(percent(end) for end in found.interval)
    return Share(agrees_in_words(found, voice()), interval, found.answered, found.share is not None)
