"""Seals: each day has a head that its entries prove, a record has a proof, and one changed byte is found."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.audit import merkle
from registry.audit import service as audit
from registry.audit.model import Snapshot
from registry.audit.publishing import publish, signer
from registry.audit.verifier import JournalBroken, verify
from registry.clock import FixedClock
from registry.errors import NotFound, RuleBroken
from registry.work import SYSTEM, Work, Workbench

SECRET = b"a secret of the test, long enough"


def act(work: Work, number: int) -> None:
    audit.keep(work, Snapshot("product", f"p{number % 7}", {"name": f"Thuốc {number}"}), "product:amended")
    audit.record(work, "key:issued", f"k{number}", {"party": "x"})


def three_days(workbench: Workbench, clock: FixedClock, acts: int = 20) -> None:
    def day(work: Work) -> None:
        for number in range(acts):
            act(work, number)

    for _ in range(3):
        workbench.write(SYSTEM, day)
        clock.at += timedelta(days=1)
    workbench.write(SYSTEM, lambda work: audit.seal_days(work, signer(SECRET)))


def test_days_that_ended_are_sealed_once_and_today_is_not(workbench: Workbench, clock: FixedClock) -> None:
    three_days(workbench, clock)
    assert workbench.write(SYSTEM, audit.seal_days) == []
    with workbench.read(SYSTEM) as work:
        assert [seal.size for seal in reversed(audit.seals(work))] == [40, 80, 120]
        assert audit.check_seals(work) == 3
        assert audit.seal_of(work, date(2026, 3, 2)).size == 40
        with pytest.raises(NotFound):
            audit.seal_of(work, date(2026, 3, 5))


def test_a_record_is_proved_by_its_path_to_the_head_of_its_day(workbench: Workbench, clock: FixedClock) -> None:
    three_days(workbench, clock, 200)
    with workbench.read(SYSTEM) as work:
        for key in ("p0", "p6"):
            proof = audit.prove(work, "product", key)
            leaf = proof.entry.seq - 1
            found = merkle.root_from_path(leaf, proof.seal.size, proof.entry.digest, list(proof.path))
            assert found == proof.seal.root
            assert proof.entry.facts["body"]
            assert proof.entry.facts["version"] == proof.version.number


def test_what_was_recorded_today_has_no_proof_yet(workbench: Workbench) -> None:
    workbench.write(SYSTEM, lambda work: act(work, 1))
    with workbench.read(SYSTEM) as work, pytest.raises(NotFound) as caught:
        audit.prove(work, "product", "p1")
    assert caught.value.code == "seal-pending"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET digest = previous WHERE seq = 50",
        "UPDATE journal_seal SET size = size + 1 WHERE day = '2026-03-03'",
        "UPDATE journal_seal SET root = (SELECT digest FROM journal WHERE seq = 1) WHERE day = '2026-03-03'",
    ],
)
def test_a_seal_that_does_not_fit_is_found(workbench: Workbench, clock: FixedClock, change: str) -> None:
    three_days(workbench, clock)
    workbench.write(SYSTEM, lambda work: work.db.run(change))
    with workbench.read(SYSTEM) as work, pytest.raises(RuleBroken):
        audit.check_seals(work)


def test_a_version_whose_body_was_changed_is_found(workbench: Workbench, clock: FixedClock) -> None:
    three_days(workbench, clock)
    with workbench.read(SYSTEM) as work:
        assert audit.check_records(work) == 60
    change = "UPDATE record_version SET body = '{\"name\":\"x\"}' WHERE kind = 'product' AND number = 2 AND key = 'p3'"
    workbench.write(SYSTEM, lambda work: work.db.run(change))
    with workbench.read(SYSTEM) as work, pytest.raises(RuleBroken) as caught:
        audit.check_records(work)
    assert caught.value.code == "record-broken"


def test_what_is_published_is_checked_without_the_register_and_any_flipped_byte_is_found(
    workbench: Workbench, clock: FixedClock, tmp_path: Path
) -> None:
    three_days(workbench, clock, 5)
    folder = tmp_path / "published"
    with workbench.read(SYSTEM) as work:
        publish(work, folder)
    key = Ed25519PrivateKey.from_private_bytes(signer(SECRET).seed).public_key().public_bytes_raw()
    told = verify(folder, key)
    assert (told.days, told.entries, told.public, told.signatures) == (3, 30, 15, 3)
    draw = random.Random(7)
    names = sorted(path.name for path in folder.glob("*.jsonl"))
    assert len(names) == 4
    for _ in range(300):
        flipped = tmp_path / "flipped"
        shutil.copytree(folder, flipped, dirs_exist_ok=True)
        path = flipped / draw.choice(names)
        content = bytearray(path.read_bytes())
        place = draw.randrange(len(content))
        content[place] ^= 1 << draw.randrange(8)
        path.write_bytes(content)
        if same_meaning(path, folder / path.name):
            continue
        with pytest.raises(JournalBroken):
            verify(flipped, key)


def same_meaning(one: Path, other: Path) -> bool:
    """Whether two files say the same: a line's last blank may become another blank, which JSON does not read."""
    try:
        return [json.loads(line) for line in one.read_text("utf-8").splitlines()] == [
            json.loads(line) for line in other.read_text("utf-8").splitlines()
        ]
    except ValueError:
        return False


def test_the_protected_entries_are_published_as_digests_alone(
    workbench: Workbench, clock: FixedClock, tmp_path: Path
) -> None:
    three_days(workbench, clock, 5)
    with workbench.read(SYSTEM) as work:
        publish(work, tmp_path)
    written = (tmp_path / "2026-03-02.jsonl").read_text("utf-8")
    assert "product:amended" in written
    assert "key:issued" not in written
