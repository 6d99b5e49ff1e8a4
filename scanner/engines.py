"""The engines of this machine, the most trusted first, and which carriers each may be believed on.

No object of an engine's own library leaves its adapter: `scanner.zxing`, `scanner.tapir`, `scanner.zbar`.
"""

from __future__ import annotations

from functools import cache

from scanner.carriers import Carrier
from scanner.engine import Engine, Pass, RawRead, asked_for, trusted
from scanner.picture import Grey
from scanner.retail_search import Lines
from scanner.tapir import Tapir, tapirscan_version
from scanner.zbar import ZBar, libzbar_version
from scanner.zxing import ZXing

__all__ = ["Engine", "Lines", "Pass", "RawRead", "Tapir", "ZBarEngine", "ZXing", "available_engines"]


class ZBarEngine:
    """libzbar: an independent second voter for linear codes and QR, for GS1 carriers only if it tells the GS1 modifier.

    Never asked for DataBar Expanded, which it reads wrong without saying so, nor for the other DataBars, at which it
    writes its own doubts on the standard error of whoever runs it.
    """

    name = "zbar"

    def __init__(self, reader: ZBar) -> None:
        self._reader = reader
        self.version = reader.version
        self.carriers = frozenset(
            {Carrier.EAN_13, Carrier.EAN_8, Carrier.ITF_14, Carrier.ITF, Carrier.CODE_128, Carrier.QR}
            if reader.tells_gs1
            else {Carrier.EAN_13, Carrier.EAN_8, Carrier.ITF_14, Carrier.ITF}
        )

    def read(self, grey: Grey, wanted: frozenset[Carrier], effort: Pass) -> list[RawRead]:  # noqa: ARG002 - one effort
        """Every wanted symbol in `grey` whose bytes libzbar cannot have re-coded: plain ASCII only."""
        asked = asked_for(wanted & self.carriers)
        seen = self._reader.read(grey, asked) if asked else []
        reads = [RawRead(one.carrier, one.identifier, one.data, one.polygon) for one in seen if one.data.isascii()]
        return list(trusted(reads, wanted))


@cache
def available_engines() -> tuple[Engine, ...]:
    """The engines this machine has, the most trusted first. A missing one is never an error."""
    engines: list[Engine] = [ZXing(), Lines()]
    if tapirscan_version():
        engines.append(Tapir())
    if libzbar_version():
        engines.append(ZBarEngine(ZBar()))
    return tuple(engines)
