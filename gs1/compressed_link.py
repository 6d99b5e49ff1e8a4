"""Compressed Digital Link URIs: written whole or behind a readable key, and read back to elements."""

from __future__ import annotations

from gs1.checking import check_lengths, check_values, finish
from gs1.digital_link import split_uri
from gs1.errors import Problem
from gs1.link.compression import compress_pairs, decompress_text
from gs1.link.grammar import CANONICAL_STEM, escape, unescape
from gs1.message import Message, Origin
from gs1.options import DEFAULT_OPTIONS, ParseOptions


def compress(message: Message, stem: str = CANONICAL_STEM, *, readable_key: bool = False) -> str:
    """The compressed URI of a message; with `readable_key` only what stands beside the key is compressed.

    Parameters that are no AIs stay in the query as they were. Raises `Gs1Error` for an AI that the table lacks.
    GS1 Digital Link, "Compression".

    >>> compress(Message((("255", "5678409730535"),)))
    'https://id.gs1.org/JVUqG5hJ5w'
    """
    dictionary = message.origin.options.dictionary
    rest = list(dict.fromkeys(message.pairs))
    key = next((pair for pair in rest if pair[0] in dictionary.dl_keys), None)
    front = stem.rstrip("/")
    if readable_key and key is not None and len(rest) > 1:
        front += f"/{key[0]}/{escape(key[1])}"
        rest.remove(key)
    tail = "?" + "&".join(message.ignored_query) if message.ignored_query else ""
    return f"{front}/{compress_pairs(rest, dictionary)}{tail}"


def decompress(uri: str, options: ParseOptions = DEFAULT_OPTIONS) -> Message:
    """Read a compressed URI, whole or behind a readable key; raises `Gs1Error` for any other text.

    GS1 Digital Link, "Decompression".

    >>> decompress("https://id.gs1.org/JVUqG5hJ5wA").pairs
    (('255', '5678409730535'),)
    """
    found: list[Problem] = []
    path, query = split_uri(uri, options, found)
    segments = path.split("/")
    pairs = decompress_text(segments[-1], options.dictionary)
    if len(segments) >= 3 and segments[-3] in options.dictionary.dl_keys:
        pairs.insert(0, (segments[-3], unescape(segments[-2])))
    ignored = tuple(parameter for parameter in query.split("&") if parameter)
    check_lengths(pairs, options, found)
    check_values(pairs, options, found)
    return finish(pairs, Origin(options, ignored_query=ignored), found)
