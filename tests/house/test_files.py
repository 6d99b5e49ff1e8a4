"""What is in the project and what must not be: hosts, paths of one machine, secrets, copies."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, ROOT, shown, tracked

LARGEST_FILE = 2 << 20
OF_ONE_MACHINE = re.compile(r"(?<![\w./~$}])/(?:home|root|Users|work)/\w")
OF_A_REGISTRY = re.compile(r"https?://|file:/|index-url|find-links|trusted-host", re.IGNORECASE)
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_[0-9A-Za-z]{36}\b")
WITH_HOSTS = {"uv.lock", "package-lock.json", "poetry.lock", "Pipfile.lock", "yarn.lock"}


def words(path: Path) -> str:
    """Return the text of a file, and nothing for a picture or a font."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8192] else content.decode("utf-8")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {shown(path): words(path) for path in tracked()}


def test_no_file_names_a_folder_of_one_machine(texts: dict[str, str]) -> None:
    found = {name: OF_ONE_MACHINE.findall(text) for name, text in texts.items() if OF_ONE_MACHINE.search(text)}
    assert found == {}


def test_no_file_holds_a_secret(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if SECRET.search(text)] == []


def test_locks_hold_names_versions_and_hashes_only(texts: dict[str, str]) -> None:
    assert not {Path(name).name for name in texts} & WITH_HOSTS
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert not OF_A_REGISTRY.search(texts[name])
        lines = texts[name].splitlines()
        assert all(
            re.fullmatch(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+( ; .+?)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
            for line in lines
        )


def test_the_lock_of_development_is_the_lock_of_the_product_and_more(texts: dict[str, str]) -> None:
    product, development = (
        set(re.findall(r"^[a-z0-9.-]+==[^\s;]+", texts[name], re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert product < development


def test_every_dependency_is_locked(texts: dict[str, str]) -> None:
    project = tomllib.loads(texts["pyproject.toml"])
    groups = project["dependency-groups"]
    development = [one for one in groups["dev"] if isinstance(one, str)] + groups["peers"]
    for named, lock in (
        (project["project"]["dependencies"], "requirements.lock"),
        (development, "requirements-dev.lock"),
    ):
        locked = set(re.findall(r"^([a-z0-9.-]+)==", texts[lock], re.MULTILINE))
        wanted = {re.split(r"[\[<>=!~ ]", line)[0].lower().replace("_", "-") for line in named}
        assert wanted - locked == set()


def test_no_file_is_large() -> None:
    assert {shown(path): path.stat().st_size for path in tracked() if path.stat().st_size > LARGEST_FILE} == {}


def test_no_published_file_is_copied_into_the_project(shared: Path) -> None:
    theirs = {path.stat().st_size: path for path in shared.rglob("*") if path.is_file() and path.stat().st_size > 1000}
    copies = [
        (shown(path), theirs[size].name)
        for path in tracked()
        if (size := path.stat().st_size) in theirs and path.read_bytes() == theirs[size].read_bytes()
    ]
    assert copies == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    said = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return zipfile.ZipFile(next(folder.glob("medreg-*.whl")))


def test_the_wheel_holds_the_five_rooms_whole_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name and "__pycache__" not in name}
    assert {name.partition("/")[0] for name in packed} == set(ROOMS)
    assert {shown(path) for path in tracked() if path.relative_to(ROOT).parts[0] in ROOMS} <= packed


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    facts = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "medreg = api.cli:main" in wheel.read(facts).decode()
