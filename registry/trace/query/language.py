"""The question: conditions that all must hold, an order and limits (EPCIS 2.0 section 8.2.7.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.trace.query.patterns import Pattern


class Compare(StrEnum):
    """How a stored value is held against the one asked for."""

    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Ask:
    """One way in which an event may satisfy a condition: a fact `name` whose value compares so, or fits a pattern.

    `name` None with `role` set asks for an identity in that role; role 0 is any role.
    """

    name: str | None
    compare: Compare
    value: str = ""
    pattern: Pattern | None = None
    role: int | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The event offers one of these; `wanted` false: none of them."""

    asks: tuple[Ask, ...]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class HeadIs:
    """A column of the event's head compares so with one of the values."""

    column: str
    compare: Compare
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The place named by `name` is one of these, or stands below one of them in the master data (WD_)."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """The vocabulary element that fact `name` tells has a master data attribute, with one of the values if any."""

    name: str
    attributes: tuple[str, ...]
    values: tuple[str, ...] = ()


Condition = AnyOf | HeadIs | Within | Described


@dataclass(frozen=True, slots=True)
class Order:
    """What events are ordered by: `id` (as captured), `eventTime`, `recordTime`, or the full name of a field."""

    by: str = "id"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class EventQuery:
    """A whole query. `first` keeps that many; `most` refuses the answer when there are more."""

    conditions: tuple[Condition, ...] = ()
    order: Order = Order()
    first: int | None = None
    most: int | None = None
