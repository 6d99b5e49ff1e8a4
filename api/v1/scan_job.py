"""Reading many pictures as a job: kept in a folder of the register until they are read, then forgotten."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.datastructures import FileStorage

from api.negotiate import Language
from api.v1.scanning import Looker
from registry.audit.model import Json
from registry.errors import NotFound
from registry.jobs.model import JobDraft
from registry.settings import Settings
from registry.work import PUBLIC

if TYPE_CHECKING:
    from api.jobs import Shift

KIND = "read-pictures"
TOLD_EVERY = 5


def keep(settings: Settings, pictures: Iterable[tuple[str, FileStorage]]) -> tuple[str, list[Json]]:
    """Write pictures into a folder of their own; return its name and theirs, in their order."""
    name = secrets.token_hex(16)
    folder = _folder(settings, name)
    folder.mkdir(parents=True, mode=0o700)
    names: list[Json] = []
    for place, (told, picture) in enumerate(pictures):
        picture.save(folder / f"{place:05d}")
        names.append(told)
    return name, names


def drop(settings: Settings, name: str) -> None:
    """Forget pictures that were kept."""
    shutil.rmtree(_folder(settings, name), ignore_errors=True)


def draft(kept: tuple[str, list[Json]] | None, texts: list[str], language: Language) -> JobDraft:
    """Return the job that reads what was kept, and texts."""
    folder, names = kept or (None, [])
    return JobDraft(KIND, {"folder": folder, "names": names, "texts": list[Json](texts), "language": language})


def read_pictures(shift: Shift) -> dict[str, Json]:
    """Read every picture and text of the job; verdicts are those that anybody may see."""
    args = shift.job.args
    language: Language = "en" if args["language"] == "en" else "vi"
    looker = Looker(shift.workbench, PUBLIC, language, shift.settings.picture_bytes)
    folder, names, texts = args["folder"], args["names"], args["texts"]
    assert isinstance(names, list)
    assert isinstance(texts, list)
    pictures = _kept(shift.settings, str(folder), len(names)) if folder else []
    scans: list[object] = []
    for place, (name, path) in enumerate(zip(names, pictures, strict=True)):
        scans.append(looker.of_picture(str(name), path.read_bytes()))
        if place % TOLD_EVERY == 0:
            shift.tell(place, len(names) + len(texts))
    scans += [looker.of_text(str(text)) for text in texts]
    if folder:
        drop(shift.settings, str(folder))
    return {"scans": scans}  # type: ignore[dict-item]  # documents of JSON values, as the looker makes them


def _kept(settings: Settings, name: str, count: int) -> list[Path]:
    folder = _folder(settings, name)
    if not folder.is_dir():
        raise NotFound("pictures-gone")
    return [folder / f"{place:05d}" for place in range(count)]


def _folder(settings: Settings, name: str) -> Path:
    return settings.home / "scans" / name
