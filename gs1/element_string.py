"""Element strings: application identifiers and values one after another, parted by FNC1 where needed.

GS1 General Specifications, "Processing of data from a GS1 symbology using GS1 Application Identifiers". The quick path
below accepts right messages; whatever it does not accept is read again by the careful path, which names the fault.
Both give the same verdict (`tests/gs1/test_element_string.py`).
"""

from __future__ import annotations

from gs1.checking import MOST_AIS, MOST_FAULTS, Pairs, finish
from gs1.codes import ErrorCode
from gs1.dictionary import GS, UNKNOWN_VALUE_LONGEST, ApplicationIdentifier
from gs1.errors import Gs1Error, Problem
from gs1.key_table import zero_keys
from gs1.message import Message, Origin, origin_of
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.relations import is_clean
from gs1.symbology import SymbologyIdentifier
from gs1.value_check import check_components

_LONGEST = MOST_AIS * (4 + UNKNOWN_VALUE_LONGEST + 1)
"""No message is longer: so many AIs of four digits, the longest values and a separator each."""


def parse_element_string(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    r"""Read an element string, with or without FNC1 in front; `|` and FNC1 begin a composite component.

    GS1 General Specifications, "Processing of data from a GS1 symbology using GS1 Application Identifiers". Raises
    `Gs1Error` for the first fault when strict; when lenient only where nothing can be read.

    >>> message = parse_element_string("010893601234567417271231" + "10LOT7\x1d21S1")
    >>> message.pairs
    (('01', '08936012345674'), ('17', '271231'), ('10', 'LOT7'), ('21', 'S1'))
    """
    return read_elements(data, 0, options)


def read_elements(
    data: str, start: int, options: ParseOptions, symbology: SymbologyIdentifier | None = None
) -> Message:
    """Read the elements of `data` from `start`; a fault tells its place in the whole of `data`.

    GS1 General Specifications, as `parse_element_string`.

    >>> read_elements("]d210LOT7", 3, ParseOptions(scope="carrier")).batch
    'LOT7'
    """
    if data[start : start + 1] and data[start] in options.separators:
        start += 1
    elif options.require_fnc1:
        raise Gs1Error(Problem(ErrorCode.MISSING_FNC1_IN_FIRST_POSITION, data))
    if start >= len(data):
        raise Gs1Error(Problem(ErrorCode.AI_DATA_EMPTY, data))
    if options.checks_itself and options.separators == GS:
        pairs = quick_pairs(data, start, options)
        if pairs is not None:
            return Message(pairs, origin_of(options, symbology), tuple(zero_keys(pairs)) if options.lenient else ())
    found: list[Problem] = []
    linear, bar, composite = data.partition("|") if "|" not in options.separators else (data, "", "")
    places: list[int | None] = []
    careful = walk(linear, start, options, found, places)
    cut = None
    if bar and composite[:1] and composite[0] in options.separators:
        cut = len(careful)
        careful += walk(data, len(linear) + 2, options, found, places)
    elif bar:
        found.append(Problem(ErrorCode.MISSING_FNC1_IN_FIRST_POSITION, data, len(linear), len(data) - len(linear)))
    return finish(careful, Origin(options, symbology, composite_from=cut), found, places)


def quick_pairs(data: str, at: int, options: ParseOptions) -> tuple[tuple[str, str], ...] | None:
    """The elements of a message without any fault, or None.

    GS1 General Specifications, as `parse_element_string`.

    >>> quick_pairs("10LOT7", 0, DEFAULT_OPTIONS) is None
    True
    """
    dictionary = options.dictionary
    lengths, matchers = dictionary.length_by_prefix, dictionary.matchers
    pairs: list[tuple[str, str]] = []
    ais: list[str] = []
    end = len(data)
    if end - at > _LONGEST:
        return None
    while at < end:
        width = lengths.get(data[at : at + 2])
        if width is None:
            return None
        ai = data[at : at + width]
        matcher = matchers.get(ai) or dictionary.matcher(ai)
        if matcher is None:
            return None
        match = matcher.match(data, at + width)
        if match is None:
            return None
        value = match[1]
        if matcher.accepts is not None and not matcher.accepts(value):
            return None
        pairs.append((ai, value))
        ais.append(ai)
        at = match.end()
    if len(ais) > MOST_AIS or not is_clean(tuple(ais), dictionary):
        return None
    return tuple(pairs)


def walk(data: str, at: int, options: ParseOptions, found: list[Problem], places: list[int | None]) -> Pairs:
    """Read element by element, add every fault to `found`, and go on after it where that is possible.

    `places` takes where each value begins. A text beyond measure is not read to its end.

    GS1 General Specifications, as `parse_element_string`.

    >>> found: list[Problem] = []
    >>> walk("10LOT7" + GS + "99A", 0, DEFAULT_OPTIONS, found, []), found
    ([('10', 'LOT7'), ('99', 'A')], [])
    """
    pairs: Pairs = []
    end, stop = len(data), -1
    while at < end and len(pairs) <= MOST_AIS and len(found) < MOST_FAULTS:
        if data[at] in options.separators:
            at = _skip_separators(data, at, options, found)
            continue
        if stop < at:
            stop = _next_separator(data, at, options.separators)
        entry = options.dictionary.find(data, at, permit_unknown=options.permit_unknown_ais)
        if entry is None:
            found.append(Problem(ErrorCode.NO_AI_FOR_PREFIX, data, at, min(4, stop - at), None, 0))
            at = stop + 1
            continue
        at += len(entry.ai)
        if at >= stop:
            found.append(Problem(ErrorCode.AI_DATA_IS_EMPTY, data, at, 0, entry.ai, 0))
            at = stop + 1
            continue
        value = _take_value(data[at:stop], at, entry, options, found)
        pairs.append((entry.ai, value))
        places.append(at)
        at += len(value)
        if at == stop:
            at += 1
    return pairs


def _take_value(text: str, at: int, entry: ApplicationIdentifier, options: ParseOptions, found: list[Problem]) -> str:
    """The value that `text`, all up to the next separator, begins with; its faults go to `found`."""
    used = check_components(entry, text, options.gcp, found, at)
    if entry.separator_required and used < len(text):
        found.append(Problem(ErrorCode.AI_DATA_IS_TOO_LONG, text, used, len(text) - used, entry.ai, at))
        return text
    return text[:used]


def _next_separator(data: str, at: int, separators: str) -> int:
    places = [place for place in (data.find(character, at) for character in separators) if place >= 0]
    return min(places, default=len(data))


def _skip_separators(data: str, at: int, options: ParseOptions, found: list[Problem]) -> int:
    """Tell the separators that nothing was before, and return where the next element begins."""
    end = len(data) - len(data[at:].lstrip(options.separators))
    if options.lenient:
        found.append(Problem(ErrorCode.SUPERFLUOUS_SEPARATOR, data, at, end - at, None, 0, "warning"))
    else:
        found.append(Problem(ErrorCode.NO_AI_FOR_PREFIX, data, at, 1, None, 0))
    return end
