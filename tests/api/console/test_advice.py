from __future__ import annotations

import pytest

from tests.api.console.conftest import MAKER, OFFICER, Console

PATH = "/console/gtin-advice"


@pytest.mark.parametrize(("who", "scopes"), [("maker", MAKER), ("officer", OFFICER)])
@pytest.mark.parametrize(("prefix", "words"), [("", "Cần thay đổi giấy phép"), ("/en", "A new authorisation")])
def test_the_adviser_answers_makers_and_officers_in_both_languages(
    console: Console, who: str, scopes: frozenset[str], prefix: str, words: str
) -> None:
    console.sit(who, scopes)
    assert 'aria-current="page"' in console.open(prefix + PATH).text
    answer = console.send(prefix + PATH, old_strength="500 mg", new_strength="650 mg")
    assert answer.status_code == 200
    assert words in answer.text
    assert 'value="650 mg"' in answer.text


def test_a_fault_stands_beside_its_field(console: Console) -> None:
    console.sit("maker", MAKER)
    answer = console.send(PATH, old_height_mm="cao", new_pack_quantity="x")
    assert answer.status_code == 422
    assert 'id="old_height_mm-fault"' in answer.text
    assert 'id="new_pack_quantity-fault"' in answer.text


def test_a_form_from_elsewhere_is_refused(console: Console) -> None:
    console.sit("maker", MAKER)
    assert console.send(PATH, token=None).status_code == 403
