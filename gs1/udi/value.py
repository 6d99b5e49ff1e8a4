"""What every UDI carrier says, whoever issued it: device identifier and production identifiers.

IMDRF UDI guidance N7 and N48; Regulation (EU) 2017/745, article 27 and annex VI part C; 21 CFR 830.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.stated_date import StatedDate

if TYPE_CHECKING:
    from gs1.message import ElementString, Message

NTIN_PREFIX = "04150"
"""What a GTIN-14 begins with that carries a German PZN (IFA: NTIN, GS1 prefix 415)."""
_SAID = {"8012": "software_version", "235": "third_party_extension", "240": "additional_id", "8013": "basic_udi_di"}


class Issuer(StrEnum):
    """The issuing entities of UDI: Regulation (EU) 2017/745, article 27; Decision (EU) 2019/939; 21 CFR 830.

    >>> Issuer("IFA")
    <Issuer.IFA: 'IFA'>
    """

    GS1 = "GS1"
    HIBCC = "HIBCC"
    ICCBBA = "ICCBBA"
    IFA = "IFA"


@dataclass(frozen=True, slots=True)
class Udi:
    """One unique device identifier: `di` names the product, all else this production of it.

    >>> Udi(Issuer.HIBCC, "A123BJC5D6E71", batch="LOT7").batch
    'LOT7'
    """

    issuer: Issuer
    di: str
    batch: str | None = None
    serial: str | None = None
    expiry: StatedDate | None = None
    manufactured: StatedDate | None = None
    quantity: int | None = None
    donation_id: str | None = None
    package_level: int | None = None
    """The indicator digit of the GTIN, or the unit of measure of an HIBC: 0 for the unit of use."""
    details: tuple[tuple[str, str], ...] = ()
    """Parts that only this agency has, by their names, in the order of the names."""

    @classmethod
    def of_message(cls, message: Message) -> Udi:
        """The UDI of a GS1 message (GS1 General Specifications 4.14.2: AI 01, 10, 11, 17, 21, 30, 235, 240, 8012).

        Raises `Gs1Error` for a message without a GTIN in AI (01).

        >>> from gs1 import parse
        >>> udi = Udi.of_message(parse("(01)08936012345674(17)291200(10)LOT7"))
        >>> udi.di, udi.batch, str(udi.expiry)
        ('08936012345674', 'LOT7', '2029-12-31')
        """
        gtin = message.gtin
        if gtin is None:
            raise Gs1Error.of(ErrorCode.REQUIRED_AIS_NOT_SATISFIED, message.get("01") or "", ai="01")
        di = message.get("01") or ""
        quantity = message.get("30")
        said = {name: value for ai, name in _SAID.items() if (value := message.get(ai)) is not None}
        if di.startswith(NTIN_PREFIX):
            said["pzn"] = di[5:13]
        return cls(
            Issuer.GS1, di, message.batch, message.serial,
            _date_of(message.element("17") or message.element("7003")), _date_of(message.element("11")),
            None if quantity is None else int(quantity), None, int(di[0]), details_of(said),
        )  # fmt: skip

    def detail(self, name: str) -> str | None:
        """One part that only this agency has.

        >>> Udi(Issuer.IFA, "111537746644", details=(("pzn", "15377466"),)).detail("pzn")
        '15377466'
        """
        return dict(self.details).get(name)

    def pairs(self) -> list[tuple[str, str]]:
        """The elements of a GS1 message that says the same, for `gs1.build`; raises `Gs1Error` for another issuer.

        >>> Udi(Issuer.GS1, "08936012345674", batch="LOT7", expiry=StatedDate(2029, 12)).pairs()
        [('01', '08936012345674'), ('17', '291200'), ('10', 'LOT7')]
        """
        if self.issuer is not Issuer.GS1:
            raise Gs1Error.of(ErrorCode.NOT_GS1, self.di)
        told = dict(self.details)
        values = [
            ("01", self.di), ("11", _six_digits(self.manufactured)), *_expiry_pairs(self.expiry),
            ("30", None if self.quantity is None else str(self.quantity)), ("10", self.batch), ("21", self.serial),
            *((ai, told.get(name)) for ai, name in _SAID.items()),
        ]  # fmt: skip
        return [(ai, value) for ai, value in values if value is not None]


def details_of(told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The details of a `Udi` from names and values; equal UDIs list them alike (Regulation (EU) 2017/745, article 27).

    >>> details_of({"product": "BJC5D6E7", "labeler": "A123"})
    (('labeler', 'A123'), ('product', 'BJC5D6E7'))
    """
    return tuple(sorted(told.items()))


def demand_written(text: str, read: Udi, meant: Udi) -> None:
    """Raise `Gs1Error` where a written carrier says something else: a batch with a separator inside would add a field.

    >>> udi = Udi(Issuer.IFA, "111537746644")
    >>> demand_written("[)>...", udi, udi)  # IFA PPN code specification: what is written is what was meant
    """
    if _core(read) != _core(meant):
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, text)


def _core(udi: Udi) -> tuple[object, ...]:
    return udi.di, udi.batch, udi.serial, udi.expiry, udi.manufactured, udi.quantity, udi.donation_id


def _date_of(element: ElementString | None) -> StatedDate | None:
    """What the element says: a day, with hour and minute in AI (7003); day 00 means the last of the month."""
    if element is None:
        return None
    moment = element.datetime
    if moment is not None:
        return StatedDate(moment.year, moment.month, moment.day, moment.hour, moment.minute)
    return None if element.date is None else StatedDate.of(element.date)


def _expiry_pairs(expiry: StatedDate | None) -> list[tuple[str, str | None]]:
    if expiry is None or expiry.hour is None:
        return [("17", _six_digits(expiry))]
    return [("7003", f"{_six_digits(expiry)}{expiry.hour:02}{expiry.minute or 0:02}")]


def _six_digits(stated: StatedDate | None) -> str | None:
    if stated is None:
        return None
    return f"{stated.year % 100:02}{stated.month:02}{stated.day or 0:02}"
