"""Every drawn symbol is read as its exact input, GS and identifier included, by every decoder trusted with it."""

from collections.abc import Iterator
from random import Random

import pytest

from gs1 import Message, build, check_digit
from scanner import Carrier, SymbolKind, draw
from scanner.drawing.kinds import NATURES
from scanner.engines import Engine, Pass, available_engines
from tests.scanner.builders import pixels_of

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
USUAL = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ-/"
SHORT, LONG = 40, 300
DECODERS = {"zxing", "tapir", "zbar"}
"""Engines that must read every clean symbol; another may stay silent, but what it says must be exact."""
ROOM = {SymbolKind.GS1_128: 9}
"""Characters of batch and serial: a GS1-128 holds 48 in all."""


def a_gtin(chance: Random, digits: int) -> str:
    body = "".join(chance.choices("0123456789", k=digits - 1))
    return (body + check_digit(body)).rjust(14, "0")


def a_text(chance: Random, most: int) -> str:
    letters = SET_82 if chance.random() < 0.5 else USUAL
    return "".join(chance.choices(letters, k=chance.randint(1, most)))


def messages(kind: SymbolKind, count: int) -> Iterator[Message]:
    """Random right messages: packs with elements in any order, some with what few packs carry."""
    chance = Random(f"fidelity {kind}")
    digits = NATURES[kind].digits
    room = ROOM.get(kind, 20)
    for _ in range(count):
        if digits is not None:
            yield build([("01", a_gtin(chance, digits))])
            continue
        pairs = [("10", a_text(chance, room)), ("17", "271231"), ("21", a_text(chance, room))]
        if room == 20 and chance.random() < 0.3:
            pairs.append(("240", a_text(chance, 30)))
        chance.shuffle(pairs)
        yield build([("01", a_gtin(chance, 13)), *pairs[: chance.randint(1, len(pairs))]])


def faults(engine: Engine, kind: SymbolKind, count: int) -> list[tuple[object, ...]]:
    carrier = NATURES[kind].carrier
    wrong: list[tuple[object, ...]] = []
    for message in messages(kind, count):
        drawing = draw(message, kind)
        reads = engine.read(pixels_of(drawing), frozenset({carrier}), Pass())
        told = [(read.identifier, read.data) for read in reads]
        if not told and engine.name not in DECODERS:
            continue
        if told != [(drawing.identifier, drawing.data)]:
            wrong.append((message.bracketed(), told))
    return wrong


def demand(engine: Engine, kind: SymbolKind, count: int) -> None:
    if NATURES[kind].carrier not in engine.carriers:
        pytest.skip(f"{engine.name} is not trusted with {NATURES[kind].carrier}")
    assert faults(engine, kind, count) == []


@pytest.mark.parametrize("engine", available_engines(), ids=lambda engine: engine.name)
@pytest.mark.parametrize("kind", SymbolKind)
def test_forty_random_messages_are_read_exactly(engine: Engine, kind: SymbolKind) -> None:
    demand(engine, kind, SHORT)


@pytest.mark.slow
@pytest.mark.parametrize("engine", available_engines(), ids=lambda engine: engine.name)
@pytest.mark.parametrize("kind", SymbolKind)
def test_three_hundred_random_messages_are_read_exactly(engine: Engine, kind: SymbolKind) -> None:
    demand(engine, kind, LONG)


@pytest.mark.parametrize("kind", SymbolKind)
def test_two_independent_decoders_look_at_every_kind(kind: SymbolKind) -> None:
    able = [engine.name for engine in available_engines() if NATURES[kind].carrier in engine.carriers]
    able = [name for name in able if name in DECODERS]
    if "tapir" not in able and NATURES[kind].carrier is Carrier.DATA_MATRIX:
        pytest.skip("only tapirscan is a second reader of Data Matrix, and it is not installed")
    assert len(able) >= 2
