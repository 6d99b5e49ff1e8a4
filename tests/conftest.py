"""Fixtures of the whole house: the shared facts, both databases, a live server, a browser."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from registry.db.connection import Database
from registry.db.migrate import migrate
from tests.postgres import PrivatePostgres, binaries
from tests.server import LiveServer, medreg

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "medreg_template"


def lacks(what: str) -> NoReturn:
    """Skip the test for want of `what`; where everything was installed on purpose (MEDREG_CI=1), fail instead."""
    if os.environ.get("MEDREG_CI") == "1":
        pytest.fail(f"{what}, and MEDREG_CI=1 says that it must be here")
    pytest.skip(what)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests out unless they are asked for: by MEDREG_SLOW=1, by `-m slow`, or by their own name."""
    if os.environ.get("MEDREG_SLOW") == "1" or config.getoption("markexpr") or any("::" in one for one in config.args):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if not item.get_closest_marker("slow")]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published files and test vectors, read where it stands (MEDREG_SHARED, or ../shared)."""
    folder = Path(os.environ.get("MEDREG_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared facts at {folder}; set MEDREG_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    """A private PostgreSQL, one for each test process, with a migrated template inside."""
    folder = binaries()
    if folder is None:
        lacks("no PostgreSQL server is installed (on Debian: apt-get install postgresql)")
    server = PrivatePostgres.start(folder)
    try:
        _migrate(server.create_database(TEMPLATE))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres: PrivatePostgres) -> str:
    """The address of the private PostgreSQL's first database, empty."""
    return postgres.url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "medreg.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh register on SQLite."""
    path = tmp_path / "medreg.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def fresh_postgres_url(postgres: PrivatePostgres, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh register on PostgreSQL, dropped after the test."""
    name = f"t{os.getpid()}_{abs(hash(request.node.nodeid)):x}"
    yield postgres.create_database(name, TEMPLATE)
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated, empty register: every test that asks runs on both engines."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "fresh_postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated, empty register, open."""
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A register's folder with the seed country in it: filled once, copied for each test process."""
    base = tmp_path_factory.getbasetemp()
    common = base if worker_id == "master" else base.parent
    original, mine = common / "seeded", base / "home"
    with (common / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            filling = common / "filling"
            shutil.rmtree(filling, ignore_errors=True)
            filling.mkdir()
            for command in ("init", "seed"):
                said = medreg(filling, command)
                assert said.returncode == 0, f"medreg {command} failed:\n{said.stdout}\n{said.stderr}"
            filling.rename(original)
    shutil.copytree(original, mine)
    return mine


@pytest.fixture(scope="session")
def live_server(seeded_home: Path) -> Iterator[LiveServer]:
    """The real server on the seed country: `.url`, `.keys` (by role), `.demo` (the demo file), `.get(path)`."""
    server = LiveServer.start(seeded_home)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is, for playwright's `executable_path`."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        lacks("no Chromium is installed (on Debian: apt-get install chromium)")
    return found


def _migrate(url: str) -> None:
    database = Database.open(url)
    migrate(database)
    database.close()
