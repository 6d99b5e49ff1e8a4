"""Finds events by what they offer: the index tables, and the SQL that a query becomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from registry.db.connection import Database, Row, Value
from registry.trace.epcis_event import EpcisEvent
from registry.trace.query.attributes import offer
from registry.trace.query.language import AnyOf, Ask, Compare, Condition, Described, EventQuery, HeadIs, Within
from registry.trace.query.master import CHILD
from registry.trace.query.patterns import Pattern
from registry.trace.store.many import add_many

ADD_FACTS = "INSERT INTO event_attr (event_id, name, value) VALUES @rows ON CONFLICT DO NOTHING"
ADD_IDENTITIES = "INSERT INTO event_epc (value, role, event_id) VALUES @rows ON CONFLICT DO NOTHING"
ADD_MASTER = "INSERT INTO vocabulary_fact (uri, name, value) VALUES @rows ON CONFLICT DO NOTHING"
NEXT_VALUE = "SELECT MIN(value) FROM event_attr WHERE name = ? AND value > ?"
NEXT_IDENTITY = "SELECT MIN(value) FROM event_epc WHERE value > ?"
HAS_VALUE = "SELECT 1 FROM event_attr WHERE name = ? AND value = ? LIMIT 1"
HAS_IDENTITY = "SELECT 1 FROM event_epc WHERE value = ? LIMIT 1"
CHILDREN = "SELECT value FROM vocabulary_fact WHERE uri = ? AND name = ?"
LAST = "\U0010ffff"
BROAD = frozenset({"bizStep", "disposition", "readPoint", "bizLocation", "errorDeclaration", "sensorElementList"})
"""Facts that many events share: they are checked along the order, not gathered first."""
COLUMNS = {"id": "e.id", "eventTime": "e.event_time", "recordTime": "e.recorded_at"}

Part = tuple[str, list[Value]]


def add_facts(database: Database, told: Iterable[tuple[int, EpcisEvent]]) -> None:
    """Write what events offer to queries, each told with its id."""
    facts: list[tuple[Value, ...]] = []
    identities: list[tuple[Value, ...]] = []
    for event_id, event in told:
        found = offer(event.body, event.prefixes)
        facts += [(event_id, *pair) for pair in sorted(found.facts)]
        identities += [(*pair, event_id) for pair in sorted(found.identities)]
    add_many(database, ADD_FACTS, facts, every=False)
    add_many(database, ADD_IDENTITIES, identities, every=False)


def add_master(database: Database, facts: Sequence[tuple[str, str, str]]) -> None:
    """Keep what master data say of vocabulary elements: (element, attribute, value), or (element, `child`, child)."""
    add_many(database, ADD_MASTER, facts, every=False)


def found(database: Database, query: EventQuery, after: tuple[str | int, ...] | None, limit: int) -> list[Row]:
    """Return the order keys of the next events, at most `limit`; the last part of each is the event's id."""
    descending = query.order.descending
    key, key_values = _order_key(query)
    columns = [key] if key == "e.id" else [key, "e.id"]
    source, where, values = _source(query)
    if source.startswith("event_attr"):
        columns = ["d.event_id"]
    for text, more in (_condition(database, one) for one in query.conditions):
        where.append(text)
        values += more
    if after is not None:
        compared = f"({', '.join(columns)}) {'<' if descending else '>'} ({', '.join('?' for _ in columns)})"
        where.append(compared if len(columns) > 1 else compared.replace("(", "").replace(")", ""))
        values += [*key_values, *after]
    word = " DESC" if descending else ""
    ordered = ", ".join(f"{one}{word}" for one in columns)
    text = f"SELECT {', '.join(columns)} FROM {source}"
    if where:
        text += f" WHERE {' AND '.join(where)}"
    text += f" ORDER BY {ordered} LIMIT ?"
    return database.rows(text, [*key_values, *values, *key_values, limit])


def _order_key(query: EventQuery) -> Part:
    by = query.order.by
    if by in COLUMNS:
        return COLUMNS[by], []
    least = "(SELECT MIN(o.value) FROM event_attr o WHERE o.event_id = e.id AND o.name = ?)"
    kinds = ("number", "time", "text")
    return f"COALESCE({', '.join([least] * len(kinds))}, '')", [f"{kind}:{by}" for kind in kinds]


def _source(query: EventQuery) -> tuple[str, list[str], list[Value]]:
    """Where to begin: at the index when it stands in the order asked for already, else at the events."""
    for one in query.conditions if query.order.by == "id" else ():
        if isinstance(one, AnyOf) and one.wanted and len(one.asks) == 1:
            ask = one.asks[0]
            if ask.name is not None and ask.compare is Compare.EQUAL and ask.pattern is None:
                where = ["e.id = d.event_id", "d.name = ?", "d.value = ?"]
                return "event_attr d CROSS JOIN event e", where, [ask.name, ask.value]
    return "event e", [], []


def _condition(database: Database, one: Condition) -> Part:
    if isinstance(one, HeadIs):
        return _head(one)
    if isinstance(one, Within):
        below = _below(database, one.places)
        return _any_of(AnyOf(tuple(Ask(one.name, Compare.EQUAL, place) for place in below)))
    if isinstance(one, Described):
        return _described(one)
    return _any_of(one)


def _head(one: HeadIs) -> Part:
    marks = ", ".join("?" for _ in one.values)
    if one.column == "key":
        return f"e.id IN (SELECT y.event_id FROM event_key y WHERE y.key IN ({marks}))", [*one.values]
    if one.compare is Compare.EQUAL:
        return f"e.{one.column} IN ({marks})", [*one.values]
    return f"e.{one.column} {one.compare} ?", [*one.values]


def _described(one: Described) -> Part:
    names = ", ".join("?" for _ in one.attributes)
    text = (
        "EXISTS (SELECT 1 FROM event_attr a JOIN vocabulary_fact v ON v.uri = a.value"
        f" WHERE a.event_id = e.id AND a.name = ? AND v.name IN ({names})"
    )
    values: list[Value] = [one.name, *one.attributes]
    if one.values:
        text += f" AND v.value IN ({', '.join('?' for _ in one.values)})"
        values += one.values
    return text + ")", values


def _any_of(one: AnyOf) -> Part:
    """An event is looked up for many-valued facts, and gathered first for those that tell few events apart."""
    gathered = one.wanted and all(ask.name not in BROAD and ask.compare is not Compare.THERE for ask in one.asks)
    texts, values = [], []
    for ask in one.asks:
        text, more = _ask(ask, gathered)
        texts.append(text)
        values += more
    if gathered:
        return f"e.id IN ({' UNION '.join(texts)})", values
    either = " OR ".join(f"EXISTS ({text})" for text in texts)
    return (f"({either})" if one.wanted else f"NOT ({either})"), values


def _ask(ask: Ask, gathered: bool) -> Part:
    where: list[str] = [] if gathered else ["a.event_id = e.id"]
    values: list[Value] = []
    if ask.name is None:
        table = "event_epc"
        if ask.role:
            where.append("a.role = ?")
            values.append(ask.role)
    else:
        table = "event_attr"
        where.append("a.name = ?")
        values.append(ask.name)
    text, more = _value(ask)
    where += text
    return f"SELECT a.event_id FROM {table} a WHERE {' AND '.join(where)}", [*values, *more]


def _value(ask: Ask) -> tuple[list[str], list[Value]]:
    if ask.pattern is not None:
        return _pattern(ask.pattern)
    if ask.compare is Compare.THERE:
        return [], []
    return [f"a.value {ask.compare} ?"], [ask.value]


def _pattern(pattern: Pattern) -> tuple[list[str], list[Value]]:
    where, values = ["a.value >= ?", "a.value < ?"], [pattern.start, pattern.start + LAST]
    told: list[Value] = [*values]
    for place, piece in pattern.pieces:
        where.append(f"SUBSTR(a.value, {place}, {len(piece)}) = ?")
        told.append(piece)
    if pattern.length is not None:
        where.append(f"LENGTH(a.value) = {pattern.length}")
    return where, told


def _below(database: Database, places: Iterable[str]) -> list[str]:
    """Return these places and all that the master data put below them, at any depth, each once."""
    known: dict[str, None] = dict.fromkeys(places)
    queue = [*known]
    while queue:
        for (child,) in database.rows(CHILDREN, (queue.pop(), CHILD)):
            if child not in known:
                known[child] = None
                queue.append(child)
    return [*known]


def values_after(database: Database, name: str | None, after: str, limit: int) -> list[str]:
    """Return the next values of a fact, each once and in order; of identities when no fact is named.

    Each is found by one step down the index, however many events share the value before it.
    """
    text, first = (NEXT_IDENTITY, []) if name is None else (NEXT_VALUE, [name])
    told: list[str] = []
    while len(told) < limit:
        row = database.one(text, [*first, after])
        if row is None or row[0] is None:
            break
        after = row[0]
        told.append(after)
    return told


def has_value(database: Database, name: str | None, value: str) -> bool:
    """Say whether any event tells this value of a fact, or names this identity."""
    found = database.one(HAS_IDENTITY, (value,)) if name is None else database.one(HAS_VALUE, (name, value))
    return found is not None
