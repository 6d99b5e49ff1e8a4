"""Quick acceptance of an ordinary, faultless Digital Link URI; whatever it does not accept is read with care."""

from __future__ import annotations

import re

from gs1.dictionary import SyntaxDictionary
from gs1.link.grammar import could_join_path, is_path_sequence, unescape
from gs1.relations import is_clean

_ORDINARY = re.compile(
    r"https?://[A-Za-z0-9.\-:]+/([A-Za-z0-9\-._~:/@!$&'()*+,;=%]*)(?:\?([A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*))?"
)
_CACHE_LIMIT = 4096
_Pairs = tuple[tuple[str, str], ...]


def quick_link(data: str, dictionary: SyntaxDictionary) -> _Pairs | None:
    """The elements of a URI without any fault, unknown parameter, fragment or short GTIN; else None."""
    uri = _ORDINARY.fullmatch(data)
    if uri is None:
        return None
    path, query = uri.groups()
    segments = path.split("/")
    keys = dictionary.dl_keys
    index = len(segments) - 2
    while index >= 0 and segments[index] not in keys:
        index -= 2
    if index < 0:
        return None
    pairs: list[tuple[str, str]] = []
    matchers = dictionary.matchers
    for place in range(index, len(segments), 2):
        ai, value = segments[place], segments[place + 1]
        if "%" in value:
            value = unescape(value)
        matcher = matchers.get(ai) or dictionary.matcher(ai)
        if matcher is None:
            return None
        match = matcher.match(value, 0)
        if match is None or match[1] != value or (matcher.accepts is not None and not matcher.accepts(value)):
            return None
        pairs.append((ai, value))
    path_ais = tuple([ai for ai, _ in pairs])
    if query and not _add_query(query, dictionary, pairs):
        return None
    shape = path_ais, tuple([ai for ai, _ in pairs])
    clean = dictionary.clean_links.get(shape)
    if clean is None:
        clean = _judge(path_ais, shape[1], dictionary)
    return tuple(pairs) if clean else None


def _add_query(query: str, dictionary: SyntaxDictionary, pairs: list[tuple[str, str]]) -> bool:
    """Add the elements of the query; False where one is no plain, right element."""
    for parameter in query.split("&"):
        ai, equals, value = parameter.partition("=")
        matcher = dictionary.matcher(ai)
        if not equals or matcher is None:
            return False
        if "%" in value or "+" in value:
            value = unescape(value, query=True)
        match = matcher.match(value, 0)
        if match is None or match[1] != value or (matcher.accepts is not None and not matcher.accepts(value)):
            return False
        pairs.append((ai, value))
    return True


def _judge(path: tuple[str, ...], ais: tuple[str, ...], dictionary: SyntaxDictionary) -> bool:
    """Whether AIs may stand in path and query like this, whatever their values; remembered within bounds."""
    query = ais[len(path) :]
    clean = (
        is_path_sequence(path, dictionary)
        and is_clean(ais, dictionary)
        and all(dictionary[ai].dl_attribute and not could_join_path(path, ai, dictionary) for ai in query)
    )
    if len(dictionary.clean_links) >= _CACHE_LIMIT:
        dictionary.clean_links.clear()
    dictionary.clean_links[path, ais] = clean
    return clean
