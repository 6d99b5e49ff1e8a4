"""How often the damage of keyboard-mode scanners is named and undone: each kind on the same real-looking packs.

named: the best meaning tells a damage of the right kind; right: it is the message that was printed; known: the same
when GTIN, batch and serial number are on file; silent: a wrong message told as certain and without any damage.

python -m bench.wedge [packs] [seed]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

from bench.separators import TODAY, Pairs, makers
from gs1 import ErrorCode, Message
from gs1.dictionary import GS, STANDARD
from gs1.wedge import diagnose
from gs1.wedge.keyboards import LAYOUTS, METHODS
from gs1.writing import element_string

Kind = tuple[str, ErrorCode | None, Callable[[str, random.Random], str]]
STAND_INS = ("<GS>", "{GS}", "^]", "|", "~", "#", "\\x1d", "%1D", "↔", "\t")
VOWELS = "aeiouy"


def typed_on(layout: str) -> Callable[[str, random.Random], str]:
    keys = {meant: typed for typed, meant in LAYOUTS[layout].items()}
    return lambda text, _: "".join(keys.get(character, "") for character in text)


def typed_with(method: str) -> Callable[[str, random.Random], str]:
    """A Vietnamese input method at work: pairs of keys become a letter, tone keys a mark on the vowel before."""
    pairs = {meant: typed for typed, keys in METHODS[method].items() for meant in keys if len(meant) == 2}
    tones = {meant: typed for typed, keys in METHODS[method].items() for meant in keys if not typed.isalpha()}

    def typed(text: str, _: random.Random) -> str:
        done: list[str] = []
        for character in text[3:]:
            before = done[-1] if done else ""
            small, pair = character.lower(), (before + character).lower()
            if pair in pairs:
                done[-1] = pairs[pair].upper() if before.isupper() else pairs[pair]
            elif small in tones and before[:1].lower() in VOWELS and before and len(before) == 1:
                done[-1] = before + tones[small]
            else:
                done.append(character)
        return text[:3] + "".join(done)

    return typed


def without_first(text: str, chance: random.Random) -> str:
    return text[chance.choice((1, 2, 4, 5, 6)) :]


KINDS: tuple[Kind, ...] = (
    ("undamaged", None, lambda text, _: text),
    ("separators lost", ErrorCode.SEPARATOR_LOST, lambda text, _: text.replace(GS, "")),
    ("stand-in", ErrorCode.SEPARATOR_STAND_IN, lambda text, chance: text.replace(GS, chance.choice(STAND_INS))),
    ("caps lock", ErrorCode.LETTER_CASE_TURNED, lambda text, _: text.swapcase()),
    *((layout, ErrorCode.KEYBOARD_LAYOUT_SUSPECT, typed_on(layout)) for layout in sorted(LAYOUTS)),
    ("Telex", ErrorCode.INPUT_METHOD_SUSPECT, typed_with("Telex")),
    ("VNI", ErrorCode.INPUT_METHOD_SUSPECT, typed_with("VNI")),
    ("first characters lost", ErrorCode.FIRST_CHARACTERS_LOST, without_first),
    ("identifier typed", ErrorCode.SYMBOLOGY_IDENTIFIER_TYPED, lambda text, chance: chance.choice("$+}[") + text[1:]),
    ("line end", ErrorCode.LINE_END_TYPED, lambda text, chance: text + chance.choice(("\r\n", "\r", "\t", "<CR>"))),
    ("two scans", ErrorCode.SCANS_GLUED, lambda text, _: text + text[3:]),
)


def on_file(pairs: Pairs) -> Callable[[Message], float]:
    wanted = {pair for pair in pairs if pair[0] in {"01", "10", "21"}}
    return lambda message: 100.0 if wanted <= set(message.pairs) else 0.0


def measure(kind: Kind, packs: list[Pairs], seed: int) -> None:
    name, code, damage = kind
    chance = random.Random(seed)
    counts = {"packs": 0, "named": 0, "right": 0, "known": 0, "silent": 0}
    times = []
    for pairs in packs:
        scan = "]d2" + element_string(pairs, STANDARD)
        text = damage(scan, chance)
        if code is not None and text == scan:
            continue
        begun = time.perf_counter()
        found = diagnose(text, today=TODAY)
        times.append(time.perf_counter() - begun)
        counts["packs"] += 1
        right = bool(found) and found[0].message.pairs == tuple(pairs)
        counts["right"] += right
        counts["named"] += bool(found) and code in {*(each.code for each in found[0].damages), None}
        counts["silent"] += bool(found) and not right and not found[0].damages and found[0].is_certain
        best = diagnose(text, today=TODAY, known=on_file(pairs))
        counts["known"] += bool(best) and best[0].message.pairs == tuple(pairs)
    total = counts.pop("packs")
    shares = "".join(f"{100 * count / max(total, 1):>9.1f}" for count in counts.values())
    high = sorted(times)[int(len(times) * 0.95)] if times else 0.0
    print(f"{name:<24}{total:>6}{shares}{1000 * statistics.median(times or [0.0]):>9.2f}{1000 * high:>9.2f}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 893
    chance = random.Random(seed)
    packs = [makers(chance, turn) for turn in range(count)]
    print(f"{'':<24}{'packs':>6}{'named %':>9}{'right %':>9}{'known %':>9}{'silent %':>9}{'ms p50':>9}{'ms p95':>9}")
    for kind in KINDS:
        measure(kind, packs, seed)


if __name__ == "__main__":
    main()
