"""What many tests begin with is made for the first of them, and put back for the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TypeVar

from flask import Flask
from sqlalchemy import inspect

from kapstok.extensions import db
from tests.filled import Filled, fill_project

Value = TypeVar("Value")


def once(app: Flask, name: str, make: Callable[[], Value]) -> Value:
    """The database as ``make`` leaves it, and what ``make`` returned the one time that it ran."""
    holder = app.extensions["holder"]
    db.session.remove()
    if name in holder.made:
        holder.put_back(name)
    else:
        holder.made[name] = make()
        db.session.commit()
        db.session.remove()
        holder.keep(name)
    return holder.made[name]


def filled_project(app: Flask, also: Callable[[Filled], object] = lambda filled: None) -> Filled:
    """``fill_project()`` and what is done to it ``also``, once; its rows belong to the session of this test."""

    def make() -> Filled:
        filled = fill_project()
        also(filled)
        return filled

    filled = once(app, f"filled_{also.__name__.strip('<>')}", make)
    return replace(filled, **{field.name: _read_anew(getattr(filled, field.name)) for field in fields(filled)})


def _read_anew(value):
    if isinstance(value, list):
        return [_read_anew(each) for each in value]
    if isinstance(value, dict):
        return {key: _read_anew(each) for key, each in value.items()}
    if isinstance(value, db.Model):
        (id,) = inspect(value).identity
        return db.session.get(type(value), id, execution_options={"across_projects": "found by its own id"})
    return value
