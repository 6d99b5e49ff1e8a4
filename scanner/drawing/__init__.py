"""Values to symbols: drawn in whole dots, checked against the tables of GS1, and read back before they leave."""

from scanner.drawing.checks import PrintFault, PrintFaultCode, check_print
from scanner.drawing.hri import HriPlace, hri_lines, page_with_words
from scanner.drawing.making import draw, reads_back, resized
from scanner.drawing.page import Ink, Page, Rule, Words
from scanner.drawing.symbol import Drawing
from scanner.drawing.tables import PRINT_RULES, PrintUse, Quiet, dots_for, usual_use, whole_dots
from scanner.drawing.writers import FileForm, write

__all__ = [
    "PRINT_RULES",
    "Drawing",
    "FileForm",
    "HriPlace",
    "Ink",
    "Page",
    "PrintFault",
    "PrintFaultCode",
    "PrintUse",
    "Quiet",
    "Rule",
    "Words",
    "check_print",
    "dots_for",
    "draw",
    "hri_lines",
    "page_with_words",
    "reads_back",
    "resized",
    "usual_use",
    "whole_dots",
    "write",
]
