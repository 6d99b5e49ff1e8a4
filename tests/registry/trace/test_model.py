"""Random lives of packs and cases against a model made of two dictionaries: same refusals, same places, same ledger."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.db.connection import Database
from registry.trace import service as trace
from registry.trace.model import PackState
from registry.work import SYSTEM, Workbench
from tests.registry.trace.chain import (
    CASES,
    DEPOT,
    FACTORY,
    GTIN,
    PHARMACY,
    Body,
    build_chain,
    commissioning,
    dispensing,
    packing,
    receiving,
    sgtin,
    shipping,
    sscc,
    tell,
    unpacking,
)

PLACES = (FACTORY, DEPOT, PHARMACY)
PACKS = ("A", "B", "C")
BOXES = ("0", "1", "2")
UNITS = PACKS + BOXES
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["make", "put", "put", "take", "ship", "ship", "receive", "receive", "supply"]),
        st.sampled_from(UNITS),
        st.sampled_from(BOXES),
        st.integers(0, 2),
    ),
    max_size=25,
)
Step = tuple[str, str, str, int]


@dataclass
class Toy:
    """Where each unit is: at a place, in a box, and whether it moves; a supplied pack stays where it was supplied."""

    inside: dict[str, str] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    supplied: set[str] = field(default_factory=set)

    def top(self, unit: str) -> str:
        while unit in self.inside:
            unit = self.inside[unit]
        return unit

    def stands(self, unit: str, place: int) -> bool:
        top = self.top(unit)
        return self.at.get(top) == place and top not in self.moving and unit not in self.supplied

    def do(self, step: Step) -> bool:
        """Do a step if it may be done, and say whether it was."""
        act, unit, box, place = step
        return {
            "make": lambda: unit in PACKS and unit not in self.at and self.place(unit, 0),
            "put": lambda: self.may_put(unit, box, place) and self.put(unit, box, place),
            "take": lambda: self.inside.get(unit) == box and self.stands(box, place) and self.place(unit, place),
            "ship": lambda: unit not in self.inside and self.stands(unit, place) and self.move(unit),
            "receive": lambda: unit in self.moving and unit not in self.inside and self.place(unit, place),
            "supply": lambda: unit in PACKS and self.stands(unit, place) and self.supply(unit, place),
        }[act]()

    def may_put(self, unit: str, box: str, place: int) -> bool:
        loose = unit in self.at and unit not in self.inside and self.stands(unit, place)
        return loose and (box not in self.at or self.stands(box, place)) and self.top(box) != unit

    def put(self, unit: str, box: str, place: int) -> bool:
        self.at.setdefault(box, place)
        self.inside[unit] = box
        return True

    def place(self, unit: str, place: int) -> bool:
        self.inside.pop(unit, None)
        self.moving.discard(unit)
        self.at[unit] = place
        return True

    def move(self, unit: str) -> bool:
        self.moving.add(unit)
        return True

    def supply(self, unit: str, place: int) -> bool:
        self.supplied.add(unit)
        return self.place(unit, place)

    def ledger(self) -> Counter[tuple[str, PackState]]:
        told: Counter[tuple[str, PackState]] = Counter()
        for pack in PACKS:
            if pack in self.at:
                top = self.top(pack)
                moving = PackState.IN_TRANSIT if top in self.moving else PackState.ACTIVE
                told[PLACES[self.at[top]].text, PackState.SUPPLIED if pack in self.supplied else moving] += 1
        return told


def event_of(step: Step) -> Body:
    act, unit, box, number = step
    place, parent = PLACES[number], CASES[int(box)]
    uri = sgtin(unit) if unit in PACKS else sscc(CASES[int(unit)])
    return {
        "make": lambda: commissioning([unit]),
        "put": lambda: packing(parent, [uri], place),
        "take": lambda: unpacking(parent, [uri], place),
        "ship": lambda: shipping([uri], place),
        "receive": lambda: receiving([uri], place),
        "supply": lambda: dispensing([uri], place),
    }[act]()


@settings(max_examples=40, deadline=None)
@given(ACTIONS)
def test_the_register_does_what_the_model_does(sqlite_template: Path, steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        shutil.copyfile(sqlite_template, path)
        bench = Workbench(Database.open(f"sqlite:///{path}"))
        build_chain(bench)
        toy = Toy()
        for number, step in enumerate(steps):
            if step[0] in {"make", "supply"} and step[1] in BOXES:
                continue
            job = tell(bench, SYSTEM, event_of(step) | {"eventID": f"urn:test:{number}"})
            assert job.success is toy.do(step), (step, job.faults)
        with bench.read(SYSTEM) as work:
            batch = trace.find_batch(work, GTIN, "LOT7")
            if batch is not None:
                recount = trace.recount(work, batch.id)
                assert recount.agrees
                assert recount.packs == dict(toy.ledger())
        bench.close()
