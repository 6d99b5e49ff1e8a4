"""How often lost separators are put back rightly, and how fast: packs of two generators, no separator left.

`synthetic`: the bar of the project, fixed orders, random batches and serials. `makers`: batches and serials in the
manner of real makers, which the model was never fitted to. `partly`: of two lost separators one is still there.

python -m bench.separators [packs] [seed]
"""

from __future__ import annotations

import random
import statistics
import string
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from gs1 import Gtin, Message, ParseOptions
from gs1.dictionary import GS
from gs1.wedge import repair_separators

TODAY = date(2026, 11, 24)
ORDERS = ("01 21 17 10", "01 17 10 21", "01 10 17 21", "01 17 10", "01 21 10 17", "01 11 17 10 21 240")
MAKERS_ORDERS = (
    "01 17 10 21",
    "01 21 17 10",
    "01 21 10 17",
    "01 17 10",
    "01 10 17 21",
    "01 17 21 10",
    "01 11 17 10 21",
)
ALPHABETS = (string.digits, string.ascii_uppercase + string.digits, string.ascii_letters + string.digits)
LIKE_AIS = ("21", "10", "17", "240", "11")

Pairs = list[tuple[str, str]]


def day(chance: random.Random, first: int, last: int) -> str:
    number = chance.choice((0, 1, 15, 28, chance.randint(1, 28)))
    return f"{chance.randint(first, last):02}{chance.randint(1, 12):02}{number:02}"


def drawn(chance: random.Random, shortest: int, longest: int) -> str:
    alphabet = chance.choice(ALPHABETS)
    return "".join(chance.choices(alphabet, k=chance.randint(shortest, longest)))


def synthetic_batch(chance: random.Random) -> str:
    batch = drawn(chance, 3, 10)
    if chance.random() < 0.1:
        at = chance.randrange(len(batch))
        batch = (batch[:at] + chance.choice(LIKE_AIS) + batch[at:])[:10]
    return batch


def synthetic(chance: random.Random, turn: int) -> Pairs:
    values = {
        "01": Gtin.build("893" + f"{chance.randrange(10**6):06}", chance.randrange(1000)).text,
        "11": day(chance, 23, 26),
        "17": day(chance, 27, 31),
        "10": synthetic_batch(chance),
        "21": drawn(chance, 6, 20),
        "240": drawn(chance, 3, 10),
    }
    return [(ai, values[ai]) for ai in ORDERS[turn % len(ORDERS)].split()]


def makers_batch(chance: random.Random) -> str:
    number = chance.randrange
    return chance.choice(
        (
            lambda: f"A{number(10000):04}",
            lambda: f"B{number(100000):05}",
            lambda: f"L0{number(1000):03}",
            lambda: f"{number(23, 27)}{number(1, 13):02}{number(1, 29):02}",
            lambda: f"{number(10000, 99999)}{chance.choice('ABK')}",
            lambda: f"0{number(1, 99):02}{number(23, 27)}",
            lambda: f"VN{number(2300, 2700)}{number(100):02}",
            lambda: f"{number(23, 27)}{chance.choice('EKHT')}{number(1000):03}",
            lambda: f"{number(10**6, 10**7)}",
            lambda: "".join(chance.choices("ABCDEFGHJKLMNPRSTUVWXYZ23456789", k=7)),
        )
    )()


def makers_serial(chance: random.Random) -> str:
    number = chance.randrange
    safe = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return chance.choice(
        (
            lambda: "".join(chance.choices(safe, k=12)),
            lambda: "".join(chance.choices(safe, k=20)),
            lambda: f"{number(10**13, 10**14)}",
            lambda: f"{number(10**9, 10**10):010}",
            lambda: f"{number(16**10, 16**11):X}",
            lambda: f"SN{number(10**7):08}",
            lambda: "".join(chance.choices(string.ascii_letters + string.digits, k=14)),
            lambda: f"1000{number(10**10):010}",
        )
    )()


def makers(chance: random.Random, turn: int) -> Pairs:
    values = {
        "01": Gtin.build(chance.choice(("8934567", "4030096", "3400930", "5012345")), chance.randrange(100000)).text,
        "11": day(chance, 23, 26),
        "17": day(chance, 26, 30),
        "10": makers_batch(chance),
        "21": makers_serial(chance),
    }
    return [(ai, values[ai]) for ai in MAKERS_ORDERS[turn % len(MAKERS_ORDERS)].split()]


@dataclass
class Score:
    """What was counted for one order."""

    packs: int = 0
    first: int = 0
    among: int = 0
    first_known: int = 0
    surely_wrong: int = 0
    times: list[float] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.packs += other.packs
        self.first += other.first
        self.among += other.among
        self.first_known += other.first_known
        self.surely_wrong += other.surely_wrong
        self.times += other.times


def joined(pairs: Pairs, chance: random.Random, keep_one: bool) -> str:
    """The elements one after another; a reader that lost all separators, or all but one."""
    ends = [place for place, (ai, _) in enumerate(pairs[:-1]) if ai in {"10", "21", "240"}]
    kept = chance.choice(ends) if keep_one and len(ends) > 1 else -1
    lead = chance.choice(("]d2", ""))
    return lead + "".join(ai + value + (GS if place == kept else "") for place, (ai, value) in enumerate(pairs))


def on_file(pairs: Pairs) -> Callable[[Message], float]:
    """A register that knows the GTIN and its batches, and nothing of serial numbers."""
    facts = dict(pairs)

    def known(message: Message) -> float:
        return 100.0 if (message.get("01"), message.batch) == (facts["01"], facts["10"]) else 0.0

    return known


def count(score: Score, pairs: Pairs, data: str, options: ParseOptions) -> None:
    begun = time.perf_counter()
    repairs = repair_separators(data, options=options)
    score.times.append(time.perf_counter() - begun)
    wanted = tuple(pairs)
    score.packs += 1
    score.first += bool(repairs) and repairs[0].message.pairs == wanted
    score.among += wanted in [repair.message.pairs for repair in repairs]
    score.surely_wrong += bool(repairs) and repairs[0].message.pairs != wanted and repairs[0].share >= 0.95
    best = repair_separators(data, known=on_file(pairs), options=options, limit=1)
    score.first_known += bool(best) and best[0].message.pairs == wanted


def show(name: str, score: Score) -> None:
    times = sorted(score.times)
    share = [100 * part / score.packs for part in (score.first, score.among, score.first_known, score.surely_wrong)]
    median, high = 1000 * statistics.median(times), 1000 * times[int(len(times) * 0.95)]
    print(f"{name:<32}{score.packs:>7}" + "".join(f"{value:>9.2f}" for value in share) + f"{median:>9.2f}{high:>9.2f}")


def run(
    name: str, make: Callable[[random.Random, int], Pairs], packs: int, seed: int, *, keep_one: bool = False
) -> None:
    chance = random.Random(seed)
    by_order: dict[str, Score] = {}
    options = ParseOptions(today=TODAY)
    for turn in range(packs):
        pairs = make(chance, turn)
        order = " ".join(ai for ai, _ in pairs)
        count(by_order.setdefault(order, Score()), pairs, joined(pairs, chance, keep_one), options)
    print(f"\n{name:<32}{'packs':>7}{'first %':>9}{'in 5 %':>9}{'known %':>9}{'sure-x %':>9}{'ms p50':>9}{'ms p95':>9}")
    whole = Score()
    for order, score in by_order.items():
        show(order, score)
        whole.add(score)
    show("all", whole)


def longest() -> None:
    """The longest texts that a symbol can carry, and longer ones: time of the worst."""
    for name, text in {
        "8 kB of 21": "21" * 4096,
        "7 kB of 10": "10" * 3500,
        "7 kB of 99A": "0108936012345674" + "99A" * 2300,
        "1 kB mixed AIs": "0108936012345674" + "10A21B240C91D92E93F" * 55,
        "7 kB with separators": "0108936012345674" + f"99ABCDEF0123456789{GS}" * 380,
    }.items():
        begun = time.perf_counter()
        found = len(repair_separators(text))
        print(
            f"{name:<32}{len(text):>7} characters {found:>3} readings {1000 * (time.perf_counter() - begun):>8.1f} ms"
        )


def main() -> None:
    packs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 893
    print(
        "first: right split ranked first, nothing known; in 5: among the first five; known: first when GTIN and batch"
    )
    print("are on file; sure-x: a wrong split told with a share of 95 % or more.")
    run("synthetic, all lost", synthetic, packs, seed)
    run("synthetic, one kept", synthetic, packs // 5, seed + 1, keep_one=True)
    run("makers, all lost", makers, packs // 2, seed + 2)
    longest()


if __name__ == "__main__":
    main()
