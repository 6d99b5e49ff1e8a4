"""The page of `gs1` is the one its docstrings make, and every public name has a running example and a clause."""

from __future__ import annotations

import doctest
import re

import pytest

from tools.write_gs1_reference import PAGE, Entry, entries, page

STANDARDS = re.compile(
    r"GS1|GenSpecs|Tag Data Standard|Digital Link|ISO(/IEC)?|RFC|HIBC|ST-0\d\d|IFA|ICCBBA|Regulation|EPCIS|PPN|PZN"
)
ENTRIES = entries()


def named(entry: Entry) -> str:
    return f"{entry.module}.{entry.name}"


def test_the_page_is_the_one_the_docstrings_make() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python tools/write_gs1_reference.py"


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_public_name_has_an_example_that_runs_and_names_its_standard(entry: Entry) -> None:
    finder = doctest.DocTestFinder(recurse=False)
    examples = [test for test in finder.find(entry.thing, entry.name) if test.examples]
    assert examples, f"{named(entry)} has no example"
    assert STANDARDS.search(entry.text), f"{named(entry)} names no standard"
    for test in examples:
        failed, _ = doctest.DocTestRunner(verbose=False).run(test)
        assert failed == 0
