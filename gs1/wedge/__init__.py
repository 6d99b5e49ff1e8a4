"""Damage done by keyboard-mode scanners: named, undone in every way that gives a right message, and ranked."""

from gs1.wedge.damage import Damage
from gs1.wedge.diagnosis import Diagnosis, diagnose
from gs1.wedge.keyboards import looks_like_wrong_layout
from gs1.wedge.separators import Repair, repair_separators

__all__ = ["Damage", "Diagnosis", "Repair", "diagnose", "looks_like_wrong_layout", "repair_separators"]
