"""Results that are kept as long as the data stay the same, in this process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """The latest ``most`` results by key. A result is made once, also when two readers ask for it at the same time."""

    def __init__(self, most: int):
        self.most = most
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result under ``key``; ``make`` makes it when it is not there."""
        with self._lock:
            if key not in self._results:
                self._results[key] = make()
                while len(self._results) > self.most:
                    self._results.popitem(last=False)
            self._results.move_to_end(key)
            return self._results[key]
