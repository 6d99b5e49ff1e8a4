"""The command line, through a real process: texts in, words or JSON out, exit codes as documented."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from gs1.__main__ import __doc__ as documented
from gs1.__main__ import main
from tests.gs1.builders import A_GTIN

ROOT = Path(__file__).resolve().parent.parent.parent
LOST = f"01{A_GTIN}1727123110LOT421SERIALX77"


def by_process(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run `python -m gs1` as a person does."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "gs1", *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
        check=False,
    )


def gs1(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """The same without a process of its own: the one difference is sixty milliseconds."""
    out, err, was = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(given or "", newline="")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        sys.stdin = was
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (("parse", f"]d201{A_GTIN}10LOT7{{GS}}21S1", "--json"), None),
        (("parse", "--json", "-"), f"(01){A_GTIN}\n(01){A_GTIN[:-1]}5\r\n"),
        (("--language", "vi", "build", f"(01){A_GTIN[:-1]}5"), None),
        (("repair", LOST), None),
        (("table", "01"), None),
    ],
)
def test_a_process_says_what_the_function_says(arguments: tuple[str, ...], given: str | None) -> None:
    real, called = by_process(*arguments, given=given), gs1(*arguments, given=given)
    assert (real.returncode, real.stdout, real.stderr) == (called.returncode, called.stdout, called.stderr)


def test_parse_prints_every_form_as_json() -> None:
    said = gs1("parse", f"]d201{A_GTIN}10LOT7{{GS}}21S1", "--json")
    assert said.returncode == 0
    told = json.loads(said.stdout)
    assert (told["gtin"], told["batch"], told["serial"]) == (A_GTIN, "LOT7", "S1")
    assert told["digital_link"] == f"https://id.gs1.org/01/{A_GTIN}/10/LOT7/21/S1"


def test_parse_reads_lines_and_tells_each_on_its_own_line() -> None:
    said = gs1("parse", "--json", "-", given=f"(01){A_GTIN}\n(01){A_GTIN[:-1]}5\r\n\n(01){A_GTIN}(10)B\n")
    assert said.returncode == 1, "one of the lines is faulty"
    told = [json.loads(line) for line in said.stdout.splitlines()]
    assert [each["text"] for each in told] == [f"(01){A_GTIN}", f"(01){A_GTIN[:-1]}5", f"(01){A_GTIN}(10)B"]
    assert told[1]["problems"][0]["code"] == "INCORRECT_CHECK_DIGIT"
    assert told[2]["batch"] == "B"


@pytest.mark.parametrize(("language", "words"), [("en", "check digit"), ("vi", "Số kiểm tra")])
def test_a_fault_is_told_in_both_languages_and_the_command_fails(language: str, words: str) -> None:
    for command in ("parse", "build"):
        said = gs1("--language", language, command, f"(01){A_GTIN[:-1]}5")
        assert said.returncode == 1
        assert words in said.stderr
        assert said.stdout == ""


def test_lenient_reading_keeps_the_message_and_lists_its_faults() -> None:
    said = gs1("parse", f"(01){A_GTIN[:-1]}5(10)LOT7", "--lenient", "--json")
    assert said.returncode == 1
    told = json.loads(said.stdout)
    assert (told["batch"], told["problems"][0]["code"]) == ("LOT7", "INCORRECT_CHECK_DIGIT")


@pytest.mark.parametrize("parts", [(f"(01){A_GTIN}(10)LOT7",), (f"01={A_GTIN}", "10=LOT7")])
def test_build_takes_brackets_or_pairs(parts: tuple[str, ...]) -> None:
    said = gs1("build", *parts, "--json")
    assert said.returncode == 0
    assert json.loads(said.stdout)["bracketed"] == f"(01){A_GTIN}(10)LOT7"
    assert gs1("build", *parts).stdout.splitlines()[1] == "BATCH/LOT (10) LOT7"


def test_build_tells_faults_as_json_too() -> None:
    said = gs1("build", "10=LOT7", "--json")
    assert said.returncode == 1
    assert json.loads(said.stdout)["problems"][0]["code"] == "REQUIRED_AIS_NOT_SATISFIED"


def test_repair_tells_the_likeliest_meaning_first_and_what_was_undone() -> None:
    said = gs1("--language", "en", "repair", LOST, "--today", "2026-11-24")
    assert said.returncode == 0
    first, second = said.stdout.splitlines()[:2]
    assert first.endswith(f"(01){A_GTIN}(17)271231(10)LOT4(21)SERIALX77")
    assert "certain" in first
    assert "SEPARATOR_LOST" in second
    assert "không" in gs1("repair", "XYZ").stdout.lower()


def test_repair_has_an_exit_code_for_each_outcome() -> None:
    assert gs1("repair", f"(01){A_GTIN}(10)LOT7").returncode == 0
    assert gs1("repair", "XYZ").returncode == 1
    ambiguous = gs1("repair", f"01{A_GTIN}1727123110" + "1234" + "21" + "567" + "21" + "889912", "--json")
    assert ambiguous.returncode == 3
    told = json.loads(ambiguous.stdout)["diagnoses"]
    assert len(told) > 1
    assert not told[0]["is_certain"]


def test_repair_reads_lines_and_tells_damages_as_json() -> None:
    said = gs1("repair", "-", "--json", given=f"]d2{LOST}\n]D201{A_GTIN}1727123110lot4<gs>21serialx77\n")
    told = [json.loads(line)["diagnoses"][0] for line in said.stdout.splitlines()]
    assert [each["message"]["batch"] for each in told] == ["LOT4", "LOT4"]
    assert [damage["code"] for damage in told[0]["damages"]] == ["SEPARATOR_LOST"]
    assert {damage["code"] for damage in told[1]["damages"]} == {"LETTER_CASE_TURNED", "SEPARATOR_STAND_IN"}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("csum", A_GTIN, 0), ("csum", A_GTIN[:-1] + "5", 1), ("17", "271231", 0), ("17", "271331", 1), ("nosuch", "1", 2)],
)
def test_lint_checks_a_value_by_a_linter_or_as_the_value_of_an_ai(name: str, value: str, code: int) -> None:
    assert gs1("lint", name, value).returncode == code


def test_lint_tells_place_and_code_as_json() -> None:
    (problem,) = json.loads(gs1("lint", "17", "271331", "--json").stdout)["problems"]
    assert (problem["code"], problem["start"], problem["ai"]) == ("ILLEGAL_MONTH", 2, "17")
    assert json.loads(gs1("lint", "17", "271231", "--json").stdout) == {"problems": []}


def test_table_prints_rows_as_lines_or_json() -> None:
    assert "USE BY or EXPIRY" in gs1("table", "17").stdout
    told = json.loads(gs1("table", "--json").stdout)
    assert sum(len(row["ais"]) for row in told["rows"]) == 541
    (row,) = json.loads(gs1("table", "3103", "--json").stdout)["rows"]
    assert row["components"][0]["longest"] == 6
    assert gs1("table", "0815").returncode == 1


@pytest.mark.parametrize("arguments", [(), ("nosuch",), ("parse",), ("parse", "x", "--today", "tomorrow")])
def test_a_call_that_cannot_be_understood_is_refused_with_exit_code_2(arguments: tuple[str, ...]) -> None:
    said = gs1(*arguments)
    assert said.returncode == 2
    assert "usage: python -m gs1" in said.stderr


def test_the_exit_codes_stand_in_the_help() -> None:
    said = gs1("--help")
    assert "Exit codes: 0 good; 1 a fault" in said.stdout
    assert "Exit codes" in (documented or "")


def test_main_gives_the_exit_code_to_its_caller(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "01"]) == 0
    assert main(["parse", "(01)1"]) == 1
    assert "GTIN" in capsys.readouterr().out
