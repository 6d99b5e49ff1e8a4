"""The language of identification: GS1 keys, element strings, Digital Link. Standard library only, no clock."""

from importlib import import_module
from typing import TYPE_CHECKING

from gs1.batch_and_serial import BatchNumber, SerialNumber
from gs1.bracketed import parse_bracketed
from gs1.check_digit import check_digit, has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.digital_link import parse_digital_link
from gs1.element_string import parse_element_string
from gs1.enveloped import parse_iso_15434
from gs1.errors import Gs1Error, Problem
from gs1.gln import Gln
from gs1.gtin import Gtin, GtinFormat
from gs1.key_table import key_of
from gs1.keys import Key, demand_issued
from gs1.message import ElementString, Message
from gs1.options import ParseOptions
from gs1.prefixes import Circulation, Prefix, PrefixState, prefix_of
from gs1.reading import build, parse, validate
from gs1.scan_data import parse_scan_data
from gs1.sscc import Sscc
from gs1.symbology import SymbologyIdentifier

if TYPE_CHECKING:
    from gs1.any_carrier import parse_any
    from gs1.assets import Giai, Grai
    from gs1.circulation_rules import CirculationRegion, MeasureKind
    from gs1.component_parts import Cpid, CpidSerial
    from gs1.documents import Gcn, Gdti
    from gs1.gmn import Gmn
    from gs1.restricted_circulation import RestrictedNumber, VariableMeasure, restricted_number
    from gs1.services import Gsrn, GsrnProvider
    from gs1.shipments import Ginc, Gsin
    from gs1.trade_item_pieces import Itip
    from gs1.upc import Upc, UpcFormat

__all__ = [
    "BatchNumber",
    "Circulation",
    "CirculationRegion",
    "Cpid",
    "CpidSerial",
    "ElementString",
    "ErrorCode",
    "Gcn",
    "Gdti",
    "Giai",
    "Ginc",
    "Gln",
    "Gmn",
    "Grai",
    "Gs1Error",
    "Gsin",
    "Gsrn",
    "GsrnProvider",
    "Gtin",
    "GtinFormat",
    "Itip",
    "Key",
    "MeasureKind",
    "Message",
    "ParseOptions",
    "Prefix",
    "PrefixState",
    "Problem",
    "RestrictedNumber",
    "SerialNumber",
    "Sscc",
    "SymbologyIdentifier",
    "Upc",
    "UpcFormat",
    "VariableMeasure",
    "build",
    "check_digit",
    "demand_issued",
    "has_valid_check_digit",
    "key_of",
    "parse",
    "parse_any",
    "parse_bracketed",
    "parse_digital_link",
    "parse_element_string",
    "parse_iso_15434",
    "parse_scan_data",
    "prefix_of",
    "restricted_number",
    "validate",
]

_ON_FIRST_USE = {
    "Upc": "gs1.upc",
    "UpcFormat": "gs1.upc",
    "Itip": "gs1.trade_item_pieces",
    "Ginc": "gs1.shipments",
    "Gsin": "gs1.shipments",
    "Gsrn": "gs1.services",
    "GsrnProvider": "gs1.services",
    "Gmn": "gs1.gmn",
    "Gcn": "gs1.documents",
    "Gdti": "gs1.documents",
    "Cpid": "gs1.component_parts",
    "CpidSerial": "gs1.component_parts",
    "Giai": "gs1.assets",
    "Grai": "gs1.assets",
    "CirculationRegion": "gs1.circulation_rules",
    "MeasureKind": "gs1.circulation_rules",
    "RestrictedNumber": "gs1.restricted_circulation",
    "VariableMeasure": "gs1.restricted_circulation",
    "parse_any": "gs1.any_carrier",
    "restricted_number": "gs1.restricted_circulation",
}


def __getattr__(name: str) -> object:
    """Load the names that few programs need when they are first asked for, so that `import gs1` stays quick."""
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module 'gs1' has no attribute {name!r}")
    return getattr(import_module(_ON_FIRST_USE[name]), name)
