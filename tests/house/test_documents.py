"""The documents: every link leads somewhere, every command exists, every decision is numbered."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, ROOT, shown, tracked

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
FENCE = re.compile(r"```.*?```", re.DOTALL)
DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]
DECISIONS = [path for path in DOCUMENTS if path.parent.name == "decisions" and path.name[:4].isdecimal()]


def anchors(path: Path) -> set[str]:
    """Return the anchors that a Markdown reader makes of the headings."""
    headings = HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_to_a_file_leads_to_one() -> None:
    lost = []
    for path in DOCUMENTS:
        for link in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link):
                continue
            goal = (path.parent / target).resolve() if target else path
            if not goal.exists() or (anchor and goal.suffix == ".md" and anchor not in anchors(goal)):
                lost.append(f"{shown(path)}: {link}")
    assert lost == []


def test_the_front_page_shows_the_two_commands_and_they_exist() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(FENCE.findall(page))
    assert re.search(r"^\./run(\s|$)", blocks, re.MULTILINE)
    assert re.search(r"^\./run test(\s|$)", blocks, re.MULTILINE)
    said = subprocess.run([str(ROOT / "run"), "help"], capture_output=True, text=True, check=True)
    assert "./run test" in said.stdout


@pytest.mark.parametrize("name", ["run", ".ci/run"])
def test_the_two_scripts_are_executable_and_readable_by_their_shell(name: str) -> None:
    script = ROOT / name
    assert os.access(script, os.X_OK)
    shell = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")
    subprocess.run([shell, "-n", str(script)], check=True)


def test_every_document_is_reached_from_the_front_page() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.is_file():
            continue
        reached.add(page)
        if page.suffix == ".md":
            links = LINK.findall(page.read_text(encoding="utf-8"))
            waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links if ":" not in link]
    documents = [path for path in DOCUMENTS if path.relative_to(ROOT).parts[0] not in ROOMS]
    assert [shown(path) for path in documents if path not in reached] == []


def test_decisions_are_numbered_without_gap_and_each_says_why() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(len(DECISIONS)))
    for path in DECISIONS:
        headings = set(re.findall(r"^## \w+", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert headings >= {"## Context", "## Decision", "## Consequences"}, shown(path)
