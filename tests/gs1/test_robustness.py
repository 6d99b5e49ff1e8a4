"""Any input: nothing but `Gs1Error` comes out, long nonsense costs no more than its length, threads do not disturb."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from gs1 import (
    Gs1Error,
    Message,
    ParseOptions,
    parse,
    parse_bracketed,
    parse_digital_link,
    parse_element_string,
    parse_iso_15434,
    parse_scan_data,
)
from gs1.dictionary import STANDARD
from gs1.reading import validate
from gs1.symbols import read_symbol
from tests.gs1.builders import A_GTIN, A_PACK, GS
from tests.gs1.test_vectors import FLOORS, FOLDER, cases_of, is_right

STRICT = ParseOptions(permit_plain_data=True)
LENIENT = ParseOptions(mode="lenient")
LOOSE = ParseOptions(mode="lenient", permit_unknown_ais=True, separators=GS + "^", short_names=True)
MOODS = (STRICT, LENIENT, LOOSE)
READERS: tuple[Callable[[str, ParseOptions], Message], ...] = (
    parse,
    parse_element_string,
    parse_bracketed,
    parse_digital_link,
    parse_scan_data,
    parse_iso_15434,
)
PIECES = (
    A_PACK, A_GTIN, GS, "01", "10", "17", "21", "(01)", "(10)", "(", ")", "\\", "|", "^", "]d2", "]C1", "]E0", "]I1",
    "|]e0", "https://", "example.vn", "/", "?", "&", "=", "%", "%41", "%00", "+", "[)>\x1e05\x1d", "\x1e\x04",
    "8003", "8110", "7007", "3932", "7003", "253", "99", "\x00", "Đ", "Ư", "\u0300", " ", "\r\n",
    "é", "\ud800", "₀", "٣", "9" * 30,
)  # fmt: skip


def inputs(count: int, seed: int) -> Iterator[str]:
    """Random bytes, random pieces of messages, and right messages with one place damaged."""
    draw = random.Random(seed)
    for number in range(count):
        kind = number % 3
        if kind == 0:
            yield draw.randbytes(draw.randint(0, 40)).decode("latin-1")
        elif kind == 1:
            yield "".join(draw.choices(PIECES, k=draw.randint(1, 8)))
        else:
            right = draw.choice(
                [f"]d2{A_PACK}", f"(01){A_GTIN}(10)A(17)271231", f"https://x.vn/01/{A_GTIN}/10/A?17=271231"]
            )
            place = draw.randrange(len(right))
            yield right[:place] + draw.choice(PIECES) + right[place + draw.randint(0, 2) :]


def use(message: Message) -> None:
    """Ask a message for everything it can tell of itself."""
    for element in message:
        _ = (element.title, element.components, element.date, element.date_range, element.datetime)
        _ = (element.decimal, element.currency, element.money, element.key)
    _ = (message.gtin, message.sscc, message.batch, message.serial, message.expiry)
    _ = (message.element_string(), message.bracketed(), message.hri(titles=True), message.iso_15434())
    validate(message)
    for problem in message.problems:
        _ = (problem.message("vi"), problem.markup(), problem.span, problem.clause)


@pytest.mark.parametrize("count", [5_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_no_input_raises_anything_but_the_error_of_this_package(count: int) -> None:
    read = 0
    for number, text in enumerate(inputs(count, seed=893)):
        for reader in (parse, READERS[number % len(READERS)]):
            try:
                message = reader(text, MOODS[number % len(MOODS)])
            except Gs1Error:
                continue
            read += 1
            if number % 7 == 0:
                use(message)
        try:
            read_symbol(text)
        except Gs1Error:
            continue
    assert read > count / 20, "the inputs are not all nonsense"


NONSENSE: dict[str, Callable[[int], str]] = {
    "separators": lambda size: GS * size,
    "separators and letters": lambda size: (GS + "A") * (size // 2),
    "opening brackets": lambda size: "(" * size,
    "empty brackets": lambda size: "()" * (size // 2),
    "a bracket that closes late": lambda size: "(" * (size - 1) + ")",
    "identifiers without values": lambda size: "(01)" * (size // 4),
    "short bracketed elements": lambda size: "(10)A" * (size // 5),
    "escapes": lambda size: "(10)" + "\\(" * (size // 2),
    "backslashes": lambda size: "(10)A" + "\\" * size,
    "blanks in a value": lambda size: "(10)" + " A" * (size // 2),
    "digits": lambda size: "1" * size,
    "many elements": lambda size: f"]d201{A_GTIN}" * (size // 19),
    "many right elements": lambda size: f"01{A_GTIN}" * (size // 16),
    "short elements": lambda size: "]d2" + ("10A" + GS) * (size // 4),
    "a value without end": lambda size: "]d210" + "A" * size,
    "letters of an input method": lambda size: "]d2" + ("10Đ" + GS) * (size // 4),
    "composites": lambda size: "]d2" + ("10A|" + GS) * (size // 5),
    "composites under a symbol": lambda size: "]E08936012345674" + "|]e0" * (size // 4),
    "envelopes": lambda size: "[)>\x1e" + "05\x1dA\x1e" * (size // 5),
    "blanks": lambda size: " " * size,
}


def least_time(reader: Callable[[str, ParseOptions], Message], text: str, options: ParseOptions) -> float:
    """The least CPU time of several readings, in seconds."""
    times = []
    for _ in range(7):
        begin = time.process_time()
        with suppress(Gs1Error):
            reader(text, options)
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.parametrize("name", NONSENSE)
@pytest.mark.parametrize("reader", [parse, parse_element_string, parse_bracketed, parse_scan_data, parse_iso_15434])
def test_twice_the_nonsense_costs_about_twice_the_time(
    reader: Callable[[str, ParseOptions], Message], name: str
) -> None:
    for options in MOODS:
        half, whole = (least_time(reader, NONSENSE[name](size), options) for size in (16_384, 32_768))
        assert whole < 3 * half + 0.001


@pytest.mark.parametrize("options", MOODS)
@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_gives_no_more_problems_than_a_person_reads(name: str, options: ParseOptions) -> None:
    try:
        problems = parse(NONSENSE[name](8192), options).problems
    except Gs1Error as refused:
        problems = refused.problems
    assert len(problems) <= 200


def verdicts(cases: list[dict[str, object]], step: int) -> dict[object, bool]:
    """Our answers, asked in an order of its own."""
    order = sorted(range(len(cases)), key=lambda index: (index * step) % (len(cases) + 1))
    return {cases[index]["case_id"]: is_right(cases[index]) for index in order}


@pytest.mark.parametrize("share", [10, pytest.param(1, marks=pytest.mark.slow)])
def test_eight_threads_over_the_vectors_answer_as_one_does(share: int) -> None:
    if not FOLDER.exists():
        pytest.skip(f"no vectors in {FOLDER}")
    cases = [case for name in FLOORS for case in cases_of(FOLDER / f"{name}.jsonl")][::share]
    STANDARD.clean_shapes.clear()
    STANDARD.clean_links.clear()
    STANDARD.matchers.clear()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda step: verdicts(cases, step), range(1, 9)))
    alone = verdicts(cases, 1)
    assert all(answer == alone for answer in answers)
