"""The event hash of CBV 2.0 section 8.9: one name for one event, whatever its spelling, key order or list order.

The pre-hash string holds the fields in the order of the standard, then everything else in the order of its own text:
transactions, sources and destinations (their type first), instance and lot master data, extensions. Identities are
canonical Digital Links, vocabulary words web URIs, instants UTC in milliseconds, numbers without idle zeros. Left
out are `eventID`, `recordTime` and `errorDeclaration`: an event and the declaration that it was wrong share one hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from registry.audit.model import Json
from registry.trace.identities import canonical
from registry.trace.vocabulary import short

LEFT_OUT = frozenset({"@context", "type", "eventID", "recordTime", "errorDeclaration"})
UNSAID = frozenset({"#text", "rdfs:comment", "comment"})
PAIRED = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
ELEMENTS = {
    "epcList": "epc",
    "inputEPCList": "epc",
    "outputEPCList": "epc",
    "childEPCs": "epc",
    "quantityList": "quantityElement",
    "inputQuantityList": "quantityElement",
    "outputQuantityList": "quantityElement",
    "childQuantityList": "quantityElement",
}
"""What an element of a list is called in XML, whose structure the standard hashes."""
QUANTITY = ("epcClass", "quantity", "uom")
METADATA = (
    *("time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"),
)
REPORT = (
    *("type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time", "microorganism"),
    *("chemicalSubstance", "value", "component", "stringValue", "booleanValue", "hexBinaryValue", "uriValue"),
    *("minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom", "coordinateReferenceSystem"),
)
FIELDS = (
    *("eventTime", "eventTimeZoneOffset", "certificationInfo", "parentID", "epcList", "inputEPCList", "childEPCs"),
    *("quantityList", "childQuantityList", "inputQuantityList", "outputEPCList", "outputQuantityList", "action"),
    *("transformationID", "bizStep", "disposition", "persistentDisposition", "readPoint", "bizLocation"),
    "sensorElementList",
)
"""The order of the standard; the rest follows in the order of its text."""
WITHIN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("epcList", "inputEPCList", "outputEPCList", "childEPCs"), ("epc",)),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), ("quantityElement",)
    ),
    "quantityElement": QUANTITY,
    "persistentDisposition": ("set", "unset"),
    "readPoint": ("id",),
    "bizLocation": ("id",),
    "sensorElementList": ("sensorElement",),
    "sensorElement": ("sensorMetadata", "sensorReport"),
    "sensorMetadata": METADATA,
    "sensorReport": REPORT,
}
WEB = "https://ref.gs1.org/cbv/"
KINDS = {
    "bizStep": f"{WEB}BizStep-",
    "disposition": f"{WEB}Disp-",
    "set": f"{WEB}Disp-",
    "unset": f"{WEB}Disp-",
    "bizTransaction": f"{WEB}BTT-",
    "source": f"{WEB}SDT-",
    "destination": f"{WEB}SDT-",
    "component": f"{WEB}Comp-",
    "sensorReport": "https://gs1.org/voc/",
    "exception": "https://gs1.org/voc/",
}
"""The web vocabulary in which a bare word stands, by the field it stands in or the element whose type it is."""
STANDARD = {"gs1": "https://gs1.org/voc/"}
"""The prefix of the EPCIS 2.0 context that measurement types are written with."""
BARE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
LINK = re.compile(
    r"https?://[^?#]*?(/(?:00|01|253|255|401|402|414|417|8003|8004|8006|8010|8017|8018)/\d{4}[^/?#]+(?:/[^/?#]+/[^/?#]+)*)"
    r"/?(?:[?#].*)?"
)
"""A Digital Link on any domain, whose path from the key on is the identity."""


@dataclass(slots=True)
class Node:
    """An element of the event as XML would hold it: a name, a text, and elements within."""

    name: str
    text: str = ""
    within: list[Node] = field(default_factory=list)


def event_hash(event: Mapping[str, Json], prefixes: Mapping[str, str]) -> str:
    """Return the hash of an event as a named information URI (RFC 6920), prefixes of its context written out."""
    text = pre_hash(event, prefixes).encode()
    return f"ni:///sha-256;{hashlib.sha256(text).hexdigest()}?ver=CBV2.0"


def pre_hash(event: Mapping[str, Json], prefixes: Mapping[str, str]) -> str:
    """Return the text that is hashed."""
    prefixes = {**STANDARD, **prefixes, **dict(_declared(event))}
    nodes = [
        node
        for name, value in event.items()
        if name not in LEFT_OUT | UNSAID
        for node in _nodes(name, value, prefixes, "event")
    ]
    told = _in_order(nodes, FIELDS, is_event=True)
    return f"eventType={event.get('type')}{told}{_as_text(nodes)}"


def _declared(value: Json | Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The namespaces that elements declare on themselves, as texts converted from XML do."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _declared(part)
    if isinstance(value, Mapping):
        yield from ((name[7:], str(told)) for name, told in value.items() if name.startswith("@xmlns:"))


def _nodes(name: str, value: Json, prefixes: Mapping[str, str], around: str) -> Iterator[Node]:
    """The elements of one field: one, or one for each value of a list; named lists get an element around them."""
    called = _expanded(name, prefixes, "{", "}")
    if not isinstance(value, list):
        yield _node(called, value, prefixes, around)
    elif name in PAIRED:
        yield Node(called, within=[_pair(PAIRED[name], one, prefixes) for one in value])
    elif name in ELEMENTS or name.endswith("List"):
        inner = ELEMENTS.get(name, called[:-4])
        yield Node(called, within=[_node(inner, one, prefixes, name) for one in value])
    else:
        yield from (_node(called, one, prefixes, around) for one in value)


def _node(called: str, value: Json, prefixes: Mapping[str, str], around: str) -> Node:
    if not isinstance(value, dict):
        return Node(called, _value(called, value, prefixes, around))
    within = [
        node
        for name, part in value.items()
        if name not in UNSAID and not name.startswith("@xmlns")
        for node in _nodes(name, part, prefixes, called)
    ]
    text = value.get("#text")
    return Node(called, "" if text is None else _value(called, text, prefixes, around), within)


def _pair(called: str, value: Json, prefixes: Mapping[str, str]) -> Node:
    """A transaction, source or destination: its type first, whatever the order of the keys (CBV 2.0 section 8.9)."""
    if not isinstance(value, dict):
        return Node(called, _value(called, value, prefixes, called))
    names = ("type", called)
    parts = [f"{name}={_value(name, value[name], prefixes, called)}" for name in names if name in value]
    rest = [
        node
        for name, part in value.items()
        if name not in {*names, *UNSAID}
        for node in _nodes(name, part, prefixes, called)
    ]
    return Node("".join(parts) + _as_text(rest))


def _in_order(nodes: list[Node], order: Iterable[str], is_event: bool = False) -> str:
    """Return the elements named in `order`, and take from `nodes` what is told by it."""
    extensions = [] if is_event or len(nodes) < 2 else [node for node in nodes if "/}" in node.name]
    for node in extensions:
        nodes.remove(node)
    told = ""
    for name in order:
        told += "".join(sorted(filter(None, [_told(node, nodes) for node in nodes[:] if node.name == name])))
    return told + _as_text(extensions)


def _told(node: Node, nodes: list[Node]) -> str:
    inner = _in_order(node.within, WITHIN[node.name]) if node.name in WITHIN else ""
    if not node.within:
        nodes.remove(node)
    text = f"={node.text}" if node.text else ""
    return f"{node.name}{text}{inner}" if text or inner else ""


def _as_text(nodes: Iterable[Node]) -> str:
    """Return elements that have no place in the order, in the order of their own text."""
    return "".join(
        sorted(f"{node.name}{f'={node.text}' if node.text else ''}{_as_text(node.within)}" for node in nodes)
    )


def _value(name: str, value: Json, prefixes: Mapping[str, str], around: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    text = str(value).strip()
    if "time" in name.lower() and "offset" not in name.lower():
        return _instant(text)
    if not isinstance(value, str):
        return _number(text)
    kind = KINDS.get(around if name == "type" else name)
    bare = short(text)
    if kind and BARE.fullmatch(bare):
        return kind + bare
    return _named(canonical(_number(_expanded(text, prefixes, "", ""))))


def _named(text: str) -> str:
    """Write a Digital Link of any domain and key under the canonical one; any other text as it is."""
    link = LINK.fullmatch(text)
    return f"https://id.gs1.org{link[1]}" if link else text


def _expanded(text: str, prefixes: Mapping[str, str], before: str, after: str) -> str:
    prefix, colon, rest = text.partition(":")
    return f"{before}{prefixes[prefix]}{after}{rest}" if colon and prefix in prefixes else text


def _instant(text: str) -> str:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return text
    if told.tzinfo is None:
        return text
    try:
        at = told.astimezone(UTC)
    except OverflowError:
        return text
    rounded = at.replace(microsecond=0) + timedelta(milliseconds=round(at.microsecond / 1000))
    return rounded.isoformat(timespec="milliseconds")[:-6] + "Z"


def _number(text: str) -> str:
    """Write a number without idle zeros and signs; any other text as it is."""
    try:
        value = float(text)
    except ValueError:
        return text
    if value in {float("inf"), float("-inf")} or value != value:  # noqa: PLR0124 - not a number differs from itself
        return text
    return str(int(value) if value == int(value) else value)
