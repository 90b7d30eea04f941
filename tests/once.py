"""What many tests begin with is made for the first of them, and put back for the others."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import TypeVar

from flask import Flask
from sqlalchemy import inspect

from kapstok.extensions import db
from tests.databases import alone
from tests.filled import Filled, fill_project

Value = TypeVar("Value")


def once(app: Flask, name: str, make: Callable[[], Value]) -> Value:
    """The database as ``make`` leaves it, and what ``make`` returns: rows in it belong to the session of this test.

    Workers share what is made on SQLite.
    """
    holder = app.extensions["holder"]
    made = holder.kept / f"{name}.made"
    db.session.remove()
    with alone(holder.kept / f"{name}.lock"):
        if made.exists():
            holder.put_back(name)
        else:
            kept = _Keep.value(make())
            db.session.remove()
            holder.keep(name)
            made.write_bytes(kept)
    return _Find(io.BytesIO(made.read_bytes()), app).load()


def filled_project(app: Flask, also: Callable[[Filled], object] | None = None) -> Filled:
    """``fill_project()``, and what is done to it ``also``."""

    def make() -> Filled:
        filled = fill_project()
        if also:
            also(filled)
        return filled

    return once(app, also.__name__ if also else "filled", make)


class _Keep(pickle.Pickler):
    """Writes down where a row is found, not what it holds; and nothing of the app."""

    def persistent_id(self, value):
        if isinstance(value, Flask):
            return "app"
        return (type(value), *inspect(value).identity) if isinstance(value, db.Model) else None

    @classmethod
    def value(cls, value) -> bytes:
        db.session.commit()
        written = io.BytesIO()
        cls(written).dump(value)
        return written.getvalue()


class _Find(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, app: Flask):
        super().__init__(file)
        self.app = app

    def persistent_load(self, found):
        if found == "app":
            return self.app
        return db.session.get(*found, execution_options={"across_projects": "found by its own id"})
