"""Pictures that are hard to read in a known way: labels drawn, printed badly, and photographed badly, from one seed.

Nineteen families of twenty positive pictures and twenty negative ones. Everything is measured in modules, so that the
difficulty does not depend on the size of a picture; a manifest tells every parameter and the corners of every symbol.
"""

from tests.scanner.degrade.families import FAMILIES, NEGATIVE, Recipe
from tests.scanner.degrade.shoot import Photograph, Truth, photograph, whole_set
from tests.scanner.degrade.store import kept_set, manifest_line

__all__ = [
    "FAMILIES",
    "NEGATIVE",
    "Photograph",
    "Recipe",
    "Truth",
    "kept_set",
    "manifest_line",
    "photograph",
    "whole_set",
]
