"""Sheets and rolls of labels to print: symbols with the words beside them, as vectors, dots or printer language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.label_layout import SHEETS, Face, Label, LabelKind, Placed, SheetFormat, lay_out
from api.label_logistic import lay_out_logistic
from gs1 import Message, ParseOptions, SerialNumber, build
from scanner import ScanCode, ScanError, SymbolKind
from scanner.drawing import PRINT_RULES, FileForm, Ink, Page, PrintUse, Words, draw, write
from scanner.drawing.page import LEAST_DIGIT_MM, points_of, to_dots
from scanner.drawing.tables import MM_PER_INCH

__all__ = ["SHEETS", "Label", "LabelKind", "Sheet", "label_sheet", "serials_from"]

MARGIN_LEAST = 9.5
"""Millimetres of margin that hold a line of test symbols."""
_ALONE = ParseOptions(scope="carrier")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Labels laid out on pages, ready to be written."""

    form: SheetFormat
    faces: tuple[tuple[Face, ...], ...]
    dpi: int
    labels: tuple[Label, ...]
    test: Face | None = None
    """The same small symbol in every X the printer has: in the margin, or on a page of its own."""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.faces) + (self.test is not None and not has_margin(self.form))

    def pdf(self) -> bytes:
        """Every page as vectors, the typeface embedded, modules on the dots of the printer."""
        return write(list(self.laid()), FileForm.PDF)

    def png(self, page: int = 0) -> bytes:
        """One page as a picture in the resolution of the printer."""
        return write([list(self.laid())[page]], FileForm.PNG)

    def svg(self, page: int = 0) -> bytes:
        """One page as vectors for a screen."""
        return write([list(self.laid())[page]], FileForm.SVG)

    def zpl(self) -> bytes:
        """One label after another for a label printer, whatever the sheet."""
        faces = [_face(label, self.form, (0.0, 0.0), self.dpi) for label in self.labels]
        return write([_page([face], self.form.cell, self.dpi) for face in faces], FileForm.ZPL)

    def written(self, form: FileForm) -> bytes:
        """The sheet in the form that was asked for; PNG and SVG hold the first page."""
        return {FileForm.PDF: self.pdf, FileForm.PNG: self.png, FileForm.SVG: self.svg, FileForm.ZPL: self.zpl}[form]()

    def laid(self) -> Iterator[Page]:
        """Every page with everything on it."""
        in_margin = self.test if has_margin(self.form) else None
        for faces in self.faces:
            yield _page([*faces, *([in_margin] if in_margin else [])], self.form.page, self.dpi)
        if self.test is not None and in_margin is None:
            yield _page([self.test], self.form.page, self.dpi)


def label_sheet(
    labels: Sequence[Label], sheet: str = "a4-3x8", dpi: int = 300, *, skip: int = 0, test_line: bool = False
) -> Sheet:
    """Lay `labels` out on sheets of the named format, row by row, leaving the first `skip` places of a used sheet free.

    Raises `KeyError` for an unknown format and `ScanError` where a symbol cannot be drawn or does not fit.
    """
    form = SHEETS[sheet]
    pages: list[list[Face]] = []
    for place, label in enumerate(labels, start=skip):
        page, cell = divmod(place, form.places)
        while len(pages) <= page:
            pages.append([])
        pages[page].append(_face(label, form, form.corner(cell), dpi))
    test = _test_line(labels[0].message, form, dpi) if test_line and labels else None
    return Sheet(form, tuple(tuple(faces) for faces in pages), dpi, tuple(labels), test)


def serials_from(first: str, count: int) -> list[str]:
    """Return `count` serial numbers whose last digits count up from `first`, which keeps its length.

    Raises `ScanError` where the digits run out, so that no number of another length or series is ever made up.
    """
    SerialNumber.parse(first)
    head = first.rstrip("0123456789")
    digits = first[len(head) :]
    last = int(digits or "0") + count - 1
    if (not digits and count > 1) or len(str(last)) > max(1, len(digits)):
        raise ScanError(ScanCode.SERIALS_RUN_OUT, first=first, count=count)
    if not digits:
        return [first]
    return [f"{head}{number:0{len(digits)}}" for number in range(int(digits), last + 1)]


def has_margin(form: SheetFormat) -> bool:
    """Is there white paper above the first row for a line of test symbols?"""
    return form.origin[1] >= MARGIN_LEAST


def _face(label: Label, form: SheetFormat, corner: tuple[float, float], dpi: int) -> Face:
    return (lay_out_logistic if label.kind.is_logistic else lay_out)(label, form, corner, dpi)


def _page(faces: Sequence[Face], size: tuple[float, float], dpi: int) -> Page:
    inks = tuple(_ink(placed) for face in faces for placed in face.symbols)
    words = tuple(words for face in faces for words in face.words)
    return Page(size, dpi, inks, words, tuple(rule for face in faces for rule in face.rules))


def _ink(placed: Placed) -> Ink:
    return Ink(placed.drawing.modules, placed.drawing.x_dots, placed.left, placed.top)


def _test_line(message: Message, form: SheetFormat, dpi: int) -> Face:
    """The first element as a small GS1 DataMatrix in every X of table 6, each with its width: print, then scan."""
    rule = PRINT_RULES[SymbolKind.GS1_DATAMATRIX, PrintUse.HEALTHCARE]
    dot = MM_PER_INCH / dpi
    first = build([message.pairs[0]], _ALONE)
    placed, words = [], []
    x = y = 2.0
    for dots in range(1, int(rule.x_max / dot + 0.005) + 1):
        if dots * dot < rule.x_min * 0.999:
            continue
        drawing = draw(first, SymbolKind.GS1_DATAMATRIX, dpi=dpi, x_dots=dots)
        if x + drawing.width_mm + 10 > form.page[0]:
            x, y = 2.0, y + rule.x_max * drawing.rows + 2
        if y + drawing.height_mm > form.page[1]:
            break
        placed.append(Placed(drawing, to_dots(x, dpi), to_dots(y, dpi)))
        said = f"X {drawing.x_mm:.3f}"
        words.append(Words(x + drawing.width_mm + 0.8, y + LEAST_DIGIT_MM, said, "Regular", points_of(LEAST_DIGIT_MM)))
        x += drawing.width_mm + 11.5
    return Face(tuple(placed), tuple(words))
