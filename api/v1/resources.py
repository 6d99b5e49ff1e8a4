"""All resources of `/v1`, as the application registers them."""

from __future__ import annotations

from apiflask import APIBlueprint

RESOURCES: tuple[APIBlueprint, ...] = ()
