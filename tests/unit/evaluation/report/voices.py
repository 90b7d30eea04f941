"""A Dutch voice without a catalogue."""

from kapstok.network.drawing import Voice


def number(value: float | None, decimals: int = 0) -> str:
    return "–" if value is None else f"{value:.{decimals}f}".replace(".", ",")


def percent(value: float | None, decimals: int = 0) -> str:
    return "–" if value is None else f"{number(100 * value, decimals)} %"


DUTCH = Voice(
    translate=lambda sentence, **values: sentence % values if values else sentence,
    plural=lambda one, many, n, **values: (one if n == 1 else many) % values,
    number=number,
    percent=percent,
)
