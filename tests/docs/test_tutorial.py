"""The tutorial does what it says, against a real server, with the published lists where they are to be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import LiveServer

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "docs" / "tutorial" / "from-list-to-recall.sh"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the tutorial speaks to the register with curl")
def test_the_tutorial_runs_from_the_published_list_to_the_recall(live_server: LiveServer, tmp_path: Path) -> None:
    lists = Path(os.environ.get("MEDREG_SHARED", ROOT.parent / "shared")) / "data" / "catalogue" / "vn"
    told = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHON": sys.executable,
        "MEDREG_URL": live_server.url,
        "MEDREG_HOME": str(live_server.home),
        "OUT": str(tmp_path),
    }
    arguments = [str(SCRIPT), *([str(lists)] if lists.is_dir() else [])]
    done = subprocess.run(arguments, env=told, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for sign in ("handed out: supplied", "refused: ", "red: ", "Done."):
        assert sign in done.stdout
    assert (tmp_path / "labels.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "photo.jpg").stat().st_size > 10_000
