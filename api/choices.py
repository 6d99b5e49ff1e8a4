"""Options of commands that take one value of a closed list."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

import click

E = TypeVar("E", bound=StrEnum)


class OneOf(click.ParamType[E], Generic[E]):
    """A member of an enumeration, written as its value."""

    name = "choice"

    def __init__(self, kind: type[E]) -> None:
        self._kind = kind
        self._choices = click.Choice([member.value for member in kind])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return how help shows the values."""
        return self._choices.get_metavar(param, ctx)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> E:
        """Return the member; fail with the list of values."""
        return self._kind(self._choices.convert(str(value), param, ctx))
