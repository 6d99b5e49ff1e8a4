from dataclasses import replace

import pytest

from scanner import Drawing, PrintUse, SymbolKind, check_print, draw
from scanner.drawing import PRINT_RULES, PrintFaultCode, Quiet, dots_for
from tests.scanner.builders import GTIN, a_drawing, a_message


@pytest.mark.parametrize(
    ("kind", "use", "dpi", "dots"),
    [
        (SymbolKind.GS1_DATAMATRIX, PrintUse.HEALTHCARE, 203, 3),  # 2 dots, 0.250 mm, are under the least
        (SymbolKind.GS1_DATAMATRIX, PrintUse.HEALTHCARE, 300, 4),
        (SymbolKind.GS1_DATAMATRIX, PrintUse.HEALTHCARE, 600, 9),
        (SymbolKind.GS1_128, PrintUse.HEALTHCARE, 300, 5),  # 6 dots, 0.508 mm, are over the most
        (SymbolKind.EAN_13, PrintUse.RETAIL, 300, 4),
        (SymbolKind.ITF_14, PrintUse.LOGISTIC, 300, 6),
    ],
)
def test_modules_are_whole_dots_nearest_the_target(kind: SymbolKind, use: PrintUse, dpi: int, dots: int) -> None:
    assert dots_for(PRINT_RULES[kind, use], dpi) == dots


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("kind", [SymbolKind.GS1_DATAMATRIX, SymbolKind.EAN_13])
def test_what_we_draw_by_default_is_fit_to_print(kind: SymbolKind, dpi: int) -> None:
    message = "(01)08936012345674" if kind is SymbolKind.EAN_13 else a_message()
    assert check_print(draw(message, kind, dpi=dpi)) == ()


def codes(drawing: Drawing, use: PrintUse | None = None, ink: str = "#000000") -> set[PrintFaultCode]:
    return {fault.code for fault in check_print(drawing, use, ink=ink)}


def test_every_print_fault_is_named() -> None:
    drawing = a_drawing()
    assert codes(replace(drawing, x_dots=2)) == {PrintFaultCode.X_TOO_SMALL}
    assert codes(replace(drawing, x_dots=20)) == {PrintFaultCode.X_TOO_LARGE}
    assert codes(drawing, ink="#e00010") == {PrintFaultCode.LOW_CONTRAST_COLOURS}, "red is white to a red light"
    assert codes(a_drawing(SymbolKind.GS1_QR)) == {PrintFaultCode.WRONG_CARRIER_FOR_USE}
    assert codes(draw(f"(01){GTIN}(21){'S' * 20}(10)1234567", SymbolKind.GS1_128)) == {PrintFaultCode.TOO_LONG}
    low = a_drawing(SymbolKind.EAN_13)
    assert codes(replace(low, modules=low.modules[-20:])) == {PrintFaultCode.TOO_LOW}


def test_a_symbol_without_its_whole_quiet_zone_is_told() -> None:
    assert codes(replace(a_drawing(), quiet=Quiet(1, 1, 0, 1))) == {PrintFaultCode.QUIET_ZONE}
    assert PrintFaultCode.QUIET_ZONE in codes(replace(a_drawing(SymbolKind.EAN_13), quiet=Quiet(11, 0, 6, 0)))


def test_a_symbol_whose_modules_were_touched_is_not_fit() -> None:
    drawing = a_drawing()
    holes = drawing.modules.copy()
    holes[2:-2, 2:-2] = False
    assert codes(replace(drawing, modules=holes)) == {PrintFaultCode.READ_BACK_FAILED}
    assert codes(replace(drawing, data=b"0108936012345674")) == {PrintFaultCode.READ_BACK_FAILED}


def test_a_size_outside_gs1_and_too_many_characters_are_told_wherever_the_drawing_came_from() -> None:
    drawing = a_drawing()
    assert PrintFaultCode.NOT_SQUARE_GS1_SIZE in codes(replace(drawing, modules=drawing.modules[:8]))
    bars = a_drawing(SymbolKind.GS1_128, a_message(serial=None))
    assert PrintFaultCode.TOO_MANY_CHARACTERS in codes(replace(bars, data=b"9" * 49))


def test_a_retail_till_is_offered_no_gs1_128() -> None:
    bars = draw(f"(01){GTIN}", SymbolKind.GS1_128, use=PrintUse.RETAIL)
    assert codes(bars) == {PrintFaultCode.WRONG_CARRIER_FOR_USE}
