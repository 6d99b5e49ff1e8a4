"""Reads one EPCIS event: its five dimensions in the form that the rules take, or every fault of its form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from gs1 import BatchNumber, Gs1Error
from registry.audit.model import Json
from registry.clock import EPOCH, to_microseconds
from registry.errors import Fault
from registry.trace import identities
from registry.trace.canonical import digest
from registry.trace.stock import Unit
from registry.trace.vocabulary import BUSINESS_STEPS, DISPOSITIONS, is_uri, short

UNIT_LISTS = {"ObjectEvent": "epcList", "AggregationEvent": "childEPCs", "TransactionEvent": "epcList"}
"""Where each type names the units that it moves (EPCIS 2.0 section 7.4)."""
WITH_ACTION = frozenset({"ObjectEvent", "AggregationEvent", "TransactionEvent", "AssociationEvent"})
TYPES = WITH_ACTION | {"TransformationEvent"}
ACTIONS = frozenset({"ADD", "OBSERVE", "DELETE"})
OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")
BATCH_NAMES = frozenset({"lotNumber", "batchNumber", "hasBatchLotNumber"})
EXPIRY_NAMES = frozenset({"itemExpirationDate", "expirationDate"})
STANDARD_FIELDS = frozenset(
    [
        "@context",
        "type",
        "eventID",
        "eventTime",
        "recordTime",
        "eventTimeZoneOffset",
        "errorDeclaration",
        "certificationInfo",
        "epcList",
        "quantityList",
        "action",
        "bizStep",
        "disposition",
        "persistentDisposition",
        "readPoint",
        "bizLocation",
        "bizTransactionList",
        "sourceList",
        "destinationList",
        "sensorElementList",
        "ilmd",
        "parentID",
        "childEPCs",
        "childQuantityList",
        "inputEPCList",
        "inputQuantityList",
        "outputEPCList",
        "outputQuantityList",
        "transformationID",
    ]
)


class Named(NamedTuple):
    """A unit that an event names: its key, where it stands in the document, and the text it was told with."""

    unit: Unit
    pointer: str
    told: str


@dataclass(frozen=True, slots=True)
class EpcisEvent:
    """An event as the rules take it. Places are GLNs as integers, without their extension.

    `place` is where the units are after the event (bizLocation, else readPoint); `origin` where it happened (readPoint,
    else bizLocation, else the source); `destination` where it sends them.
    """

    index: int
    pointer: str
    key: str
    digest: bytes
    type: str
    action: str | None
    step: str | None
    disposition: str | None
    time: datetime
    offset: str
    units: tuple[Named, ...]
    parent: Named | None
    place: int | None
    origin: int | None
    destination: int | None
    batch: str | None
    expiry: date | None
    declares_error: bool
    body: Mapping[str, Json]
    prefixes: Mapping[str, str] = field(default_factory=dict)

    @property
    def at_us(self) -> int:
        """The event time as stored."""
        return to_microseconds(self.time)

    @property
    def day(self) -> date:
        """The calendar date where and when it happened."""
        return self.time.date()

    @property
    def place_pointer(self) -> str:
        """Where the document tells the place."""
        return f"{self.pointer}/{'bizLocation' if 'bizLocation' in self.body else 'readPoint'}"


def read_event(
    body: Json, index: int, pointer: str, prefixes: Mapping[str, str]
) -> tuple[EpcisEvent | None, list[Fault]]:
    """Return the event and no fault, or every fault of its form."""
    if not isinstance(body, dict):
        return None, [Fault("event-form", pointer)]
    reader = _Reader(body, pointer)
    event = reader.event(index, prefixes)
    return (None, reader.faults) if reader.faults else (event, [])


def _first(*places: int | None) -> int | None:
    return next((place for place in places if place is not None), None)


@dataclass(slots=True)
class _Reader:
    """Reads the fields of one event and gathers what is wrong with them."""

    body: dict[str, Json]
    pointer: str
    faults: list[Fault] = field(default_factory=list)

    def event(self, index: int, prefixes: Mapping[str, str]) -> EpcisEvent:
        """The event; it may be used only when no fault was found."""
        kind = self.word("type", TYPES, "event-type") or ""
        time, offset = self.time()
        location, point = self.place("bizLocation"), self.place("readPoint")
        content = digest(self.body, prefixes)
        self.fields()
        return EpcisEvent(
            index=index,
            pointer=self.pointer,
            key=self.key() or "",
            digest=content,
            type=kind,
            action=self.word("action", ACTIONS, "event-action", needed=kind in WITH_ACTION),
            step=self.term("bizStep", BUSINESS_STEPS),
            disposition=self.term("disposition", DISPOSITIONS),
            time=time or EPOCH,
            offset=offset,
            units=self.units(UNIT_LISTS.get(kind, "")),
            parent=self.parent(),
            place=point if location is None else location,
            origin=_first(point, location, self.end("source")),
            destination=self.end("destination"),
            batch=self.batch(),
            expiry=self.expiry(),
            declares_error=self.error_declaration(),
            body=self.body,
            prefixes=prefixes,
        )

    def fault(self, code: str, path: str, value: object = None) -> None:
        shown = None if value is None else str(value)[:200]
        self.faults.append(Fault(code, f"{self.pointer}/{path}", shown))

    def word(self, name: str, words: Iterable[str], code: str, needed: bool = True) -> str | None:
        value = self.body.get(name)
        if isinstance(value, str) and value in words:
            return value
        if needed or value is not None:
            self.fault(code if value is not None else "field-missing", name, value)
        return None

    def term(self, name: str, words: frozenset[str]) -> str | None:
        """A vocabulary word is bare, or in a standard form; one from elsewhere is a URI (CBV 2.0 section 7)."""
        value = self.body.get(name)
        if value is None:
            return None
        bare = short(value) if isinstance(value, str) else ""
        if bare in words or is_uri(bare):
            return bare
        self.fault("term-unknown", name, value)
        return None

    def time(self) -> tuple[datetime | None, str]:
        """The event time with the offset it was told with (EPCIS 2.0 section 7.4.1: both are kept)."""
        offset = self.body.get("eventTimeZoneOffset")
        match = OFFSET.fullmatch(offset) if isinstance(offset, str) else None
        if match is None:
            self.fault("field-missing" if offset is None else "offset-form", "eventTimeZoneOffset", offset)
        instant = self.instant("eventTime", self.body.get("eventTime"))
        if instant is None or match is None:
            return None, ""
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return instant.astimezone(timezone(-ahead if match[1] == "-" else ahead)), match[0]

    def instant(self, path: str, value: Json) -> datetime | None:
        if not isinstance(value, str):
            self.fault("field-missing", path, value)
            return None
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None or "T" not in value or not 1970 <= instant.year < 9999:
            self.fault("time-form", path, value)
            return None
        return instant.astimezone(UTC)

    def units(self, name: str) -> tuple[Named, ...]:
        """The packs and logistic units named; other identities are not followed. One named twice is a fault."""
        value = self.body.get(name)
        if value is None or not name:
            return ()
        if not isinstance(value, list):
            self.fault("list-expected", name)
            return ()
        found: dict[Unit, Named] = {}
        for index, uri in enumerate(value):
            unit = self.unit(uri, f"{name}/{index}")
            if unit in found:
                self.fault("named-twice", f"{name}/{index}", uri)
            elif unit is not None:
                found[unit] = Named(unit, f"{self.pointer}/{name}/{index}", str(uri))
        return tuple(found.values())

    def unit(self, uri: Json, path: str) -> Unit | None:
        if not isinstance(uri, str) or not is_uri(uri):
            self.fault("uri-expected", path, uri)
            return None
        try:
            return identities.unit(uri)
        except Gs1Error as error:
            self.gs1_fault(error, path, uri)
            return None

    def gs1_fault(self, error: Gs1Error, path: str, uri: str) -> None:
        facts: dict[str, object] = {"gs1": error.code.value}
        self.faults.append(
            Fault("identity-form", f"{self.pointer}/{path}", uri[:200], error.message("en"), facts=facts)
        )

    def parent(self) -> Named | None:
        uri = self.body.get("parentID")
        unit = None if uri is None else self.unit(uri, "parentID")
        return None if unit is None else Named(unit, f"{self.pointer}/parentID", str(uri))

    def place(self, name: str) -> int | None:
        value = self.body.get(name)
        if value is None:
            return None
        uri = value.get("id") if isinstance(value, dict) else None
        if not isinstance(uri, str):
            self.fault("place-form", name, value)
            return None
        return self.gln(uri, f"{name}/id")

    def gln(self, uri: str, path: str) -> int | None:
        try:
            return identities.place(uri)
        except Gs1Error as error:
            self.gs1_fault(error, path, uri)
            return None

    def end(self, name: str) -> int | None:
        """The source or destination: a location before the party that possesses before the one that owns."""
        value = self.body.get(f"{name}List")
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.fault("list-expected", f"{name}List")
            return None
        found: dict[str, int | None] = {}
        for index, part in enumerate(value):
            uri = part.get(name) if isinstance(part, dict) else None
            kind = part.get("type") if isinstance(part, dict) else None
            if not isinstance(uri, str) or not isinstance(kind, str):
                self.fault("field-missing", f"{name}List/{index}/{name}")
                continue
            found[short(kind)] = self.gln(uri, f"{name}List/{index}/{name}")
        return _first(*(found.get(kind) for kind in ("location", "possessing_party", "owning_party")))

    def ilmd(self, names: frozenset[str]) -> tuple[str, Json] | None:
        """The first instance or lot master datum whose bare name is one of `names`, with its full name."""
        value = self.body.get("ilmd")
        if not isinstance(value, dict):
            return None
        return next(((name, told) for name, told in value.items() if re.split(r"[:#/]", name)[-1] in names), None)

    def batch(self) -> str | None:
        found = self.ilmd(BATCH_NAMES)
        if found is None:
            return None
        name, value = found
        try:
            return BatchNumber.parse(value if isinstance(value, str) else "").text
        except Gs1Error:
            self.fault("batch-form", f"ilmd/{name}", value)
            return None

    def expiry(self) -> date | None:
        found = self.ilmd(EXPIRY_NAMES)
        if found is None:
            return None
        name, value = found
        try:
            return date.fromisoformat(value[:10] if isinstance(value, str) else "")
        except ValueError:
            self.fault("expiry-form", f"ilmd/{name}", value)
            return None

    def error_declaration(self) -> bool:
        value = self.body.get("errorDeclaration")
        if value is None:
            return False
        if not isinstance(value, dict):
            self.fault("error-declaration-form", "errorDeclaration")
            return False
        self.instant("errorDeclaration/declarationTime", value.get("declarationTime"))
        return True

    def fields(self) -> None:
        """A field is the standard's or carries a namespace (EPCIS 2.0 section 9.1)."""
        for name in self.body:
            if name not in STANDARD_FIELDS and ":" not in name:
                self.fault("field-unknown", name)

    def key(self) -> str | None:
        value = self.body.get("eventID")
        if value is None or (isinstance(value, str) and is_uri(value) and len(value) <= 500):
            return value if isinstance(value, str) else None
        self.fault("event-id-form", "eventID", value)
        return None
