"""How fast a message becomes an EPC URI, beside epcpy in one process.

Run: python -m bench.gs1_epc [rounds] (epcpy: the dependency group `peers`; without it only our own rate). 6,000 packs
with serial numbers and 2,000 logistic units, seed 99, company prefixes of nine digits; both must write equal URIs
before anything is timed. CPU time of the process, the two in turns inside each round, medians. Ours refuses wrong check
digits, which the peer replaces.
"""

from __future__ import annotations

import sys

from bench.gs1_parse import PREFIX_LENGTH, Load, compare, peer_epc
from gs1 import Message, build
from gs1.electronic_product_code import epc_uri


def messages(load: Load) -> list[Message]:
    """The packs and logistic units to name."""
    packs = [build([("01", load.gtin()), ("21", load.word(10, 20))]) for _ in range(6000)]
    return packs + [build([("00", load.sscc())]) for _ in range(2000)]


def our_uri(message: Message) -> str:
    """Ours: a message to its URI."""
    return epc_uri(message, PREFIX_LENGTH)


def main(rounds: int) -> None:
    """Compare and print."""
    ours = messages(Load())
    texts = [message.bracketed() for message in ours]
    peer = peer_epc()
    if peer is None:
        compare("key to EPC URI", {"gs1": (our_uri, ours)}, rounds)
        return
    if any(our_uri(message) != peer(text) for message, text in zip(ours, texts, strict=True)):
        raise SystemExit("the peer writes another URI")
    compare("key to EPC URI", {"gs1": (our_uri, ours), "epcpy": (peer, texts)}, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
