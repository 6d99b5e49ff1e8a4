"""How fast `gs1` reads the mixed load of packs, logistic labels and links, beside biip and epcpy in one process.

Run: python -m bench.gs1_parse [rounds] (peers: the dependency group `peers`; without them only our own rates).
10,000 strings, seed 99: 60 % packs, 20 % logistic labels, 20 % Digital Link URIs. Every candidate reads the same
list in turns inside each round; CPU time of the process, medians of the rounds and the ratio to the peer are printed.
Before anything is timed, the candidates must find equal pairs on the first strings. Ours checks formats, check digits,
dates, code lists and the pairing rules, which no peer does, and gives message objects out; `with elements` builds every
`ElementString` as well.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence

from gs1 import ParseOptions, build, parse
from gs1.check_digit import check_digit
from gs1.electronic_product_code import epc_uri
from gs1.message import Message

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
GS = "\x1d"
LENIENT = ParseOptions(mode="lenient")
PREFIX_LENGTH = 9
EQUAL_FIRST = 200
Call = Callable[[str], object]


class Load:
    """The strings of the three kinds, drawn in one fixed order."""

    def __init__(self, seed: int = 99) -> None:
        self.draw = random.Random(seed)
        self.packs = [
            f"]d201{self.gtin()}17{self.day()}10{self.word(5, 10)}{GS}21{self.word(10, 20)}" for _ in range(6000)
        ]
        self.labels = [self.label() for _ in range(2000)]
        self.links = [
            f"https://udi.example.vn/01/{self.gtin()}/10/{self.word(5, 10)}/21/{self.word(10, 20)}?17={self.day()}"
            for _ in range(2000)
        ]
        self.mixed = self.packs + self.labels + self.links
        self.draw.shuffle(self.mixed)

    def word(self, shortest: int, longest: int) -> str:
        return "".join(self.draw.choice(ALPHABET) for _ in range(self.draw.randint(shortest, longest)))

    def gtin(self) -> str:
        payload = "0893" + f"{self.draw.randint(0, 999999999):09}"
        return payload + check_digit(payload)

    def sscc(self) -> str:
        payload = "0893" + f"{self.draw.randint(0, 9999999999999):013}"
        return payload + check_digit(payload)

    def day(self) -> str:
        return f"{self.draw.randint(27, 31):02}{self.draw.randint(1, 12):02}{self.draw.choice(['00', '15', '28'])}"

    def label(self) -> str:
        if self.draw.random() < 0.5:
            return f"]C100{self.sscc()}"
        content = f"02{self.gtin()}17{self.day()}10{self.word(5, 10)}{GS}37{self.draw.randint(1, 200)}"
        return f"]C100{self.sscc()}{content}"


def with_elements(text: str) -> list[object]:
    """Our message and each of its elements as an object."""
    return list(parse(text))


def peer_reader() -> Call | None:
    """The fastest right call of biip for each kind of text, or None where biip is not installed."""
    if importlib.util.find_spec("biip") is None:
        return None
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI  # noqa: PLC0415 # an optional peer
    from biip.gs1_messages import GS1Message  # noqa: PLC0415 # an optional peer

    def read(text: str) -> object:
        if text[0] == "h":
            return GS1DigitalLinkURI.parse(text)
        return GS1Message.parse(text[3:])

    return read


def peer_parse() -> Call | None:
    """biip's call that tries every format, as most of its users call it."""
    if importlib.util.find_spec("biip") is None:
        return None
    import biip  # noqa: PLC0415 # an optional peer

    return biip.parse


def peer_epc() -> Call | None:
    """epcpy's way from an element string to the URN, or None where epcpy is not installed."""
    if importlib.util.find_spec("epcpy") is None:
        return None
    from epcpy.epc_schemes.sgtin import SGTIN  # noqa: PLC0415 # an optional peer
    from epcpy.epc_schemes.sscc import SSCC  # noqa: PLC0415 # an optional peer

    def uri(text: str) -> object:
        scheme = SSCC if text.startswith("(00)") else SGTIN
        return scheme.from_gs1_element_string(text, company_prefix_length=PREFIX_LENGTH).epc_uri

    return uri


def our_epc(message: Message) -> str:
    """Ours: a message to its URN."""
    return epc_uri(message, PREFIX_LENGTH)


def seconds(call: Callable[..., object], load: Iterable[object]) -> float:
    """CPU seconds for one pass."""
    gc.collect()
    begun = time.process_time()
    for one in load:
        call(one)
    return time.process_time() - begun


def compare(title: str, candidates: dict[str, tuple[Callable[..., object], Sequence[object]]], rounds: int) -> None:
    """Time the candidates in turns; print rates and ratios to the last one, the peer."""
    spent: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, (call, load) in candidates.items():
            spent[name].append(seconds(call, load))
    rates = {name: len(candidates[name][1]) / statistics.median(times) for name, times in spent.items()}
    floor = list(rates.values())[-1]
    print(f"\n{title}")
    for name, rate in rates.items():
        print(f"  {name:<28}{rate:>12,.0f} a CPU second{rate / floor:>8.2f} x")


def demand_equal(load: Load, read: Call) -> None:
    """Refuse to time candidates that do not find the same pairs."""
    for text in load.mixed[:EQUAL_FIRST]:
        ours = list(parse(text).pairs)
        theirs = read(text)
        elements = getattr(theirs, "element_strings", None) or getattr(theirs, "elements", [])
        found = [(element.ai.ai, element.value) for element in elements]
        if sorted(ours) != sorted(found):
            raise SystemExit(f"not the same pairs for {text!r}: {ours} and {found}")


def import_cost() -> None:
    """Wall time and peak memory of the first import in a fresh interpreter, with its modules compiled before."""
    timed = "import time,sys;t=time.perf_counter();import {0};print((time.perf_counter()-t)*1000)"
    for name in ("gs1", "biip", "epcpy"):
        if importlib.util.find_spec(name) is None:
            continue
        with tempfile.TemporaryDirectory() as compiled:
            _python(timed.format(name), compiled)
            runs = [float(_python(timed.format(name), compiled)) for _ in range(15)]
            traced = f"import tracemalloc;tracemalloc.start();import {name};print(tracemalloc.get_traced_memory()[1])"
            peak = int(_python(traced, compiled)) / 1e6
        middle = statistics.median(runs)
        print(f"  import {name:<21}{min(runs):>9.1f} ms least, {middle:.1f} ms median, {peak:.1f} MB peak")


def _python(code: str, compiled: str) -> str:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPYCACHEPREFIX"] = compiled
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ).stdout


def main() -> None:
    """Run every comparison."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    load = Load()
    read, any_format, urn = peer_reader(), peer_parse(), peer_epc()
    if read is not None:
        demand_equal(load, read)
    for title, strings in {
        "mixed load": load.mixed, "packs": load.packs, "logistic labels": load.labels, "Digital Link": load.links
    }.items():  # fmt: skip
        candidates: dict[str, tuple[Callable[..., object], Sequence[object]]] = {
            "gs1.parse": (parse, strings),
            "gs1.parse with elements": (with_elements, strings),
            "gs1.parse lenient": (lambda text: parse(text, LENIENT), strings),
        }
        if any_format is not None and read is not None:
            candidates |= {"biip.parse": (any_format, strings), "biip direct": (read, strings)}
        compare(title, candidates, rounds)
    keys = [build(parse(text).pairs[:1] + parse(text).pairs[-1:]) for text in load.packs]
    keys += [build(parse(text).pairs[:1]) for text in load.labels]
    epc: dict[str, tuple[Callable[..., object], Sequence[object]]] = {"gs1 message to EPC URN": (our_epc, keys)}
    if urn is not None:
        texts = [message.bracketed() for message in keys]
        epc |= {
            "gs1 text to EPC URN": (lambda text: our_epc(parse(text)), texts),
            "epcpy text to EPC URN": (urn, texts),
        }
    compare("key to EPC", epc, rounds)
    print("\nfirst import")
    import_cost()


if __name__ == "__main__":
    main()
