"""How many examples a property is tried on: few in every run, many when MEDREG_SLOW=1 asks for the long forms."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("every-run", max_examples=10)
settings.register_profile("long", max_examples=400)
settings.load_profile("long" if os.environ.get("MEDREG_SLOW") == "1" else "every-run")
