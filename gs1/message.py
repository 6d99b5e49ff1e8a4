"""A message: the elements of one item in the order they were read, with what was found wrong, if anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, overload

from gs1 import values, writing
from gs1.codes import ErrorCode
from gs1.dictionary import ApplicationIdentifier
from gs1.errors import Gs1Error, Problem
from gs1.gtin import Gtin
from gs1.iso_15434 import GS1_FORMAT, Envelope, write_envelopes
from gs1.key_table import readable_key
from gs1.keys import Key
from gs1.link.compression import compress_pairs
from gs1.link.grammar import CANONICAL_STEM
from gs1.link.write import write_uri
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.relations import RELATION_FAULTS, relation_problems
from gs1.sscc import Sscc
from gs1.symbology import SymbologyIdentifier

LINK_SYMBOLS = frozenset(("]Q1", "]d1", "]J0"))
"""Identifiers of symbols of plain text, where a GS1 Digital Link URI stands."""


class Origin(NamedTuple):
    """Where a message came from and how it was read.

    GS1 General Specifications, "Symbology identifiers".

    >>> Origin().options.mode, Origin().symbology
    ('strict', None)
    """

    options: ParseOptions = DEFAULT_OPTIONS
    symbology: SymbologyIdentifier | None = None
    ignored_query: tuple[str, ...] = ()
    add_on: str = ""
    """The two or five digits of an add-on symbol beside an EAN-13."""
    composite_from: int | None = None
    """How many elements stand in the linear component of a composite symbol; None for a single symbol."""


ORIGIN = Origin()
_DEFAULT_ORIGINS: dict[str, Origin] = {}


def origin_of(options: ParseOptions, symbology: SymbologyIdentifier | None = None) -> Origin:
    """The origin of a text read with these options; one object serves all default readings of a symbology.

    GS1 General Specifications, "Symbology identifiers".

    >>> origin_of(DEFAULT_OPTIONS) is ORIGIN
    True
    """
    if options is not DEFAULT_OPTIONS:
        return Origin(options, symbology)
    if symbology is None:
        return ORIGIN
    origin = _DEFAULT_ORIGINS.get(symbology.text)
    if origin is None:
        origin = _DEFAULT_ORIGINS[symbology.text] = Origin(options, symbology)
    return origin


class ElementString(NamedTuple):
    """One element: an application identifier and its value.

    GS1 General Specifications, "GS1 Application Identifier definitions".

    >>> element = ElementString("3103", "001250")
    >>> element.title, element.decimal
    ('NET WEIGHT (kg)', Decimal('1.250'))
    """

    ai: str
    value: str
    origin: Origin = ORIGIN

    @property
    def entry(self) -> ApplicationIdentifier:
        """What the table says about the AI.

        >>> ElementString("10", "LOT7").entry.longest
        20
        """
        dictionary = self.origin.options.dictionary
        return dictionary.get(self.ai) or dictionary.unknown(self.ai)

    @property
    def title(self) -> str:
        """The data title of the AI.

        >>> ElementString("10", "LOT7").title
        'BATCH/LOT'
        """
        return self.entry.title

    @property
    def components(self) -> tuple[str, ...]:
        """The parts of the value.

        >>> ElementString("7003", "2712311430").components
        ('271231', '1430')
        """
        return values.components(self.entry, self.value)

    @property
    def date(self) -> dt.date | None:
        """The day the value names, the last of the month for day 00; None where the AI holds no date.

        >>> ElementString("17", "280200").date
        datetime.date(2028, 2, 29)
        """
        return values.date_of(self.entry, self.value, self.origin.options.today)

    @property
    def date_range(self) -> tuple[dt.date, dt.date] | None:
        """First and last day: a whole month for day 00, a range for AI (7007).

        >>> [str(day) for day in ElementString("17", "280200").date_range]
        ['2028-02-01', '2028-02-29']
        """
        return values.date_range_of(self.entry, self.value, self.origin.options.today)

    @property
    def datetime(self) -> dt.datetime | None:
        """Day and time where the AI holds both.

        >>> str(ElementString("7003", "2712311430").datetime)
        '2027-12-31 14:30:00'
        """
        return values.datetime_of(self.entry, self.value, self.origin.options.today)

    @property
    def decimal(self) -> Decimal | None:
        """The number with its decimal point, where the last digit of the AI places one.

        >>> ElementString("3103", "001250").decimal
        Decimal('1.250')
        """
        return values.decimal_of(self.ai, self.value)

    @property
    def currency(self) -> str | None:
        """The numeric ISO 4217 code of AIs (391n) and (393n).

        >>> ElementString("3932", "70412345").currency
        '704'
        """
        return values.currency_of(self.ai, self.value)

    @property
    def money(self) -> values.Money | None:
        """The amount of AIs (391n) and (393n) with the letters and digits of its currency (ISO 4217).

        >>> ElementString("3932", "70412345").money.code
        'VND'
        """
        return values.money_of(self.ai, self.value)

    @property
    def key(self) -> Key | None:
        """The value as a GS1 key; None where the AI carries none or, in a lenient message, the value is wrong.

        >>> str(ElementString("01", "08936012345674").key)
        '08936012345674'
        """
        return readable_key(self.ai, self.value)


@dataclass(frozen=True, slots=True)
class Message(Sequence[ElementString]):
    """What one item says about itself. Made by `parse` and `build`; a lenient one may hold `problems`.

    GS1 General Specifications, "GS1 Application Identifier definitions". The modules of EPC and UDI read messages, so
    those doors stand there (`gs1.udi.value.Udi.of_message`): a method here would close a circle of imports.

    >>> message = Message((("01", "08936012345674"), ("17", "280200"), ("10", "LOT7"), ("21", "S1")))
    >>> len(message), message[0].ai, [element.value for element in message][-1]
    (4, '01', 'S1')
    """

    pairs: tuple[tuple[str, str], ...]
    origin: Origin = ORIGIN
    problems: tuple[Problem, ...] = ()

    @overload
    def __getitem__(self, index: int) -> ElementString: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ElementString]: ...
    def __getitem__(self, index: int | slice) -> ElementString | Sequence[ElementString]:
        if isinstance(index, slice):
            return [ElementString(ai, value, self.origin) for ai, value in self.pairs[index]]
        return ElementString(*self.pairs[index], self.origin)

    def __iter__(self) -> Iterator[ElementString]:
        return (ElementString(ai, value, self.origin) for ai, value in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def get(self, ai: str) -> str | None:
        """The value of the first element with this AI.

        >>> Message((("10", "LOT7"),)).get("10"), Message((("10", "LOT7"),)).get("21")
        ('LOT7', None)
        """
        for other, value in self.pairs:
            if other == ai:
                return value
        return None

    def element(self, ai: str) -> ElementString | None:
        """The first element with this AI.

        >>> Message((("10", "LOT7"),)).element("10").title
        'BATCH/LOT'
        """
        value = self.get(ai)
        return None if value is None else ElementString(ai, value, self.origin)

    @property
    def symbology(self) -> SymbologyIdentifier | None:
        """The symbology identifier the scanner sent, if any.

        >>> Message((("10", "LOT7"),)).symbology is None
        True
        """
        return self.origin.symbology

    @property
    def ignored_query(self) -> tuple[str, ...]:
        """Query parameters of the Digital Link that are no application identifiers.

        >>> Message((("10", "LOT7"),)).ignored_query
        ()
        """
        return self.origin.ignored_query

    @property
    def gtin(self) -> Gtin | None:
        """The GTIN of AI (01); None where it is absent or, in a lenient message, wrong.

        >>> Message((("01", "08936012345674"),)).gtin.shortest()
        '8936012345674'
        """
        value = self.get("01")
        key = None if value is None else readable_key("01", value)
        return key if isinstance(key, Gtin) else None

    @property
    def sscc(self) -> Sscc | None:
        """The SSCC of AI (00); None where it is absent or, in a lenient message, wrong."""
        value = self.get("00")
        key = None if value is None else readable_key("00", value)
        return key if isinstance(key, Sscc) else None

    @property
    def batch(self) -> str | None:
        """The batch number, AI (10).

        >>> Message((("10", "LOT7"),)).batch
        'LOT7'
        """
        return self.get("10")

    @property
    def serial(self) -> str | None:
        """The serial number, AI (21).

        >>> Message((("21", "S1"),)).serial
        'S1'
        """
        return self.get("21")

    @property
    def expiry(self) -> dt.date | None:
        """The day of expiry, AI (17) or (7003); day 00 is the last of the month.

        >>> Message((("17", "280200"),)).expiry
        datetime.date(2028, 2, 29)
        """
        element = self.element("17") or self.element("7003")
        return None if element is None else element.date

    def element_string(self, fnc1: str = "\x1d") -> str:
        """The message as an element string, `fnc1` between elements where one is needed.

        GS1 General Specifications, "Processing of data from a GS1 symbology using GS1 Application Identifiers".

        >>> Message((("10", "LOT7"), ("21", "S1"))).element_string("^")
        '10LOT7^21S1'
        """
        linear, composite = self._parts()
        dictionary = self.origin.options.dictionary
        text = writing.element_string(linear, dictionary, fnc1)
        return f"{text}|{fnc1}{writing.element_string(composite, dictionary, fnc1)}" if composite else text

    def bracketed(self) -> str:
        """The message as bracketed text; `parse` gives it back.

        GS1 General Specifications, "Human readable interpretation (HRI)".

        >>> Message((("10", "LOT7"), ("21", "S1"))).bracketed()
        '(10)LOT7(21)S1'
        """
        linear, composite = self._parts()
        return writing.bracketed(linear) + (f"|{writing.bracketed(composite)}" if composite else "")

    def hri(self, titles: bool = False) -> list[str]:
        """The human readable lines, with data titles on demand.

        GS1 General Specifications, "Human readable interpretation (HRI)".

        >>> Message((("10", "LOT7"), ("21", "S1"))).hri(titles=True)
        ['BATCH/LOT (10) LOT7', 'SERIAL (21) S1']
        """
        return writing.hri_lines(self.pairs, self.origin.options.dictionary, titles=titles)

    def digital_link(self, stem: str = CANONICAL_STEM, *, compress: bool = False) -> str:
        """The GS1 Digital Link URI under `stem`, compressed on demand.

        GS1 Digital Link URI syntax, and the compression of that standard; raises `Gs1Error` where there is no key.

        >>> Message((("01", "08936012345674"), ("17", "271231"))).digital_link("https://example.vn")
        'https://example.vn/01/08936012345674?17=271231'
        """
        dictionary = self.origin.options.dictionary
        uri = write_uri(self.pairs, dictionary, stem)
        if not compress:
            return uri
        return f"{stem.rstrip('/')}/{compress_pairs(list(dict.fromkeys(self.pairs)), dictionary)}"

    def scan_data(self, symbology: str = "]d2") -> str:
        """What a scanner sends for a symbol with this content (GS1 General Specifications, "Symbology identifiers").

        Element strings in `]C1`, `]d2`, `]Q3`, `]J1`, `]e0` to `]e2`; a bare GTIN in `]E0`, `]E3`, `]E4`, `]I1`; a
        Digital Link URI in `]Q1`, `]d1`, `]J0`. Raises `Gs1Error` where the symbol cannot hold the content.

        >>> message = Message((("01", "08936012345674"),))
        >>> message.scan_data(), message.scan_data("]E0"), message.scan_data("]Q1")
        (']d20108936012345674', ']E08936012345674', ']Q1https://id.gs1.org/01/08936012345674')
        """
        dictionary = self.origin.options.dictionary
        if symbology in writing.ELEMENT_SYMBOLS:
            return symbology + writing.element_string(self.pairs, dictionary)
        if symbology in LINK_SYMBOLS:
            return symbology + self.digital_link()
        if symbology not in writing.PRINTED_SYMBOLS:
            raise Gs1Error.of(ErrorCode.UNSUPPORTED_SYMBOLOGY_IDENTIFIER, symbology)
        linear, composite = self._parts()
        rest = writing.element_string(composite, dictionary)
        return writing.printed_symbol(symbology, linear, rest, self.origin.add_on)

    def iso_15434(self) -> str:
        r"""The message in an ISO/IEC 15434 envelope of format 05; `parse` gives it back.

        >>> Message((("01", "08936012345674"), ("10", "LOT7"))).iso_15434()
        '[)>\x1e05\x1d010893601234567410LOT7\x1e\x04'
        """
        content = writing.element_string(self.pairs, self.origin.options.dictionary)
        return write_envelopes([Envelope(GS1_FORMAT, (content,))])

    def merge(self, *others: Message) -> Message:
        """One message of several carriers on one item, in the order given, equal repeats once.

        The rules between AIs span all carriers of an item (GS1 General Specifications, "Data relationships"): read
        each with `scope="carrier"`, then merge. Every value that differs from one before is a problem of its own.
        Raises `Gs1Error` when this message was read strictly, else the problems stand in the message.

        >>> lot = Message((("10", "LOT7"),))
        >>> Message((("01", "08936012345674"),)).merge(lot).bracketed()
        '(01)08936012345674(10)LOT7'
        """
        pairs = tuple(dict.fromkeys(pair for message in (self, *others) for pair in message.pairs))
        options = replace(self.origin.options, scope="item")
        found = [each for message in (self, *others) for each in message.problems if each.code not in RELATION_FAULTS]
        if options.associations:
            found += relation_problems(pairs, options.dictionary, requisites=options.requisites)
        if found and not options.lenient:
            raise Gs1Error(found[0], found[1:])
        return Message(pairs, origin_of(options), tuple(found))

    def _parts(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
        cut = self.origin.composite_from
        return (self.pairs, ()) if cut is None else (self.pairs[:cut], self.pairs[cut:])
