"""A GS1 Digital Link URI to its elements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gs1.checking import MOST_AIS, MOST_FAULTS, Pairs, check_lengths, check_values, finish
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error, Problem
from gs1.link.grammar import SHORT_NAMES, could_join_path, is_path_sequence, unescape
from gs1.link.quick import quick_link
from gs1.message import Message, Origin, origin_of
from gs1.options import DEFAULT_OPTIONS, ParseOptions

_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_DOMAIN = re.compile(r"[A-Za-z0-9\-._~:\[\]]+")
_SCHEMES = ("https://", "HTTPS://", "http://", "HTTP://")
_NO_NAMES: dict[str, str] = {}
_SHORTER_GTINS = (8, 12, 13)


def looks_like_digital_link(text: str) -> bool:
    """A fast and rough question: may `text` be a Digital Link URI at all?

    >>> looks_like_digital_link("https://example.vn/news"), looks_like_digital_link("urn:epc:id:sgtin:1.2.3")
    (True, False)
    """
    return text.startswith(_SCHEMES) and "/" in text[8:]


def is_digital_link(text: str, options: ParseOptions = DEFAULT_OPTIONS) -> bool:
    """A fast question: is `text` a web address whose path holds a GS1 key with a right value?

    Qualifiers, attributes and the rules between them are not judged; `parse_digital_link` does that
    (GS1 Digital Link URI syntax, "Path"). Never raises.

    >>> is_digital_link("https://example.vn/01/08936012345674?x=1"), is_digital_link("https://example.vn/01/news")
    (True, False)
    """
    problem, rest = _authority(text)
    segments = re.split("[?#]", rest, maxsplit=1)[0].split("/")
    place = None if problem else key_place(segments, options)
    if place is None:
        return False
    ai, value = _ai_of(segments[place], options), unescape(segments[place + 1])
    matcher = options.dictionary.matcher(ai)
    value = _padded(ai, value, options, [])
    match = matcher.match(value, 0) if matcher else None
    right = match is not None and match[1] == value
    return right and matcher is not None and (matcher.accepts is None or bool(matcher.accepts(value)))


def parse_digital_link(data: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    """Read a Digital Link URI (GS1 Digital Link URI syntax 4); path order first, then query order.

    Raises `Gs1Error` for the first fault when strict; when lenient only where no key can be found.

    >>> parse_digital_link("https://example.vn/01/08936012345674/10/LOT7?17=271231").bracketed()
    '(01)08936012345674(10)LOT7(17)271231'
    """
    if options.quick:
        quick = quick_link(data, options.dictionary)
        if quick is not None:
            return Message(quick, origin_of(options))
    found: list[Problem] = []
    path, query = split_uri(data, options, found)
    on_path = _path_pairs(path, options, found)
    in_query, ignored = _query_pairs(query, options, found)
    pairs = [(ai, _padded(ai, value, options, found)) for ai, value in on_path + in_query]
    check_lengths(pairs, options, found)
    _check_places([ai for ai, _ in on_path], [ai for ai, _ in in_query], options, found)
    check_values(pairs, options, found)
    return finish(pairs, Origin(options, ignored_query=tuple(ignored)), found)


def split_uri(
    data: str, options: ParseOptions = DEFAULT_OPTIONS, found: list[Problem] | None = None
) -> tuple[str, str]:
    """The path and the query of a URI, the fragment left out (RFC 3986, section 3).

    Raises `Gs1Error` for what is no web address. When `options` are lenient, and `found` is there to take the fault,
    only a text without anything after a scheme is refused: the rest is read as a path, so a key in it is still found.

    >>> split_uri("https://example.vn/01/08936012345674?17=271231#top")
    ('01/08936012345674', '17=271231')
    """
    problem, rest = _authority(data)
    if problem is not None:
        rest = data.partition(":")[2].lstrip("/")
        if found is None or not options.lenient or "/" not in rest:
            raise Gs1Error(problem)
        found.append(problem)
    path, _, query = rest.partition("#")[0].partition("?")
    return path, query


def _authority(data: str) -> tuple[Problem | None, str]:
    """What is wrong in front of the path, if anything, and the text behind the domain."""
    good = _CHARACTERS.match(data)
    if good is None or good.end() < len(data):
        return Problem(ErrorCode.URI_CONTAINS_ILLEGAL_CHARACTERS, data, good.end() if good else 0, 1), ""
    scheme = next((scheme for scheme in _SCHEMES if data.startswith(scheme)), None)
    if scheme is None:
        return Problem(ErrorCode.URI_CONTAINS_ILLEGAL_SCHEME, data, 0, len(data)), ""
    begin = len(scheme)
    domain, slash, rest = data[begin:].partition("/")
    if not slash or not domain:
        return Problem(ErrorCode.URI_MISSING_DOMAIN_AND_PATH_INFO, data, begin, len(data) - begin), ""
    if _DOMAIN.fullmatch(domain) is None:
        return Problem(ErrorCode.DOMAIN_CONTAINS_ILLEGAL_CHARACTERS, data, begin, len(domain)), ""
    return None, rest


def _path_pairs(path: str, options: ParseOptions, found: list[Problem]) -> Pairs:
    """The elements of the path from its rightmost key on."""
    segments = path.split("/")
    dictionary = options.dictionary
    index = key_place(segments, options)
    if index is None:
        index = _first_readable(segments, path, options, found)
    pairs: Pairs = []
    for place in range(index, len(segments), 2):
        ai, value = _ai_of(segments[place], options), unescape(segments[place + 1])
        _demand_few(pairs, found, ai)
        if dictionary.find_exact(ai, permit_unknown=options.permit_unknown_ais) is None:
            raise Gs1Error.of(ErrorCode.NO_GS1_DL_KEYS_FOUND_IN_PATH_INFO, path)
        if not value:
            found.append(Problem(ErrorCode.AI_VALUE_PATH_ELEMENT_IS_EMPTY, path, ai=ai))
        if "\0" in value:
            found.append(Problem(ErrorCode.DECODED_AI_FROM_DL_PATH_INFO_CONTAINS_ILLEGAL_NULL, value, ai=ai))
        pairs.append((ai, value))
    return pairs


def key_place(segments: Sequence[str], options: ParseOptions = DEFAULT_OPTIONS) -> int | None:
    """Where the rightmost key stands among the segments of a path, or None (GS1 Digital Link URI syntax, "Path").

    >>> key_place("00/faux/01/08936012345674/10/LOT7".split("/"))
    2
    """
    keys = options.dictionary.dl_keys
    names = SHORT_NAMES if options.short_names or options.lenient else _NO_NAMES
    return next((at for at in range(len(segments) - 2, -1, -2) if names.get(segments[at], segments[at]) in keys), None)


def _first_readable(segments: list[str], path: str, options: ParseOptions, found: list[Problem]) -> int:
    """Where a path without any key can be read from when lenient: its first AI; raises when strict."""
    problem = Problem(ErrorCode.NO_GS1_DL_KEYS_FOUND_IN_PATH_INFO, path, 0, len(path))
    for index in range(len(segments) % 2, len(segments) - 1, 2):
        if options.lenient and segments[index] and _ai_of(segments[index], options) in options.dictionary:
            found.append(problem)
            return index
    raise Gs1Error(problem)


def _ai_of(segment: str, options: ParseOptions) -> str:
    """The AI a path segment names, by number or, where allowed, by its old short name."""
    if options.short_names or options.lenient:
        return SHORT_NAMES.get(segment, segment)
    return segment


def _query_pairs(query: str, options: ParseOptions, found: list[Problem]) -> tuple[Pairs, list[str]]:
    """The elements of the query, and the parameters that are none."""
    pairs: Pairs = []
    ignored: list[str] = []
    for parameter in query.split("&"):
        name, equals, escaped = parameter.partition("=")
        if not (equals and name.isascii() and name.isdigit()):
            if parameter:
                ignored.append(parameter)
            continue
        _demand_few(pairs, found, name)
        if options.dictionary.find_exact(name, permit_unknown=options.permit_unknown_ais) is None:
            found.append(Problem(ErrorCode.UNKNOWN_AI_IN_QUERY_PARAMS, parameter, 0, len(name)))
            continue
        value = unescape(escaped, query=True)
        if not value:
            found.append(Problem(ErrorCode.AI_VALUE_QUERY_ELEMENT_IS_EMPTY, parameter, ai=name))
        if "\0" in value:
            found.append(Problem(ErrorCode.DECODED_AI_VALUE_FROM_QUERY_PARAMS_CONTAINS_ILLEGAL_NULL, value, ai=name))
        pairs.append((name, value))
    return pairs, ignored


def _demand_few(pairs: Pairs, found: list[Problem], ai: str) -> None:
    """Raise `Gs1Error` once more is told than a message may hold: such a text is none, and reading on serves nobody."""
    if len(pairs) >= MOST_AIS or len(found) >= MOST_FAULTS:
        raise Gs1Error(Problem(ErrorCode.TOO_MANY_AIS, ai, 0, len(ai), ai), found)


def _padded(ai: str, value: str, options: ParseOptions, found: list[Problem]) -> str:
    """A GTIN of 8, 12 or 13 digits brought to 14, where that is allowed."""
    if ai != "01" or len(value) not in _SHORTER_GTINS or not value.isdigit():
        return value
    if options.lenient and not options.permit_zero_suppressed_gtin:
        found.append(Problem(ErrorCode.AI_VALUE_IS_TOO_SHORT, value, 0, len(value), ai, None, "warning"))
        return value.zfill(14)
    return value.zfill(14) if options.permit_zero_suppressed_gtin else value


def _check_places(path: list[str], query: list[str], options: ParseOptions, found: list[Problem]) -> None:
    """Key and qualifiers in order, nothing twice, attributes only where they may be."""
    dictionary = options.dictionary
    if not is_path_sequence(path, dictionary):
        found.append(Problem(ErrorCode.INVALID_KEY_QUALIFIER_SEQUENCE, "/".join(path), 0, len("/".join(path))))
    seen = set(path)
    for ai in query:
        entry = dictionary.get(ai)
        if ai in seen:
            found.append(Problem(ErrorCode.DUPLICATE_AI, ai, 0, len(ai), ai))
        elif could_join_path(path, ai, dictionary):
            found.append(Problem(ErrorCode.AI_SHOULD_BE_IN_PATH_INFO, ai, 0, len(ai), ai))
        elif not (options.permit_unknown_dl_attributes if entry is None else entry.dl_attribute):
            found.append(Problem(ErrorCode.AI_IS_NOT_VALID_DATA_ATTRIBUTE, ai, 0, len(ai), ai))
        seen.add(ai)
