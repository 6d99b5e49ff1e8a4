"""The field types of `/v1`: identifiers are text, money and shares are decimal strings, every fault is a code."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any  # Any: marshmallow hands values and options around untyped

from apiflask import Schema
from marshmallow import RAISE, ValidationError, fields
from marshmallow.validate import OneOf, Range

from api.problems import fault_of_gs1
from gs1 import Gs1Error, Gtin
from registry.errors import BadInput
from registry.ids import format_id, parse_id
from registry.money import nearest

CODES = {
    "required": "field-required",
    "null": "field-null",
    "unknown": "field-unknown",
    "type": "field-type",
    "invalid": "field-type",
    "invalid_utf8": "field-type",
    "special": "field-type",
    "format": "field-date",
    "too_large": "field-range",
}
"""marshmallow's own messages, by their keys, as codes of the table of problems."""
CURSOR = "Where to go on: the cursor of the Link header rel=next."


class Form(Schema):
    """What a caller sends: unknown fields are faults, and every fault is told by its code."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "field-unknown", "type": "field-type"}  # noqa: RUF012 - marshmallow reads it so

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Let a field tell codes."""
        dated = {"invalid": "field-date"} if isinstance(field_obj, fields.Date) else {}
        field_obj.error_messages = {**field_obj.error_messages, **CODES, **dated}
        super().on_bind_field(field_name, field_obj)


class Query(Form):
    """What stands behind the question mark: the language may always be asked for."""

    lang = fields.String(validate=OneOf(["vi", "en"], error="field-choice"), metadata={"description": "vi or en"})
    format = fields.String(
        validate=OneOf(["json", "csv"], error="field-choice"), metadata={"description": "json, or csv for lists"}
    )
    bom = fields.String(metadata={"description": "1: a byte order mark before CSV, for Excel"})


class PageQuery(Query):
    """A place in a long list."""

    cursor = fields.String(metadata={"description": CURSOR})
    limit = fields.Integer(
        load_default=30, validate=Range(1, 200, error="limit-range"), metadata={"description": "Rows of one page"}
    )


class Worded(fields.String):
    """Text outside, a value inside; what cannot be read is told with its code and its place."""

    def show(self, value: Any) -> str:  # noqa: ANN401 - see the import
        """Return `value` as text."""
        return str(value)

    def parse(self, text: str) -> Any:  # noqa: ANN401 - see the import
        """Return the value that `text` shows; raise `BadInput` or `Gs1Error`."""
        return text

    def _serialize(self, value: Any, *_around: Any, **_options: Any) -> str | None:  # noqa: ANN401 - see the import
        return None if value is None else self.show(value)

    def _deserialize(self, value: Any, *_around: Any, **_options: Any) -> Any:  # noqa: ANN401 - see the import
        if not isinstance(value, str):
            raise ValidationError("field-type")
        try:
            return self.parse(value.strip())
        except BadInput as error:
            raise ValidationError([*error.faults]) from error
        except Gs1Error as error:
            raise ValidationError([fault_of_gs1(problem) for problem in error.problems]) from error


def share_text(share: Fraction) -> str:
    """Return an exact price as a decimal; where its decimals never end, four places, rounded half to even."""
    if (share * 100).denominator == 1:
        return nearest(share).amount
    whole, part = divmod(round(share * 10_000), 10_000)
    return f"{whole}.{part:04}"


def instant_text(instant: datetime) -> str:
    """Return an instant in UTC, RFC 3339."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Key(Worded):
    """A key of the register: 13 characters of Crockford's base 32."""

    def show(self, value: int) -> str:
        """Return it as text."""
        return format_id(value)

    def parse(self, text: str) -> int:
        """Return the key that `text` shows."""
        return parse_id(text)


class GtinText(Worded):
    """A GTIN of 8, 12, 13 or 14 digits in, 14 digits out."""

    def parse(self, text: str) -> Gtin:
        """Return the GTIN that `text` shows."""
        return Gtin.parse(text)


class Share(Worded):
    """The exact price of one unit."""

    def show(self, value: Fraction) -> str:
        """Return it as text."""
        return share_text(value)


class Instant(Worded):
    """An instant."""

    def show(self, value: datetime) -> str:
        """Return it as text."""
        return instant_text(value)


class Day(fields.Date):
    """A calendar date, YYYY-MM-DD."""


class MoneyShown(Schema):
    """An amount: a decimal string and its currency, never a JSON number."""

    amount = fields.String(required=True, metadata={"example": "1234.50"})
    currency = fields.String(required=True, metadata={"example": "VND"})
