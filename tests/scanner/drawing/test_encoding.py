"""Two encoders that know nothing of each other make the same EAN symbols."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from gs1 import Gtin, build, check_digit
from scanner.carriers import SymbolKind
from scanner.drawing.encoding import modules_for, text_for

OTHER = {SymbolKind.EAN_13: zxingcpp.BarcodeFormat.EAN13, SymbolKind.EAN_8: zxingcpp.BarcodeFormat.EAN8}


@pytest.mark.parametrize(("kind", "payload"), [(SymbolKind.EAN_13, 12), (SymbolKind.EAN_8, 7)])
@given(st.data())
def test_bars_and_guards_of_an_ean_symbol_are_those_of_another_encoder(
    kind: SymbolKind, payload: int, data: st.DataObject
) -> None:
    body = data.draw(st.text("0123456789", min_size=payload, max_size=payload))
    digits = body + check_digit(body)
    message = build([("01", Gtin.parse(digits).text)])
    ours = modules_for(text_for(message, kind), message, kind, "square")
    drawn = zxingcpp.create_barcode(digits, OTHER[kind]).to_image(scale=1, add_quiet_zones=False, add_hrt=False)
    theirs = np.equal(np.asarray(drawn), 0)
    assert np.array_equal(ours[0], theirs[0])
    assert np.array_equal(ours[1], theirs[-1])
