"""What browsers send, before any page reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items


class _Texts(ImmutableMultiDict):
    """Names and values without NUL: PostgreSQL keeps no text that holds one."""

    def __init__(self, mapping: Mapping | Iterable[tuple] | None = None):
        super().__init__((_clean(name), _clean(value)) for name, value in iter_multi_items(mapping or ()))


class Incoming(Request):
    """A request of which the query and the form hold texts that any database can keep."""

    parameter_storage_class = _Texts


def _clean(value):
    return value.replace("\0", "") if isinstance(value, str) else value  # an uploaded file is no text
