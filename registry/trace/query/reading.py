"""Reads the parameters of a SimpleEventQuery (EPCIS 2.0 section 8.2.7.1); every fault at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from registry.audit.model import Json
from registry.errors import BadInput, Fault
from registry.trace.query.attributes import (
    PAIRED,
    PREFIXES,
    ROLES,
    SENSOR_NUMBERS,
    SENSOR_TERMS,
    SENSOR_TIMES,
    declared,
)
from registry.trace.query.language import AnyOf, Ask, Compare, Condition, Described, EventQuery, HeadIs, Order, Within
from registry.trace.query.patterns import Pattern, read_pattern
from registry.trace.query.values import (
    base_unit,
    clipped,
    full_name,
    identity,
    in_base,
    instant,
    number,
    ordered,
    term,
    timed,
)

TYPES = frozenset({"ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"})
ACTIONS = frozenset({"ADD", "OBSERVE", "DELETE"})
CLASSES = ("epcClass", "inputEPCClass", "outputEPCClass")
OPERATIONS = {
    "EQ": Compare.EQUAL,
    "GT": Compare.MORE,
    "GE": Compare.AT_LEAST,
    "LT": Compare.LESS,
    "LE": Compare.AT_MOST,
}
WORDS: dict[str, Callable[[str], str]] = {
    "bizStep": term,
    "disposition": term,
    "persistentDisposition_set": term,
    "persistentDisposition_unset": term,
    "transformationID": identity,
    "readPoint": identity,
    "bizLocation": identity,
    "errorReason": term,
    "correctiveEventID": clipped,
}
TIMES = {"errorDeclarationTime": "errorDeclarationTime", "errorDeclaration_Time": "errorDeclarationTime"} | {
    name: f"sensor_{name}" for name in SENSOR_TIMES
}
HEAD_TIMES = {"eventTime": "event_time", "recordTime": "recorded_at"}
FAMILY = re.compile(
    r"(INNER_)?(ILMD_|ERROR_DECLARATION_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_|readPoint_|bizLocation_)?(.+:.+)"
)
NUMBERED = re.compile(rf"(quantity|{'|'.join(SENSOR_NUMBERS)})(?:_([A-Z0-9]{{2,3}}))?")
CONTROLS = frozenset({"orderBy", "orderDirection", "eventCountLimit", "maxEventCount"})
Parameters = Mapping[str, Json]


class _Unknown(Exception):
    """There is no such parameter."""


def read_query(told: Parameters, prefixes: Mapping[str, str] | None = None) -> EventQuery:
    """Return the query that these parameters tell; raise `BadInput` that names each fault by its parameter.

    Lists are lists, or texts with `|` between their members; prefixes come from `@context` or from the caller.
    """
    meant = PREFIXES | dict(prefixes or {}) | declared(told.get("@context"))
    reader = _Reader(meant)
    conditions = [reader.condition(name, value) for name, value in told.items() if name not in CONTROLS | {"@context"}]
    limits = reader.limits(told)
    if reader.faults:
        raise BadInput("query-parameter", faults=reader.faults)
    return EventQuery(tuple(one for one in conditions if one is not None), *limits)


@dataclass(slots=True)
class _Reader:
    """Reads one parameter after the other and gathers what is wrong with them."""

    prefixes: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def condition(self, name: str, value: Json) -> Condition | None:
        operation, _, rest = name.partition("_")
        try:
            return self.read(name, operation, rest, value)
        except _Unknown:
            self.faults.append(Fault("query-parameter-unknown", f"/{name}", name[:200]))
        except ValueError as error:
            self.faults.append(
                Fault("query-parameter-value", f"/{name}", str(value)[:200], facts={"wrong": str(error)})
            )
        return None

    def read(self, name: str, operation: str, rest: str, value: Json) -> Condition:
        if name == "eventType":
            return HeadIs("type", Compare.EQUAL, _words(value, TYPES))
        if operation == "MATCH":
            return self.match(rest, _list(value))
        if operation == "WD" and rest in {"readPoint", "bizLocation"}:
            return Within(rest, tuple(identity(uri) for uri in _list(value)))
        if operation == "EXISTS":
            return self.exists(rest, value)
        if operation in {"HASATTR", "EQATTR"} or name.startswith("EQ_ATTR_"):
            return self.described(operation, rest.removeprefix("ATTR_"), value)
        if operation not in OPERATIONS:
            raise _Unknown
        return self.compared(OPERATIONS[operation], rest, value)

    def compared(self, compare: Compare, rest: str, value: Json) -> Condition:
        if rest in HEAD_TIMES | TIMES and compare in {Compare.AT_LEAST, Compare.LESS}:
            return self.time(compare, rest, value)
        if numbered := NUMBERED.fullmatch(rest):
            return self.amount(compare, numbered[1], numbered[2] or "", value)
        if compare is Compare.EQUAL and (found := self.word(rest, value)):
            return found
        return self.own_field(compare, rest, value)

    def word(self, rest: str, value: Json) -> Condition | None:
        """EQ_ on fields that hold words or identities."""
        if rest == "action":
            return HeadIs("action", Compare.EQUAL, _words(value, ACTIONS))
        if rest == "eventID":
            return HeadIs("key", Compare.EQUAL, tuple(_list(value)))
        for name in PAIRED:
            if rest.startswith(f"{name}_"):
                return _equal(f"{name}_{term(rest.removeprefix(f'{name}_'))}", value, identity)
        if rest in WORDS:
            return _equal(rest, value, WORDS[rest])
        return _equal(f"sensor_{rest}", value, SENSOR_TERMS[rest]) if rest in SENSOR_TERMS else None

    def time(self, compare: Compare, rest: str, value: Json) -> Condition:
        told = value.replace(" ", "+") if isinstance(value, str) else value
        at = instant(told)
        if at is None:
            raise ValueError("time")
        if rest in HEAD_TIMES:
            return HeadIs(HEAD_TIMES[rest], compare, (at,))
        return AnyOf((Ask(TIMES[rest], compare, timed(at)),))

    def amount(self, compare: Compare, name: str, unit: str, value: Json) -> Condition:
        family = name if name == "quantity" else f"sensor_{name}"
        asks = []
        for one in _list(value):
            told = number(one)
            if told is None:
                raise ValueError("number")
            base = ordered(in_base(told, unit, name == "sDev"))
            asks.append(Ask(f"{family}_{base_unit(unit)}", compare, base))
        return AnyOf(tuple(asks))

    def own_field(self, compare: Compare, rest: str, value: Json) -> Condition:
        """EQ_, GT_, ... on fields of other vocabularies; a number or a time is compared as what it is."""
        name, asks = self.own_name(rest), []
        for one in _list(value):
            amount, at = number(one), instant(one)
            if compare is Compare.EQUAL:
                asks.append(Ask(f"text:{name}", compare, clipped(one)))
            if amount is not None:
                asks.append(Ask(f"number:{name}", compare, ordered(amount)))
            elif at is not None:
                asks.append(Ask(f"time:{name}", compare, timed(at)))
        if not asks:
            raise ValueError("number or time")
        return AnyOf(tuple(asks))

    def own_name(self, rest: str) -> str:
        match = FAMILY.fullmatch(rest)
        if match is None:
            raise _Unknown
        return f"{match[1] or ''}{match[2] or ''}{full_name(match[3], self.prefixes)}"

    def exists(self, rest: str, value: Json) -> Condition:
        if value not in (True, False, None, "", "true", "false"):
            raise ValueError("true or false")
        fixed = rest in {"errorDeclaration", "sensorElementList"}
        name = rest if fixed else f"there:{self.own_name(rest)}"
        return AnyOf((Ask(name, Compare.THERE),), wanted=value not in (False, "false"))

    def match(self, rest: str, values: list[str]) -> Condition:
        of_class = rest.endswith("Class")
        asks = []
        for text in values:
            found = read_pattern(text, of_class)
            if found is None:
                raise ValueError("pattern")
            pattern, exact = (found, "") if isinstance(found, Pattern) else (None, found)
            if of_class:
                names = CLASSES if rest == "anyEPCClass" else (rest,)
                if not set(names) <= set(CLASSES):
                    raise _Unknown
                asks += [Ask(name, Compare.EQUAL, exact, pattern) for name in names]
            else:
                if rest not in {*ROLES, "anyEPC"}:
                    raise _Unknown
                asks.append(Ask(None, Compare.EQUAL, exact, pattern, ROLES.get(rest, 0)))
        return AnyOf(tuple(asks))

    def described(self, operation: str, rest: str, value: Json) -> Condition:
        """HASATTR_field, EQATTR_field_attribute: what the master data say of a place."""
        name, _, attribute = rest.partition("_")
        if name not in {"readPoint", "bizLocation"} or (operation == "HASATTR") is bool(attribute):
            raise _Unknown
        if operation == "HASATTR":
            return Described(name, tuple(full_name(one, self.prefixes) for one in _list(value)))
        return Described(name, (full_name(attribute, self.prefixes),), tuple(_list(value)))

    def limits(self, told: Parameters) -> tuple[Order, int | None, int | None]:
        first, most = self.count(told, "eventCountLimit"), self.count(told, "maxEventCount")
        by, direction = told.get("orderBy"), told.get("orderDirection", "DESC")
        if direction not in ("ASC", "DESC"):
            self.wrong("orderDirection", direction, "ASC or DESC")
        if "eventCountLimit" in told and "maxEventCount" in told:
            self.faults.append(Fault("query-parameter-together", "/maxEventCount"))
        if "eventCountLimit" in told and by is None:
            self.faults.append(Fault("query-parameter-order", "/eventCountLimit"))
        if by is None:
            return Order(), first, most
        if by in HEAD_TIMES:
            return Order(str(by), direction == "DESC"), first, most
        name = FAMILY.fullmatch(by) if isinstance(by, str) else None
        if name is None:
            self.wrong("orderBy", by, "eventTime, recordTime or a field")
            return Order(), first, most
        return Order(self.own_name(name[0]), direction == "DESC"), first, most

    def count(self, told: Parameters, name: str) -> int | None:
        value = told.get(name)
        if name not in told:
            return None
        if isinstance(value, bool) or not re.fullmatch(r"[1-9]\d{0,8}", str(value)):
            self.wrong(name, value, "whole number from 1")
            return None
        return int(str(value))

    def wrong(self, name: str, value: Json, wanted: str) -> None:
        self.faults.append(Fault("query-parameter-value", f"/{name}", str(value)[:200], facts={"wrong": wanted}))


def _equal(name: str, value: Json, compared: Callable[[str], str]) -> AnyOf:
    return AnyOf(tuple(Ask(name, Compare.EQUAL, compared(one)) for one in _list(value)))


def _list(value: Json) -> list[str]:
    """Return the members of a list told as JSON, or as text with `|` between them."""
    if isinstance(value, str):
        parts: list[Json] = [*value.split("|")]
    else:
        parts = [*value] if isinstance(value, list) else [value]
    if not parts or not all(isinstance(part, str | int | float | bool) for part in parts):
        raise ValueError("list")
    return [str(part).lower() if isinstance(part, bool) else str(part) for part in parts]


def _words(value: Json, words: frozenset[str]) -> tuple[str, ...]:
    told = tuple(_list(value))
    if not set(told) <= words:
        raise ValueError(" | ".join(sorted(words)))
    return told
