"""The set on disk: pictures beside a manifest of one JSON object a line, made once for each seed and kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tests.scanner.degrade.shoot import PER_FAMILY, SEED, Photograph, whole_set

MANIFEST = "manifest.jsonl"


def manifest_line(photograph: Photograph) -> str:
    """Every parameter and the corners of every symbol, as one JSON object."""
    told = {name: value for name, value in asdict(photograph).items() if name != "jpeg"}
    return json.dumps(told, ensure_ascii=False)


def kept_set(folder: Path, seed: int = SEED, per_family: int = PER_FAMILY) -> Path:
    """Write the set into `folder` unless its manifest stands there already, and return the path of the manifest."""
    manifest = folder / MANIFEST
    if manifest.exists():
        return manifest
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for photograph in whole_set(seed, per_family):
        (folder / photograph.file).write_bytes(photograph.jpeg)
        lines.append(manifest_line(photograph))
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return manifest
