from __future__ import annotations

import pytest

from registry.catalogue.countries import country_name, is_country, read_origin
from registry.errors import BadInput

CELLS = [
    ("Việt Nam", ("VN",)),
    ("VIệt  Nam", ("VN",)),
    ("Vie\u0323\u0302t Nam", ("VN",)),
    ("Đức", ("DE",)),
    ("CHLB Đức", ("DE",)),
    ("Ai-len", ("IE",)),
    ("Anh", ("GB",)),
    ("Bi", ("BE",)),
    ("P.R.C", ("CN",)),
    ("Puerto Rico 00778", ("PR",)),
    ("Taiwan (Đài Loan)", ("TW",)),
    ("CSSX: Mỹ, CSĐG: Anh", ("US", "GB")),
    ("- Slovakia - Latvia", ("SK", "LV")),
    ("CSSX: Ý (CS kiểm nghiệm: Ý)", ("IT",)),
    ("CSSX: Puerto Rico - USA , CSĐG: UK", ("PR", "US", "GB")),
    ("Nước sản xuất và đóng gói sơ cấp: ĐứcNước đóng gói thứ cấp và xuất xưởng: Thụy Sỹ", ("DE", "CH")),
    ("N", ("VN",)),
    ("B", ()),
    ("Bắc -Trung Quốc", ("CN",)),
]


@pytest.mark.parametrize(("cell", "codes"), CELLS)
def test_a_cell_gives_its_countries_in_order(cell: str, codes: tuple[str, ...]) -> None:
    assert read_origin(cell).codes == codes


@pytest.mark.parametrize("cell", ["Guerbet", "GIA9767_", "La Mã", ""])
def test_a_cell_without_any_country_is_refused_by_name(cell: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_origin(cell)
    assert caught.value.faults[0].code == "country-unknown"


def test_a_country_has_a_vietnamese_and_an_english_name() -> None:
    assert (country_name("CH"), country_name("CH", "en")) == ("Thụy Sĩ", "Switzerland")
    assert is_country("VN")
    assert not is_country("ZZ")
