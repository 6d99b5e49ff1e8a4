"""Reads the package's own tables, once, at import.

By `open` and not by `pathlib`: that module alone would cost a tenth of the time that importing `gs1` may take.
"""

from __future__ import annotations

import os

_FOLDER = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120 - the module docstring says why


def table_lines(name: str) -> list[str]:
    """The lines of a table in `gs1/data`, comments left out."""
    return [line for line in read_text(table_path(name)).splitlines() if line and line[0] != "#"]


def read_text(path: str | os.PathLike[str]) -> str:
    """The whole text of a file, UTF-8."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - see above
        return file.read()


def table_path(name: str) -> str:
    """Where a table of `gs1/data` stands."""
    return os.path.join(_FOLDER, name)  # noqa: PTH118 - see above
