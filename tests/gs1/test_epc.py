"""EPC identities: URN and Digital Link are one value; wrong texts are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import Gln, Gs1Error, Gtin, Sscc
from gs1.epc import GtinClass, Lgtin, OtherIdentity, Pgln, Sgln, Sgtin, canonical_text, parse_identity
from tests.gs1.builders import glns, gtins, ssccs, texts_20

LENGTHS = st.integers(6, 12)


@pytest.mark.parametrize(
    ("urn", "link", "value"),
    [
        (
            "urn:epc:id:sgtin:0614141.812345.6789",
            "https://example.com/any/path/01/80614141123458/21/6789",
            Sgtin(Gtin("80614141123458"), "6789"),
        ),
        (
            "urn:epc:class:lgtin:4012345.012345.998877",
            "https://id.gs1.org/01/04012345123456/10/998877",
            Lgtin(Gtin("04012345123456"), "998877"),
        ),
        (
            "urn:epc:idpat:sgtin:0614141.812345.*",
            "https://id.gs1.org/01/80614141123458",
            GtinClass(Gtin("80614141123458")),
        ),
        (
            "urn:epc:id:sscc:0614141.1234567890",
            "https://id.gs1.org/00/106141412345678908",
            Sscc("106141412345678908"),
        ),
        (
            "urn:epc:id:sgln:0614141.12345.400",
            "https://id.gs1.org/414/0614141123452/254/400",
            Sgln(Gln("0614141123452"), "400"),
        ),
        ("urn:epc:id:sgln:0614141.12345.0", "https://id.gs1.org/414/0614141123452", Sgln(Gln("0614141123452"))),
        ("urn:epc:id:pgln:0614141.12345", "https://id.gs1.org/417/0614141123452", Pgln(Gln("0614141123452"))),
    ],
)
def test_urn_and_digital_link_name_the_same_thing(urn: str, link: str, value: object) -> None:
    assert parse_identity(urn) == parse_identity(link) == value
    assert canonical_text(urn) == canonical_text(link)


@given(gtins(), texts_20, LENGTHS)
def test_packs_and_batches_go_through_both_forms_unchanged(gtin: Gtin, text: str, prefix: int) -> None:
    for identity in (Sgtin(gtin, text), Lgtin(gtin, text)):
        assert parse_identity(identity.urn(prefix)) == identity
        assert parse_identity(identity.digital_link()) == identity
    assert parse_identity(GtinClass(gtin).urn(prefix)) == GtinClass(gtin)


@given(glns(), ssccs(), texts_20, LENGTHS)
def test_places_parties_and_units_go_through_both_forms_unchanged(gln: Gln, sscc: Sscc, text: str, prefix: int) -> None:
    place = Sgln(gln) if text == "0" else Sgln(gln, text)
    assert parse_identity(place.urn(prefix)) == parse_identity(place.digital_link()) == place
    assert parse_identity(Pgln(gln).urn(prefix)) == parse_identity(Pgln(gln).digital_link()) == Pgln(gln)
    assert parse_identity(sscc.urn(prefix)) == parse_identity(sscc.digital_link()) == sscc


def test_other_keys_keep_their_elements() -> None:
    uri = "https://id.gs1.org/8004/9520614141234567"
    assert parse_identity(uri) == OtherIdentity((("8004", "9520614141234567"),))
    assert canonical_text(uri) == uri


@pytest.mark.parametrize(
    "uri",
    [
        "urn:epc:id:sgtin:0614141.812345",
        "urn:epc:id:sgtin:061414.812345.1",
        "urn:epc:id:sgtin:0614141.81234X.1",
        "urn:epc:id:sgtin:0614141.812345.",
        "urn:epc:id:sgtin:0614141.812345.a/b",
        "urn:epc:id:unknown:0614141.812345.1",
        "urn:uuid:0b8f4a5e-0000-0000-0000-000000000000",
        "https://id.gs1.org/01/80614141123459/21/6789",
        "https://id.gs1.org/01/80614141123458/21/" + "A" * 21,
        "https://example.com/nothing",
        "",
    ],
)
def test_what_is_no_identity_is_refused(uri: str) -> None:
    with pytest.raises(Gs1Error):
        parse_identity(uri)


@given(st.text(max_size=60))
def test_any_text_is_an_identity_or_refused(text: str) -> None:
    for lead in (
        "",
        "urn:epc:id:sgtin:",
        "urn:epc:class:lgtin:0614141.812345.",
        "https://id.gs1.org/01/80614141123458/",
    ):
        try:
            identity = parse_identity(lead + text)
        except Gs1Error:
            continue
        assert parse_identity(identity.digital_link()) == identity


def test_a_prefix_length_is_asked_for_and_never_guessed() -> None:
    with pytest.raises(Gs1Error, match="GCP_UNKNOWN"):
        Sgtin(Gtin("80614141123458"), "1").urn(0)
