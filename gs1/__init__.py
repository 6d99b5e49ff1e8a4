"""The language of identification: GS1 keys, element strings, Digital Link. Standard library only, no clock."""

from gs1.batch_and_serial import BatchNumber, SerialNumber
from gs1.bracketed import parse_bracketed
from gs1.check_digit import check_digit, has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.digital_link import parse_digital_link
from gs1.element_string import parse_element_string
from gs1.errors import Gs1Error, Problem
from gs1.gln import Gln
from gs1.gtin import Gtin, GtinFormat
from gs1.message import ElementString, Message
from gs1.options import ParseOptions
from gs1.reading import build, parse
from gs1.scan_data import parse_scan_data
from gs1.sscc import Sscc
from gs1.symbology import SymbologyIdentifier

__all__ = [
    "BatchNumber",
    "ElementString",
    "ErrorCode",
    "Gln",
    "Gs1Error",
    "Gtin",
    "GtinFormat",
    "Message",
    "ParseOptions",
    "Problem",
    "SerialNumber",
    "Sscc",
    "SymbologyIdentifier",
    "build",
    "check_digit",
    "has_valid_check_digit",
    "parse",
    "parse_bracketed",
    "parse_digital_link",
    "parse_element_string",
    "parse_scan_data",
]
