"""The typeface of printed labels."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def typeface(weight: str) -> Path:
    """Be Vietnam Pro (SIL Open Font License 1.1), drawn for Vietnamese: its marks stay apart in small sizes."""
    return Path(str(files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{weight}.ttf"))
