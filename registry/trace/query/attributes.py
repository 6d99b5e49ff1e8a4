"""What an event offers to queries: its facts as (name, value) pairs, and its identities by role (EPCIS 2.0 8.2.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from registry.audit.model import Json
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

PREFIXES = {"cbvmda": "urn:epcglobal:cbv:mda:", "gs1": "https://gs1.org/voc/"}
ROLES = {"epc": 1, "parentID": 2, "inputEPC": 3, "outputEPC": 4}
"""What an identity is to an event; stored as a number."""
EPC_LISTS = {"epcList": "epc", "childEPCs": "epc", "inputEPCList": "inputEPC", "outputEPCList": "outputEPC"}
CLASS_LISTS = {
    "quantityList": "epcClass",
    "childQuantityList": "epcClass",
    "inputQuantityList": "inputEPCClass",
    "outputQuantityList": "outputEPCClass",
}
PAIRED = {"bizTransaction": "bizTransactionList", "source": "sourceList", "destination": "destinationList"}
SENSOR_TIMES = ("time", "startTime", "endTime")
SENSOR_NUMBERS = ("value", "minValue", "maxValue", "meanValue", "sDev", "percValue", "percRank")
SENSOR_TERMS: dict[str, Callable[[str], str]] = {
    "type": term,
    "exception": term,
    "component": term,
    "deviceID": identity,
    "deviceMetadata": identity,
    "rawData": identity,
    "dataProcessingMethod": identity,
    "bizRules": identity,
    "microorganism": identity,
    "chemicalSubstance": identity,
    "uriValue": identity,
    "coordinateReferenceSystem": identity,
    "stringValue": clipped,
    "booleanValue": clipped,
    "hexBinaryValue": lambda told: clipped(told.upper()),
}
"""Fields of sensor metadata and reports that are asked for by EQ_, and how each is compared."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """The facts of one event: (name, value) pairs, and (identity, role) pairs."""

    facts: frozenset[Pair]
    identities: frozenset[tuple[str, int]]


def offer(body: Mapping[str, Json], prefixes: Mapping[str, str]) -> Offer:
    """Return what an event offers; `prefixes` are those that its document declared."""
    reader = _Reader(body, PREFIXES | dict(prefixes) | declared(body.get("@context")))
    return Offer(frozenset(reader.facts()), frozenset(reader.identities()))


def declared(context: Json) -> dict[str, str]:
    """Return the prefixes that a JSON-LD context declares."""
    parts = context if isinstance(context, list) else [context]
    return {
        name: meant
        for part in parts
        if isinstance(part, dict)
        for name, meant in part.items()
        if isinstance(meant, str)
    }


def _objects(told: Json) -> Iterator[dict[str, Json]]:
    for part in told if isinstance(told, list) else [told]:
        if isinstance(part, dict):
            yield part


def _texts(told: Json) -> Iterator[str]:
    for part in told if isinstance(told, list) else [told]:
        if isinstance(part, bool):
            yield "true" if part else "false"
        elif isinstance(part, str | int | float):
            yield part if isinstance(part, str) else str(part).removesuffix(".0")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the facts of one event, family by family."""

    body: Mapping[str, Json]
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def identities(self) -> Iterator[tuple[str, int]]:
        for name, role in EPC_LISTS.items():
            for uri in _texts(self.body.get(name)):
                yield identity(uri), ROLES[role]
        for uri in _texts(self.body.get("parentID")):
            yield identity(uri), ROLES["parentID"]

    def facts(self) -> Iterator[Pair]:
        for name in ("bizStep", "disposition"):
            yield from ((name, term(word)) for word in _texts(self.body.get(name)))
        for part in _objects(self.body.get("persistentDisposition")):
            for name in ("set", "unset"):
                yield from ((f"persistentDisposition_{name}", term(word)) for word in _texts(part.get(name)))
        yield from (("transformationID", identity(uri)) for uri in _texts(self.body.get("transformationID")))
        yield from self.places()
        yield from self.pairs()
        yield from self.quantities()
        yield from self.error()
        yield from self.sensors()
        yield from self.own_fields("", self.body)
        for part in _objects(self.body.get("ilmd")):
            yield from self.own_fields("ILMD_", part)

    def places(self) -> Iterator[Pair]:
        for name in ("readPoint", "bizLocation"):
            for part in _objects(self.body.get(name)):
                yield from ((name, identity(uri)) for uri in _texts(part.get("id")))
                yield from self.own_fields(f"{name}_", part)

    def pairs(self) -> Iterator[Pair]:
        for name, where in PAIRED.items():
            for part in _objects(self.body.get(where)):
                kind = next(_texts(part.get("type")), "")
                yield from ((f"{name}_{term(kind)}", identity(uri)) for uri in _texts(part.get(name)))

    def quantities(self) -> Iterator[Pair]:
        for where, name in CLASS_LISTS.items():
            for part in _objects(self.body.get(where)):
                yield from ((name, identity(uri)) for uri in _texts(part.get("epcClass")))
                told, unit = number(part.get("quantity")), next(_texts(part.get("uom")), "")
                if told is not None:
                    yield f"quantity_{base_unit(unit)}", ordered(in_base(told, unit))

    def error(self) -> Iterator[Pair]:
        for part in _objects(self.body.get("errorDeclaration")):
            yield "errorDeclaration", ""
            at = instant(part.get("declarationTime"))
            if at is not None:
                yield "errorDeclarationTime", timed(at)
            yield from (("errorReason", term(word)) for word in _texts(part.get("reason")))
            yield from (("correctiveEventID", clipped(uri)) for uri in _texts(part.get("correctiveEventIDs")))
            yield from self.own_fields("ERROR_DECLARATION_", part)

    def sensors(self) -> Iterator[Pair]:
        for element in _objects(self.body.get("sensorElementList")):
            yield "sensorElementList", ""
            yield from self.own_fields("SENSORELEMENT_", element)
            for family, where in (("SENSORMETADATA_", "sensorMetadata"), ("SENSORREPORT_", "sensorReport")):
                for part in _objects(element.get(where)):
                    yield from self.readings(part)
                    yield from self.own_fields(family, part)

    def readings(self, part: Mapping[str, Json]) -> Iterator[Pair]:
        for name, compared in SENSOR_TERMS.items():
            yield from ((f"sensor_{name}", compared(word)) for word in _texts(part.get(name)))
        for name in SENSOR_TIMES:
            at = instant(part.get(name))
            if at is not None:
                yield f"sensor_{name}", timed(at)
        unit = next(_texts(part.get("uom")), "")
        for name in SENSOR_NUMBERS:
            told, spoken = number(part.get(name)), "" if name == "percRank" else unit
            if told is not None:
                yield f"sensor_{name}_{base_unit(spoken)}", ordered(in_base(told, spoken, name == "sDev"))

    def own_fields(self, family: str, part: Mapping[str, Json]) -> Iterator[Pair]:
        """Fields of other vocabularies: those at the top under their family, what stands inside under INNER."""
        for name, told in part.items():
            if ":" in name and name != "@context":
                yield from self.leaves(f"{family}{full_name(name, self.prefixes)}", told)
                yield from self.inner(family, told)

    def inner(self, family: str, told: Json) -> Iterator[Pair]:
        for part in _objects(told):
            for name, deeper in part.items():
                yield from self.leaves(f"INNER_{family}{full_name(name, self.prefixes)}", deeper)
                yield from self.inner(family, deeper)

    def leaves(self, name: str, told: Json) -> Iterator[Pair]:
        """A field is there; its values are compared as text, and as number or time where they are one."""
        yield f"there:{name}", ""
        for value in _values(told):
            yield from ((f"text:{name}", clipped(text)) for text in _texts(value))
            amount, at = number(value), instant(value)
            if amount is not None:
                yield f"number:{name}", ordered(amount)
            if at is not None:
                yield f"time:{name}", timed(at)


def _values(told: Json) -> Iterable[Json]:
    return told if isinstance(told, list) else [told]
