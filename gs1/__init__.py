"""The language of identification: GS1 keys, element strings, Digital Link. Standard library only, no clock."""

from gs1.assets import Giai, Grai
from gs1.batch_and_serial import BatchNumber, SerialNumber
from gs1.bracketed import parse_bracketed
from gs1.check_digit import check_digit, has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.component_parts import Cpid, CpidSerial
from gs1.digital_link import parse_digital_link
from gs1.documents import Gcn, Gdti
from gs1.element_string import parse_element_string
from gs1.enveloped import parse_iso_15434
from gs1.errors import Gs1Error, Problem
from gs1.gln import Gln
from gs1.gmn import Gmn
from gs1.gtin import Gtin, GtinFormat
from gs1.key_table import key_of
from gs1.keys import Key, demand_issued
from gs1.message import ElementString, Message
from gs1.options import ParseOptions
from gs1.prefixes import Circulation, Prefix, PrefixState, prefix_of
from gs1.reading import build, parse, validate
from gs1.scan_data import parse_scan_data
from gs1.services import Gsrn, GsrnProvider
from gs1.shipments import Ginc, Gsin
from gs1.sscc import Sscc
from gs1.symbology import SymbologyIdentifier
from gs1.trade_item_pieces import Itip

__all__ = [
    "BatchNumber",
    "Circulation",
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
    "Message",
    "ParseOptions",
    "Prefix",
    "PrefixState",
    "Problem",
    "SerialNumber",
    "Sscc",
    "SymbologyIdentifier",
    "build",
    "check_digit",
    "demand_issued",
    "has_valid_check_digit",
    "key_of",
    "parse",
    "parse_bracketed",
    "parse_digital_link",
    "parse_element_string",
    "parse_iso_15434",
    "parse_scan_data",
    "prefix_of",
    "validate",
]
