"""The command line: a text in, JSON out, and the words of a fault on the error stream."""

from __future__ import annotations

import json

import pytest

from gs1.__main__ import main
from tests.gs1.builders import A_GTIN


def test_parse_prints_every_form_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", f"]d201{A_GTIN}10LOT7{{GS}}21S1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["gtin"], told["batch"], told["serial"]) == (A_GTIN, "LOT7", "S1")
    assert told["digital_link"] == f"https://id.gs1.org/01/{A_GTIN}/10/LOT7/21/S1"


def test_a_fault_is_told_and_the_command_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "build", f"(01){A_GTIN[:-1]}5"]) == 1
    assert "check digit" in capsys.readouterr().err
    assert main(["parse", f"(01){A_GTIN[:-1]}5", "--lenient", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "INCORRECT_CHECK_DIGIT"


def test_repair_prints_the_likeliest_reading_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", f"01{A_GTIN}1727123110LOT721SERIAL12345"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.endswith(f"(01){A_GTIN}(17)271231(10)LOT7(21)SERIAL12345")
    assert main(["repair", "XYZ"]) == 1


def test_lint_and_table_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "csum", A_GTIN]) == 0
    assert main(["lint", "csum", A_GTIN[:-1] + "5"]) == 1
    assert main(["table", "17"]) == 0
    assert "USE BY or EXPIRY" in capsys.readouterr().out
