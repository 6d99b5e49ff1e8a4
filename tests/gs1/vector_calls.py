"""The public call behind each kind of vector: input and options in, something comparable with `expect` out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gs1 import (
    ElementString,
    ErrorCode,
    Gs1Error,
    Message,
    ParseOptions,
    SymbologyIdentifier,
    check_digit,
    has_valid_check_digit,
    parse_bracketed,
    parse_digital_link,
    parse_element_string,
    parse_scan_data,
)
from gs1.compressed_link import compress, decompress
from gs1.dictionary import STANDARD
from gs1.epc_schemes import PureIdentity, pattern_key
from gs1.epc_tags import EpcTag
from gs1.gmn import check_characters, has_valid_check_characters
from gs1.link import grammar
from gs1.linters import GcpAnswer, lint
from gs1.readings import readings
from gs1.relations import differing_repeat, excluded_pair, find_match, unsatisfied, unserialised_key
from gs1.symbols import Symbol, read_symbol, write_symbol
from gs1.udi.hibc import parse_hibc
from gs1.udi.iccbba import check_character, check_value, flag_characters, parse_isbt128
from gs1.udi.ifa import is_valid_pzn, parse_ppn, ppn_of
from gs1.udi.value import Udi
from tests.gs1 import key_calls

Json = Any  # a vector is JSON of any shape
Call = Callable[[Json, dict[str, Json]], Json]
SCHEMES = ("http://", "https://", "HTTP://", "HTTPS://")
NOTHING: dict[str, Json] = {
    "ai_bracketed": None,
    "hri": [],
    "dl_uri": None,
    "element_string": None,
    "ignored_query_params": [],
}
ENGINE_NAMES = {
    Symbol.DATABAR_EXPANDED: "DATA_BAR_EXPANDED",
    Symbol.DOT_CODE: "DOT_CODE",
    Symbol.DATA_MATRIX: "DM",
    Symbol.GS1_128_CCA: "GS1_128_CCA",
    Symbol.QR: "QR",
    Symbol.EAN_13: "EAN13",
    Symbol.EAN_8: "EAN8",
}


class Source:
    """A company prefix service with one answer to everything."""

    def __init__(self, answer: str) -> None:
        self.answer = GcpAnswer(answer)

    def look_up(self, digits: str) -> GcpAnswer:
        return self.answer


def options_of(given: dict[str, Json], **more: Json) -> ParseOptions:
    return ParseOptions(
        permit_unknown_ais=given.get("permit_unknown_ais", False),
        permit_unknown_dl_attributes=given.get("permit_unknown_ai_as_dl_attribute", False),
        permit_zero_suppressed_gtin=given.get("permit_zero_suppressed_gtin", False),
        requisites=given.get("validate_requisites", True),
        today=date.fromisoformat(given["today"]) if "today" in given else None,
        **more,
    )


def bracketed(text: str, given: dict[str, Json], **more: Json) -> Message:
    return parse_bracketed(text, options_of(given, **more))


def fnc1_string(text: str, given: dict[str, Json], **more: Json) -> Message:
    return parse_element_string(text, options_of(given, separators="^", require_fnc1=True, **more))


def with_fnc1(message: Message) -> str:
    return "^" + message.element_string("^")


def full(message: Message) -> Json:
    try:
        link: str | None = message.digital_link()
    except Gs1Error:
        link = None
    return {
        "ai_bracketed": message.bracketed(),
        "hri": message.hri(),
        "element_string": with_fnc1(message),
        "dl_uri": link,
        "ignored_query_params": list(message.ignored_query),
    }


def scan_full(text: str, given: dict[str, Json]) -> Json:
    symbol = read_symbol(text)
    if not symbol.text.startswith(("^", *SCHEMES)):
        return NOTHING | {"symbology": ENGINE_NAMES[symbol.symbol], "element_string": symbol.text}
    return full(parse_scan_data(text, options_of(given))) | {"symbology": ENGINE_NAMES[symbol.symbol]}


def association(text: str, given: dict[str, Json]) -> Json:
    pairs = bracketed(text, given, associations=False, mode="lenient").pairs
    ais = [ai for ai, _ in pairs]
    broken = {
        "mutex": excluded_pair(ais, STANDARD),
        "requisites": unsatisfied(ais, STANDARD),
        "repeats": differing_repeat(pairs),
        "digsig_serial": unserialised_key(pairs),
    }[given["rule"]]
    return "error" if broken else {"ok": True}


def lookup(text: str, given: dict[str, Json]) -> Json:
    size, permit = given["ai_length"], given.get("permit_unknown_ais", False)
    if size:
        found = STANDARD.find_exact(text[:size], permit_unknown=permit)
    else:
        found = STANDARD.find(text, permit_unknown=permit)
    if found is None:
        return "error"
    if found.known:
        return {"ai": found.ai}
    fixed = None if found.separator_required else found.longest
    return {"unknown_ai": True, "ai_length": len(found.ai), "fixed_length": fixed}


def pattern_match(text: str, given: dict[str, Json]) -> Json:
    message = bracketed(text, given, associations=False, mode="lenient")
    found = find_match(given["pattern"], [ai for ai, _ in message.pairs], given.get("ignore", ""))
    return {"match": found is not None} | ({"ai": found} if found else {})


def validated(text: str, given: dict[str, Json]) -> Json:
    if text.startswith("^"):
        fnc1_string(text, given)
    return {"ok": True}


def rendered(text: str, given: dict[str, Json]) -> str | None:
    return fnc1_string(text, given, associations=False).bracketed() if text.startswith("^") else None


def typed(message: Message) -> Json:
    """Pairs with typed values, as the peers show them."""
    result: dict[str, Json] = {"pairs": [list(pair) for pair in message.pairs]}
    for element in message:
        _add(result, "company_prefixes", element, key_calls.company_prefix_of(element.key))
        _add(result, "dates", element, element.date and element.date.isoformat())
        _add(result, "datetimes", element, element.datetime and element.datetime.isoformat())
        _add(result, "decimals", element, None if element.decimal is None else str(element.decimal))
        if element.money is not None:
            money = {"amount": str(element.money.amount), "currency": element.money.code}
            _add(result, "moneys", element, money)
    bad = [p.ai for p in message.problems if p.code.value == "INCORRECT_CHECK_DIGIT"]
    return result | ({"invalid_elements": bad} if bad else {})


def _add(result: dict[str, Json], field: str, element: ElementString, value: Json) -> None:
    if value is not None:
        result.setdefault(field, {})[element.ai] = value


def lenient_elements(text: str, given: dict[str, Json]) -> Json:
    separators = "".join(given.get("separator_chars", "\x1d"))
    options = options_of(given, mode="lenient", associations=False, separators=separators)
    message = parse_element_string(text, options)
    codes = {problem.code.value for problem in message.problems if problem.severity == "error"}
    unreadable = {"NO_AI_FOR_PREFIX", "AI_DATA_IS_EMPTY", "AI_DATA_HAS_INCORRECT_LENGTH", "AI_DATA_IS_TOO_LONG"}
    return "error" if codes & unreadable else typed(message)


def lenient_hri(text: str, given: dict[str, Json]) -> Json:
    message = parse_bracketed(text, options_of(given, mode="lenient", associations=False))
    codes = {problem.code.value for problem in message.problems if problem.severity == "error"}
    return "error" if codes & {"AI_PARSE_FAILED", "AI_UNRECOGNISED"} else typed(message)


def symbology_parts(text: str, given: dict[str, Json]) -> Json:
    identifier = SymbologyIdentifier.parse(text)
    return {"value": identifier.text, "modifiers": identifier.modifier}


def link(text: str, given: dict[str, Json], **more: Json) -> Message:
    return parse_digital_link(text, options_of(given, **more))


def linted(text: str, given: dict[str, Json]) -> Json:
    source = [Source(given["gcp_lookup"])] if "gcp_lookup" in given else []
    fault = lint(given["linter"], text, *source)
    return {"ok": True} if fault is None else ("fault", fault.code.value, [fault.start, fault.length])


def peer_link(text: str, given: dict[str, Json]) -> Json:
    message = parse_digital_link(text, options_of(given, mode="lenient", associations=False))
    codes = {problem.code.value for problem in message.problems if problem.severity == "error"}
    return "error" if "INVALID_KEY_QUALIFIER_SEQUENCE" in codes else typed(message)


def epc_valid(text: str, given: dict[str, Json]) -> Json:
    epc = PureIdentity.parse(text)
    return (
        {"scheme": epc.scheme.name, "uri": epc.uri}
        if given.get("scheme", epc.scheme.name) == epc.scheme.name
        else "error"
    )


def epc_to_gs1(text: str, given: dict[str, Json]) -> Json:
    epc = PureIdentity.parse(text)
    key = epc.key
    if "gtin_type" in given:
        size = int(given["gtin_type"].removeprefix("GTIN"))
        key = key[14 - size :] if not key[: 14 - size].strip("0") else "error"
    message = "".join(f"({ai}){value}" for ai, value in epc.elements())
    return "error" if key == "error" else {"element_string": message, "gs1_element_string": message, "gs1_key": key}


def gs1_to_epc(text: str, given: dict[str, Json]) -> Json:
    pairs = bracketed(text, given, associations=False, mode="lenient").pairs
    return {"uri": PureIdentity.from_elements(given["scheme"], pairs, given["company_prefix_length"]).uri}


def epc_to_tag(text: str, given: dict[str, Json]) -> Json:
    epc = PureIdentity.parse(text)
    coding = given.get("binary_coding_scheme", f"{epc.scheme.name}-96").lower().replace("_", "-")
    tag = EpcTag.of(epc, coding, given.get("filter_value", 0))
    return {"tag_uri": tag.uri, "hex": tag.hex()}


def epc_translated(text: str, given: dict[str, Json]) -> Json:
    epc = PureIdentity.parse(text)
    told = {"scheme": epc.scheme.name} | (epc_to_gs1(text, {}) if epc.scheme.is_gs1 else {})
    if "tag_uri" in given:
        coding, _, body = given["tag_uri"].removeprefix("urn:epc:tag:").partition(":")
        tag = EpcTag.of(epc, coding, int(body.partition(".")[0]))
        told |= {"tag_uri": tag.uri, "hex": tag.hex()}
    return told


def tag_to_epc(text: str, given: dict[str, Json]) -> Json:
    tag = EpcTag.parse(text) if text.startswith("urn:") else EpcTag.from_hex(text)
    return {"uri": tag.epc.uri, "scheme": tag.epc.scheme.name}


def compressed(message: Message, given: dict[str, Json]) -> Json:
    text = compress(message, readable_key=given.get("uncompressed_primary", False))
    again = decompress(text, ParseOptions(mode="lenient", associations=False))
    same = sorted(set(again.pairs)) == sorted(set(message.pairs))
    return {"compressed": text, "same": same}


def decompressed(text: str, given: dict[str, Json]) -> Json:
    message = decompress(text, ParseOptions(mode="lenient", associations=False))
    other = dict(parameter.partition("=")[::2] for parameter in message.ignored_query)
    return {"ai": dict(message.pairs), "other": other, "uri": message.digital_link()}


def udi(carrier: Udi) -> Json:
    numbers = ("unit_of_measure", "count")
    return {
        "issuer": carrier.issuer.value,
        "di": carrier.di,
        "lot": carrier.batch,
        "serial": carrier.serial,
        "expiration_date": carrier.expiry and str(carrier.expiry),
        "manufacturing_date": carrier.manufactured and str(carrier.manufactured),
        "quantity": carrier.quantity,
    } | {name: int(value) if name in numbers else value for name, value in carrier.details}


def pzn_parts(text: str, given: dict[str, Json]) -> Json:
    return {"valid": True, "ppn": ppn_of(text)} if is_valid_pzn(text) else {"valid": False}


def din_parts(text: str, given: dict[str, Json]) -> Json:
    return {
        "check_value": check_value(text),
        "check_character": check_character(text),
        "flag_characters": flag_characters(text),
    }


CALLS: dict[str, Call] = {
    "linter_value": linted,
    "ai_bracketed_to_element_string": lambda t, o: {"element_string": with_fnc1(bracketed(t, o, associations=False))},
    "ai_bracketed_lint": lambda t, o: {"ok": bool(bracketed(t, o, associations=False))},
    "ai_bracketed_error_markup": lambda t, o: {"ok": bool(bracketed(t, o))},
    "element_string_parse": lambda t, o: {"ok": bool(fnc1_string(t, o, associations=False))},
    "ai_association_rule": association,
    "ai_bracketed_validate": lambda t, o: {"ok": bool(bracketed(t, o))},
    "message_validate": validated,
    "element_string_to_bracketed": lambda t, o: {"ai_bracketed": rendered(t, o)},
    "element_string_to_hri": lambda t, o: {
        "hri": fnc1_string(t, o, associations=False).hri(o.get("include_data_titles", False))
    },
    "ai_bracketed_to_hri": lambda t, o: {
        "hri": bracketed(t, o, associations=False).hri(o.get("include_data_titles", False))
    },
    "dl_uri_to_hri": lambda t, o: {"hri": link(t, o, associations=False).hri()},
    "ai_lookup": lookup,
    "ai_length_by_prefix": lambda t, o: {"ai_length": STANDARD.length_by_prefix.get(t)},
    "ai_pattern_match": pattern_match,
    "dl_uri_to_element_string": lambda t, o: {"element_string": with_fnc1(link(t, o, associations=False))},
    "dl_uri_parse": peer_link,
    "dl_uri_extract": lambda t, o: {"ai": dict(link(t, o, associations=False, mode="lenient").pairs)},
    "ai_bracketed_to_dl_uri": lambda t, o: {
        "uri": bracketed(t, o, associations=False).digital_link(o.get("stem", grammar.CANONICAL_STEM))
    },
    "dl_uri_dl_ignored_params": lambda t, o: {"ignored_query_params": list(link(t, o).ignored_query)},
    "dl_path_ai_sequence": lambda t, o: {"ok": True} if grammar.is_path_sequence(t, STANDARD) else "error",
    "uri_escape": lambda t, o: {"path": grammar.escape(t), "query": grammar.escape(t, query=True)},
    "uri_unescape": lambda t, o: {"path": grammar.unescape(t), "query": grammar.unescape(t, query=True)},
    "scan_data_parse": lambda t, o: {"symbology": read_symbol(t).symbol.value, "data": read_symbol(t).text},
    "element_string_to_scan_data": lambda t, o: {"scan_data": write_symbol(_symbol(o["symbology"], t), t)},
    "symbology_identifier": symbology_parts,
    "ai_bracketed_full": lambda t, o: full(bracketed(t, o)),
    "element_string_full": lambda t, o: full(fnc1_string(t, o)) if t[:1] == "^" else NOTHING | {"element_string": t},
    "dl_uri_full": lambda t, o: full(link(t, o)) if t.startswith(SCHEMES) else NOTHING,
    "scan_data_full": scan_full,
    "gs1_message_parse": lenient_elements,
    "gs1_element_extract": lenient_elements,
    "element_string_single": lambda t, o: _single(lenient_elements(t, o)),
    "hri_parse": lenient_hri,
    "parse_any": lambda t, o: key_calls.readings_parts(readings(t, options_of(o, mode="lenient")), o, typed),
    "gtin_parse": key_calls.gtin_parts,
    "sscc_parse": key_calls.sscc_parts,
    "gln_parse": key_calls.gln_parts,
    "upc_parse": key_calls.upc_parts,
    "gs1_company_prefix_lookup": key_calls.company_prefix_parts,
    "gs1_prefix_lookup": key_calls.prefix_parts,
    "epc_uri_validate": epc_valid,
    "epc_uri_to_gs1": epc_to_gs1,
    "gs1_to_epc_uri": gs1_to_epc,
    "epc_uri_to_tag": epc_to_tag,
    "tag_uri_to_epc_uri": tag_to_epc,
    "tag_hex_to_epc_uri": tag_to_epc,
    "epc_uri_translate": epc_translated,
    "epc_idpat_to_gs1_key": lambda t, o: {"gs1_key": pattern_key(t)},
    "dl_uri_compress": lambda t, o: compressed(link(t, o, associations=False, mode="lenient"), o),
    "ai_bracketed_to_dl_compressed": lambda t, o: compressed(bracketed(t, o, associations=False, mode="lenient"), o),
    "element_string_gs_to_dl_compressed": lambda t, o: compressed(
        parse_element_string(t, ParseOptions(associations=False, mode="lenient")), o
    ),
    "dl_compressed_parse": decompressed,
    "dl_compressed_to_uri": decompressed,
    "hibc_parse": lambda t, o: udi(parse_hibc(t)),
    "hibc_parse_two_line": lambda t, o: udi(parse_hibc(*t)),
    "ppn_parse": lambda t, o: udi(parse_ppn(t)),
    "pzn_validate": pzn_parts,
    "isbt_udi_parse": lambda t, o: udi(parse_isbt128(t)),
    "isbt_din_check": din_parts,
    "check_digit": lambda t, o: {"valid": has_valid_check_digit(t), "check_digit": check_digit(t[:-1])},
    "gmn_verify": lambda t, o: {"valid": has_valid_check_characters(t)},
    "gmn_check_characters": lambda t, o: {"check_characters": check_characters(t)},
}


def _symbol(name: str, text: str) -> Symbol:
    if name not in set(Symbol):
        raise Gs1Error.of(ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER, text)
    return Symbol(name)


def _single(result: Json) -> Json:
    return result if result == "error" else dict(zip(("ai", "value"), result["pairs"][0], strict=True))
