"""Write `docs/reference/gs1.md` from the docstrings of `gs1`: `python tools/write_gs1_reference.py [--check]`.

Every public name stands there with its signature, what it promises, the clause it obeys and an example. `tests/docs`
runs the examples and refuses a page that is older than the code.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import FunctionType, ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "reference" / "gs1.md"
HEAD = """# The `gs1` package

The language of identification: GS1 keys, element strings, Digital Link, EPC, UDI of every issuing agency. It needs the
standard library only, reads no clock and keeps no state: whatever depends on the day is told the day.

Start with `gs1.parse`, which reads any text a scanner sends, and `gs1.build`. The names under *In `gs1` itself* are
imported from `gs1`; all others from the module they stand under. Every refusal is a `Gs1Error` with code,
place and clause.

*This page is made from the docstrings by `python tools/write_gs1_reference.py`; a test runs every example.*
"""
INTERNAL = frozenset(
    (
        "gs1.__main__",
        "gs1.checking",
        "gs1.dictionary_rows",
        "gs1.link.compression",
        "gs1.link.quick",
        "gs1.link.write",
        "gs1.matchers",
        "gs1.tables",
        "gs1.values",
        "gs1.words",
        "gs1.writing",
    )
)
"""Modules that other rooms do not import; their functions are explained where they stand."""

_PLAIN = (bool, int, str, float, type(None))


@dataclass(frozen=True, slots=True)
class Entry:
    """One public name: where it is imported from and the thing itself."""

    module: str
    name: str
    thing: type | FunctionType

    @property
    def text(self) -> str:
        """Its docstring."""
        return inspect.getdoc(self.thing) or ""


def modules() -> Iterator[ModuleType]:
    """Every public module of the package, the package first."""
    package = importlib.import_module("gs1")
    yield package
    for found in sorted(pkgutil.walk_packages(package.__path__, "gs1."), key=lambda found: found.name):
        if found.name not in INTERNAL and not found.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(found.name)


def entries() -> list[Entry]:
    """Every public class and function, once: under `gs1` where it is exported there, else under its module."""
    found: dict[int, Entry] = {}
    for module in modules():
        names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
        for name in sorted(names):
            thing = getattr(module, name)
            own = module.__name__ == "gs1" or getattr(thing, "__module__", "") == module.__name__
            if isinstance(thing, type | FunctionType) and own and id(thing) not in found:
                found[id(thing)] = Entry(module.__name__, name, thing)
    return list(found.values())


def signature(name: str, thing: Callable[..., object]) -> str:
    """The call as it is written, without `self`; a bare name where there is no call to show."""
    if isinstance(thing, type) and issubclass(thing, Enum | Exception):
        return name
    try:
        call = inspect.signature(thing)
    except (TypeError, ValueError):
        return name
    shown = [_plain(one) for given, one in call.parameters.items() if given not in ("self", "cls")]
    told = str(call.replace(parameters=shown)).replace("'", "").replace("Ellipsis", "...")
    return name + (told.removesuffix(" -> None") if isinstance(thing, type) else told)


def _plain(parameter: inspect.Parameter) -> inspect.Parameter:
    """A parameter whose default is shown when it is a plain value, and as `...` when it is an object."""
    if parameter.default is inspect.Parameter.empty or isinstance(parameter.default, _PLAIN):
        return parameter
    return parameter.replace(default=...)


def members(thing: type) -> Iterator[str]:
    """The lines of a class: its methods and properties, each with its first sentence."""
    ours = [one for one in thing.__mro__ if one.__module__.startswith("gs1")]
    hidden = {field.name for field in fields(thing)} if is_dataclass(thing) else set()
    for name in sorted({name for one in ours for name in vars(one) if not name.startswith("_")} - hidden):
        member = inspect.getattr_static(thing, name)
        if isinstance(member, property):
            yield f"- `.{name}`: {first_line(inspect.getdoc(member) or '')}"
        elif isinstance(member, classmethod | staticmethod | FunctionType):
            call = member if isinstance(member, FunctionType) else member.__func__
            yield f"- `.{signature(name, call)}`: {first_line(inspect.getdoc(call) or '')}"


def first_line(text: str) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join(text.split("\n\n", 1)[0].split())


def written(entry: Entry) -> str:
    """The page's part for one name."""
    kind = "class" if isinstance(entry.thing, type) else "function"
    lines = [f"### `{entry.name}`", "", f"*{kind}* `{signature(entry.name, entry.thing)}`", ""]
    prose: list[str] = []
    example: list[str] = []
    for line in entry.text.splitlines():
        inside = bool(example) and line.strip() != ""
        (example if line.lstrip().startswith(">>>") or inside else prose).append(line)
        if example and line.strip() == "":
            prose += ["", "```python", *example, "```", ""]
            example = []
    if example:
        prose += ["", "```python", *example, "```"]
    lines += prose
    if isinstance(entry.thing, type):
        lines += ["", *members(entry.thing)]
    return "\n".join(lines).strip() + "\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    module = ""
    for entry in entries():
        if entry.module != module:
            module = entry.module
            told = first_line(inspect.getdoc(importlib.import_module(module)) or "")
            parts.append("## In `gs1` itself\n" if module == "gs1" else f"## `{module}`\n\n{told}\n")
        parts.append(written(entry))
    text = "\n".join(parts)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def main() -> int:
    """Write the page, or with `--check` say whether it is the one that stands there."""
    text = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == text else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
