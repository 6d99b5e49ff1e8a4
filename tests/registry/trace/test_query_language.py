"""The query language: values in their order, units, patterns, and every fault of a query at once."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadInput
from registry.trace.query.patterns import Pattern, read_pattern
from registry.trace.query.reading import read_query
from registry.trace.query.values import identity, in_base, ordered


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_as_text_stand_in_the_order_of_the_numbers(one: float, other: float) -> None:
    if one < other and not math.isclose(one, other, rel_tol=1e-10):
        assert ordered(one) < ordered(other)


def test_readings_in_units_of_one_quantity_are_one_value() -> None:
    assert ordered(in_base(4.3, "CEL")) == ordered(in_base(277.45, "KEL")) == ordered(in_base(39.74, "FAH"))
    assert in_base(2.0, "CEL", spread=True) == 2.0


def test_urn_and_digital_link_are_one_identity() -> None:
    link = "https://example.org/01/08935001000112/21/7"
    assert identity("urn:epc:id:sgtin:8935001.000011.7") == identity(link)


@pytest.mark.parametrize(
    ("text", "of_class", "expected"),
    [
        ("urn:epc:idpat:sgtin:8935001.000011.*", False, Pattern("https://id.gs1.org/01/08935001000112/21/")),
        ("urn:epc:idpat:sgtin:8935001.000011.*", True, "https://id.gs1.org/01/08935001000112"),
        ("urn:epc:idpat:lgtin:8935001.000011.*", True, Pattern("https://id.gs1.org/01/08935001000112/10/")),
        ("urn:epc:idpat:sgtin:*.*.*", False, Pattern("https://id.gs1.org/01/")),
        ("urn:epc:idpat:giai:9501101.*", False, Pattern("https://id.gs1.org/8004/9501101")),
        ("urn:epc:idpat:sscc:8935001.*", False, Pattern("https://id.gs1.org/00/", ((24, "8935001"),))),
        ("https://id.gs1.org/01/08935001000112/21/*", False, Pattern("https://id.gs1.org/01/08935001000112/21/")),
        ("urn:epc:idpat:sgtin:8935001.*.7", False, None),
    ],
)
def test_patterns_are_read(text: str, of_class: bool, expected: Pattern | str | None) -> None:
    assert read_pattern(text, of_class) == expected


def test_every_fault_of_a_query_is_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        read_query({"EQ_colour": "red", "eventType": ["Party"], "GE_eventTime": "soon", "eventCountLimit": 0})
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [
        ("query-parameter-unknown", "/EQ_colour"),
        ("query-parameter-value", "/eventType"),
        ("query-parameter-value", "/GE_eventTime"),
        ("query-parameter-value", "/eventCountLimit"),
        ("query-parameter-order", "/eventCountLimit"),
    ]
