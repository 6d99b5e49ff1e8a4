"""`medreg label`: labels for packs, links, cases and pallets; `medreg draw`: one symbol. Every form a printer takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from api.choices import OneOf
from api.commands import REFUSED, console, opened, tell
from api.label_words import label_for
from api.labels import SHEETS, LabelKind, label_sheet, serials_from
from api.problem_table import say
from gs1 import Gs1Error, Message, build, parse
from registry.settings import Settings
from registry.work import SYSTEM
from scanner import Drawing, PrintUse, ScanError, SymbolKind, check_print
from scanner import draw as draw_symbol
from scanner.drawing import FileForm, HriPlace, page_with_words, usual_use, whole_dots, write
from scanner.drawing.zpl_native import write_native_zpl

F = TypeVar("F", bound=Callable[..., object])
LARGE = "roll-100x150"


@dataclass(frozen=True, slots=True)
class Order:
    """What to print, and how."""

    texts: Sequence[str]
    sheet: str
    out: Path
    copies: int
    serial: str | None
    count: int
    dpi: int
    skip: int
    test_line: bool


def _options(sheet: str) -> Callable[[F], F]:
    """The options that all labels share."""
    choices = click.Choice([*SHEETS])
    told = (
        click.argument("texts", nargs=-1, required=True),
        click.option("--sheet", type=choices, default=sheet, show_default=True, help="form of the sheet or roll"),
        click.option(
            "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE.pdf, .png, .svg or .zpl"
        ),
        click.option("--copies", type=click.IntRange(1, 1000), default=1, help="how often each label is printed"),
        click.option("--serial", help="first serial number; its last digits count up"),
        click.option("--count", type=click.IntRange(1, 10_000), default=1, help="how many serial numbers"),
        click.option("--dpi", type=click.IntRange(150, 1200), default=300, show_default=True, help="of the printer"),
        click.option("--skip", type=click.IntRange(0, 100), default=0, help="places of a used sheet to leave free"),
        click.option("--test-line", is_flag=True, help="add a line of the same small symbol in every X"),
    )

    def put(command: F) -> F:
        for option in reversed(told):
            command = option(command)
        return command

    return put


@dataclass(frozen=True, slots=True)
class Wanted:
    """One symbol: the options of `medreg draw`."""

    carrier: SymbolKind
    text: str
    out: Path
    use: PrintUse | None
    dpi: int
    x_mm: float | None
    shape: str
    hri: HriPlace
    titles: bool
    native: bool
    force: bool

    def drawn(self) -> Drawing:
        """The symbol; raises `Gs1Error` and `ScanError` as drawing does."""
        use = self.use or usual_use(self.carrier)
        dots = None if self.x_mm is None else whole_dots(self.x_mm, self.dpi)
        return draw_symbol(self.text, self.carrier, dpi=self.dpi, x_dots=dots, shape=self.shape, use=use)

    def written(self, drawing: Drawing, form: FileForm) -> bytes:
        """The file; the printer's own symbol only where ZPL is asked for."""
        if self.native and form is FileForm.ZPL:
            return write_native_zpl(drawing).encode("ascii")
        return write([page_with_words(drawing, self.hri, titles=self.titles)], form)


@click.group()
def label() -> None:
    """Draw labels for GS1 TEXTS such as "(01)...(17)...(10)...(21)..." with the words of the register."""


@label.command()
@_options("a4-3x8")
@click.pass_obj
def pack(settings: Settings, /, **told: object) -> None:
    """Labels of packs: GS1 DataMatrix with words."""
    _print(settings, LabelKind.PACK, Order(**told))  # type: ignore[arg-type]  # click made each by its option's type


@label.command()
@_options("a4-3x8")
@click.pass_obj
def link(settings: Settings, /, **told: object) -> None:
    """Labels for patients: a QR code with the GS1 Digital Link of the product."""
    _print(settings, LabelKind.LINK, Order(**told))  # type: ignore[arg-type]  # as above


@label.command()
@_options(LARGE)
@click.pass_obj
def case(settings: Settings, /, **told: object) -> None:
    """Labels of cases: GS1-128 for conveyors."""
    _print(settings, LabelKind.CASE, Order(**told))  # type: ignore[arg-type]  # as above


@label.command()
@_options(LARGE)
@click.pass_obj
def pallet(settings: Settings, /, **told: object) -> None:
    """GS1 logistic labels: (00) SSCC and, if told, the content (02), (37), (10), (17)."""
    _print(settings, LabelKind.PALLET, Order(**told))  # type: ignore[arg-type]  # as above


def _print(settings: Settings, kind: LabelKind, order: Order) -> None:
    try:
        form = form_of(order.out)
        messages = [message for text in order.texts for message in _serialised(parse(text), order)]
        with opened(settings) as workbench, workbench.read(SYSTEM) as work:
            labels = [label_for(work, message, kind) for message in messages for _ in range(order.copies)]
        drawn = label_sheet(labels, order.sheet, order.dpi, skip=order.skip, test_line=order.test_line)
        order.out.write_bytes(drawn.written(form))
    except (Gs1Error, ScanError) as error:
        tell(error)
        sys.exit(REFUSED)
    console.print(f"{len(labels)} labels on {drawn.pages} pages: {order.out}", markup=False)
    if form in {FileForm.PNG, FileForm.SVG} and drawn.pages > 1:
        console.print(f"{form.upper()} holds the first page only; PDF and ZPL hold all")


def _serialised(message: Message, order: Order) -> list[Message]:
    """The message with each serial number of the range; as it is where no range was asked for."""
    if order.serial is None:
        return [message]
    pairs = [pair for pair in message.pairs if pair[0] != "21"]
    return [build([*pairs, ("21", serial)]) for serial in serials_from(order.serial, order.count)]


def form_of(out: Path) -> FileForm:
    """Return the form that the name of a file asks for."""
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in {form.value for form in FileForm}:
        raise click.BadParameter(f"{out.name}: name a .pdf, .png, .svg or .zpl file", param_hint="--out")
    return FileForm(suffix)


@click.command()
@click.argument("carrier", type=OneOf(SymbolKind), metavar="CARRIER")
@click.argument("text")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE.pdf, .png, .svg or .zpl"
)
@click.option("--use", type=OneOf(PrintUse), help="its table; usual: healthcare, or the first that fits")
@click.option("--dpi", type=click.IntRange(100, 1200), default=300, show_default=True, help="of the printer")
@click.option("--x", "x_mm", type=float, help="width of a module in mm; must be whole dots")
@click.option("--shape", default="square", show_default=True, help="of a GS1 DataMatrix: square, rectangle, or 16x48")
@click.option(
    "--hri",
    type=OneOf(HriPlace),
    default=HriPlace.BELOW.value,
    show_default=True,
    help="the text",
)
@click.option("--titles", is_flag=True, help="data titles in the text")
@click.option("--native", is_flag=True, help="ZPL: let the printer draw it")
@click.option("--force", is_flag=True, help="write it even where a print check fails")
def draw(**told: object) -> None:
    """Draw TEXT as CARRIER, checked against the print tables of GS1 and read back.

    CARRIER is gs1-datamatrix, gs1-128, gs1-qr, link-qr, ean-13, ean-8, upc-a or itf-14.
    """
    wanted = Wanted(**told)  # type: ignore[arg-type]  # as above
    form = form_of(wanted.out)
    try:
        drawing = wanted.drawn()
        faults = check_print(drawing)
        for fault in faults:
            facts = {"found": round(fault.found, 3), "asked": round(fault.asked, 3)}
            said = say(fault.code, "detail", facts, "en") or say(fault.code, "title", {}, "en")
            console.print(f"{fault.code}: {said}", markup=False)
        if faults and not wanted.force:
            sys.exit(REFUSED)
        wanted.out.write_bytes(wanted.written(drawing, form))
    except (Gs1Error, ScanError) as error:
        tell(error)
        sys.exit(REFUSED)
    size = f"{drawing.columns}x{drawing.rows} modules, X {drawing.x_mm:.3f} mm, {drawing.width_mm:.1f} mm wide"
    console.print(f"{drawing.identifier} {size}: {wanted.out}", markup=False)


COMMANDS = {one.name: one for one in (label, draw)}
"""Name -> command, for `api.cli`."""
