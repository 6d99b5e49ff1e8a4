"""Pages of long lists: a cursor names the last row seen, so none is repeated or skipped while others are added."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from registry.errors import BadInput, Fault

T = TypeVar("T")
U = TypeVar("U")
LIMIT_MAX = 200
LIMIT_USUAL = 30
CURSOR_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """The sort key of the last row of a page; the next page begins after it."""

    key: tuple[str | int, ...]

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Return the cursor that `text` shows, or raise `BadInput`."""
        try:
            key = json.loads(base64.urlsafe_b64decode(text[:CURSOR_MAX] + "=" * (-len(text) % 4)))
        except (ValueError, binascii.Error):
            key = None
        if not isinstance(key, list) or not all(isinstance(part, str | int) for part in key):
            raise BadInput.of([Fault("cursor-form", pointer="/cursor", value=text[:40])])
        return cls(tuple(key))

    def parts(self, *kinds: type) -> tuple[str | int, ...]:
        """Return the key where its parts are of `kinds`, or raise `BadInput`: a caller may have made it up."""
        if len(self.key) != len(kinds) or not all(map(isinstance, self.key, kinds)):
            raise BadInput.of([Fault("cursor-form", pointer="/cursor", value=str(self)[:40])])
        return self.key

    def __str__(self) -> str:
        written = json.dumps(self.key, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(written).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows in order, and where to go on; `next` is None on the last page, which is never an empty ghost."""

    items: tuple[T, ...]
    next: Cursor | None = None

    @classmethod
    def cut(cls, rows: Sequence[T], limit: int, key: Callable[[T], tuple[str | int, ...]]) -> Page[T]:
        """Return the first `limit` of `rows`, which were asked for with one row more than `limit`."""
        kept = tuple(rows[:limit])
        return cls(kept, Cursor(key(kept[-1])) if len(rows) > limit else None)

    def map(self, change: Callable[[T], U]) -> Page[U]:
        """Return the page with every item changed."""
        return Page(tuple(change(item) for item in self.items), self.next)


def check_limit(limit: int) -> int:
    """Return `limit` if it lies in 1..200, or raise `BadInput`."""
    if not 1 <= limit <= LIMIT_MAX:
        raise BadInput.of([Fault("limit-range", pointer="/limit", value=str(limit), facts={"most": LIMIT_MAX})])
    return limit
