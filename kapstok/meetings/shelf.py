"""What this process made before and may need again; the oldest makes room."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """Values under their keys, up to ``most`` in the sum of what ``weigh`` says. Threads share it."""

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda value: 1):
        self._most, self._weigh, self._weight = most, weigh, 0
        self._kept: dict[Hashable, Value] = {}
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        return self._kept.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._take_away(key)
            self._kept[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._most and len(self._kept) > 1:
                self._take_away(next(iter(self._kept)))

    def _take_away(self, key: Hashable) -> None:
        if key in self._kept:
            self._weight -= self._weigh(self._kept.pop(key))
