"""`python -m gs1`: read, build, check and repair GS1 texts, for people who test a printer or a scanner.

Exit codes: 0 good; 1 a fault, which is told; 2 a call that cannot be understood; 3 (repair) several meanings, none of
them certain. `--json` prints JSON: one object for one text, one object a line where the texts come from the input (-).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from gs1.as_json import Told, describe, describe_diagnosis, describe_problem, describe_row
from gs1.bracketed import parse_bracketed
from gs1.checking import check_lengths, check_values
from gs1.dictionary import GS, STANDARD
from gs1.errors import Gs1Error, Language, Problem
from gs1.linters import is_linter, lint
from gs1.message import Message
from gs1.options import DEFAULT_OPTIONS, ParseOptions
from gs1.reading import build, parse
from gs1.wedge import Diagnosis, diagnose

GOOD, FAULT, MISUSE, UNCERTAIN = 0, 1, 2, 3
_WORDS = {
    "certain": ("certain", "chắc chắn"),
    "likely": ("likely", "có thể"),
    "undamaged": ("The text is undamaged.", "Văn bản không bị hư."),
    "unreadable": ("No right message can be made of this text.", "Không đọc được thông điệp đúng nào từ văn bản này."),
    "several": ("Several meanings are possible; scan again.", "Có thể hiểu nhiều cách; hãy quét lại."),
    "good": ("No fault found.", "Không có lỗi."),
    "linter": ("There is no such linter or AI", "Không có phép kiểm tra hoặc AI này"),
}


def _word(name: str, language: Language) -> str:
    return _WORDS[name][language == "vi"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gs1", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--language", choices=("vi", "en"), default="vi", help="language of the explanations")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--json", action="store_true", help="print JSON")
        return command

    read = add("parse", "read any GS1 text / đọc một văn bản GS1")
    read.add_argument("text", help="scan data, brackets, Digital Link, digits; {GS} is the separator; - reads lines")
    read.add_argument("--lenient", action="store_true", help="keep what can be read and list every fault")
    read.add_argument("--today", type=date.fromisoformat, help="the day the century rule is counted from")
    make = add("build", "make a message / tạo một thông điệp")
    make.add_argument("parts", nargs="+", help="brackets such as (01)08936012345674(10)LOT7, or pairs such as 10=LOT7")
    check = add("lint", "check one value / kiểm tra một giá trị")
    check.add_argument("linter", help="an official linter such as csum, or an AI such as 17")
    check.add_argument("text", help="the value")
    repair = add("repair", "say what a damaged scan can mean / tìm nghĩa của lần quét bị hư")
    repair.add_argument("text", help="what the scanner typed; {GS} is the separator; - reads lines")
    repair.add_argument("--today", type=date.fromisoformat, help="the day of the scan: tells which dates are usual")
    table = add("table", "print the table of application identifiers / in bảng mã định danh ứng dụng")
    table.add_argument("ai", nargs="*", help="only these; all without")
    return parser


def _texts(given: argparse.Namespace) -> Iterator[str]:
    """The text of the call, or the lines of the input without their ends."""
    lines = (line.rstrip("\r\n") for line in sys.stdin) if given.text == "-" else iter((given.text,))
    return (line.replace("{GS}", GS) for line in lines if line)


def _each(given: argparse.Namespace, tell: Callable[[str], tuple[int, Told, list[str]]]) -> int:
    """Tell every text, and return the worst exit code."""
    worst = GOOD
    for text in _texts(given):
        code, told, lines = tell(text)
        worst = max(worst, code, key=(GOOD, UNCERTAIN, FAULT).index)
        if given.json:
            compact = given.text == "-"
            print(json.dumps({"text": text, **told}, ensure_ascii=False, indent=None if compact else 2))
        elif lines:
            print("\n".join(lines), file=sys.stderr if code == FAULT and "problems" in told else sys.stdout)
    return worst


def _parse(given: argparse.Namespace) -> int:
    options = ParseOptions(mode="lenient" if given.lenient else "strict", today=given.today)

    def tell(text: str) -> tuple[int, Told, list[str]]:
        try:
            message = parse(text, options)
        except Gs1Error as error:
            return FAULT, *_faults(error.problems, given.language)
        lines = [*message.hri(titles=True), *(problem.message(given.language) for problem in message.problems)]
        return (FAULT if message.problems else GOOD), describe(message, given.language), lines

    return _each(given, tell)


def _faults(problems: Sequence[Problem], language: Language) -> tuple[Told, list[str]]:
    told: Told = {"problems": [describe_problem(problem, language) for problem in problems]}
    return told, [problem.message(language) for problem in problems]


def _build(given: argparse.Namespace) -> int:
    message = _made(given.parts)
    if given.json:
        print(json.dumps(describe(message, given.language), ensure_ascii=False, indent=2))
    else:
        print("\n".join(message.hri(titles=True)))
    return GOOD


def _made(parts: Sequence[str]) -> Message:
    if parts[0].startswith("("):
        return parse_bracketed("".join(parts))
    pairs = [part.partition("=") for part in parts]
    return build([(ai, value) for ai, _, value in pairs])


def _lint(given: argparse.Namespace) -> int:
    if is_linter(given.linter):
        fault = lint(given.linter, given.text)
        found = [] if fault is None else [Problem(fault.code, given.text, fault.start, fault.length)]
    elif given.linter in STANDARD:
        found = _value_faults(given.linter, given.text)
    else:
        print(f"{_word('linter', given.language)}: {given.linter}", file=sys.stderr)
        return MISUSE
    told, lines = _faults(found, given.language)
    if given.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines or [_word("good", given.language)]))
    return FAULT if found else GOOD


def _value_faults(ai: str, value: str) -> list[Problem]:
    found: list[Problem] = []
    check_lengths([(ai, value)], DEFAULT_OPTIONS, found)
    check_values([(ai, value)], DEFAULT_OPTIONS, found)
    return found


def _repair(given: argparse.Namespace) -> int:
    def tell(text: str) -> tuple[int, Told, list[str]]:
        found = diagnose(text, today=given.today)
        told: Told = {"diagnoses": [describe_diagnosis(each, given.language) for each in found]}
        if not found:
            return FAULT, told, [_word("unreadable", given.language)]
        lines = [line for each in found for line in _meaning(each, given.language)]
        if not found[0].is_certain:
            return UNCERTAIN, told, [*lines, _word("several", given.language)]
        return GOOD, told, lines

    return _each(given, tell)


def _meaning(diagnosis: Diagnosis, language: Language) -> Iterator[str]:
    """One meaning in words: its share and messages, then each damage."""
    messages = " + ".join(message.bracketed() for message in (diagnosis.message, *diagnosis.following))
    sureness = _word("certain" if diagnosis.is_certain else "likely", language)
    yield f"{100 * diagnosis.share:5.1f} % {sureness}  {messages}"
    for damage in diagnosis.damages:
        yield f"    {damage.start}: {damage.code.value} {damage.message(language)}".replace(GS, "{GS}")
    if not diagnosis.damages:
        yield f"    {_word('undamaged', language)}"


def _table(given: argparse.Namespace) -> int:
    rows = [row for row in STANDARD.rows if not given.ai or set(given.ai) & set(row.ais())]
    if given.json:
        told = {"release": STANDARD.release, "rows": [describe_row(row) for row in rows]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(row.line() for row in rows))
    return GOOD if rows else FAULT


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "parse": _parse,
    "build": _build,
    "lint": _lint,
    "repair": _repair,
    "table": _table,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code, as the docstring of this module lists them."""
    given = _parser().parse_args(arguments)
    try:
        return _COMMANDS[given.command](given)
    except Gs1Error as error:
        told, lines = _faults(error.problems, given.language)
        if given.json:
            print(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            print("\n".join(lines), file=sys.stderr)
        return FAULT


if __name__ == "__main__":
    sys.exit(main())
