"""`python -m gs1`: read, build and explain GS1 texts, for people who test a printer or a scanner."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date

from gs1.bracketed import parse_bracketed
from gs1.dictionary import STANDARD
from gs1.errors import Gs1Error, Language, Problem
from gs1.linters import lint
from gs1.message import Message
from gs1.options import ParseOptions
from gs1.reading import parse
from gs1.wedge import repair_separators

Told = dict[str, object]


def describe(message: Message, language: Language) -> Told:
    """A message in all its forms."""
    try:
        link: str | None = message.digital_link()
    except Gs1Error:
        link = None
    return {
        "elements": [{"ai": e.ai, "value": e.value, "title": e.title} for e in message],
        "gtin": message.gtin.text if message.gtin else None,
        "batch": message.batch,
        "serial": message.serial,
        "expiry": message.expiry.isoformat() if message.expiry else None,
        "sscc": message.sscc.text if message.sscc else None,
        "symbology": message.symbology.text if message.symbology else None,
        "bracketed": message.bracketed(),
        "element_string": message.element_string(),
        "digital_link": link,
        "hri": message.hri(titles=True),
        "problems": [describe_problem(problem, language) for problem in message.problems],
    }


def describe_problem(problem: Problem, language: Language) -> Told:
    """One fault as facts and words."""
    return {
        "code": problem.code.value,
        "severity": problem.severity,
        "ai": problem.ai,
        "value": problem.value,
        "start": problem.start,
        "length": problem.length,
        "clause": problem.clause,
        "markup": problem.markup(),
        "message": problem.message(language),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gs1", description=__doc__)
    parser.add_argument("--language", choices=("vi", "en"), default="vi", help="language of the explanations")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("parse", help="read any GS1 text")
    read.add_argument("text", help="scan data, bracketed text, Digital Link, digits; {GS} stands for the separator")
    read.add_argument("--lenient", action="store_true", help="keep what can be read and list every fault")
    read.add_argument("--today", type=date.fromisoformat, help="the day the century rule is counted from")
    read.add_argument("--json", action="store_true", help="print JSON")
    make = commands.add_parser("build", help="make a message from bracketed text")
    make.add_argument("text", help="for example (01)08936012345674(10)LOT7")
    make.add_argument("--json", action="store_true", help="print JSON")
    check = commands.add_parser("lint", help="check one component value with an official linter")
    check.add_argument("linter")
    check.add_argument("text")
    repair = commands.add_parser("repair", help="find the readings of a text whose separators were lost")
    repair.add_argument("text")
    table = commands.add_parser("table", help="print what the table says about application identifiers")
    table.add_argument("ai", nargs="*")
    return parser


def _show(message: Message, *, as_json: bool, language: Language) -> None:
    if as_json:
        print(json.dumps(describe(message, language), ensure_ascii=False, indent=2))
    else:
        print("\n".join([*message.hri(titles=True), *(problem.message(language) for problem in message.problems)]))


def _parse(given: argparse.Namespace) -> int:
    options = ParseOptions(mode="lenient" if given.lenient else "strict", today=given.today)
    message = parse(given.text.replace("{GS}", "\x1d"), options)
    _show(message, as_json=given.json, language=given.language)
    return 0 if not message.problems else 1


def _build(given: argparse.Namespace) -> int:
    _show(parse_bracketed(given.text), as_json=given.json, language=given.language)
    return 0


def _lint(given: argparse.Namespace) -> int:
    fault = lint(given.linter, given.text)
    if fault is not None:
        print(Problem(fault.code, given.text, fault.start, fault.length).message(given.language))
    return 0 if fault is None else 1


def _repair(given: argparse.Namespace) -> int:
    repairs = repair_separators(given.text.replace("{GS}", "\x1d"))
    for repair in repairs:
        print(f"{repair.score:6.1f}  {repair.message.bracketed()}")
    return 0 if repairs else 1


def _table(given: argparse.Namespace) -> int:
    for row in STANDARD.rows:
        if not given.ai or set(given.ai) & set(row.ais()):
            print(row.line())
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "parse": _parse,
    "build": _build,
    "lint": _lint,
    "repair": _repair,
    "table": _table,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 for good, 1 for a fault that is told, 2 for a call that cannot be understood."""
    given = _parser().parse_args(arguments)
    try:
        return _COMMANDS[given.command](given)
    except Gs1Error as error:
        told = [describe_problem(problem, given.language) for problem in error.problems]
        if getattr(given, "json", False):
            print(json.dumps({"problems": told}, ensure_ascii=False, indent=2))
        else:
            print("\n".join(problem.message(given.language) for problem in error.problems), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
