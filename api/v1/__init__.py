"""The JSON interface `/v1`: one module for each resource, with its schemas beside; `resources` gathers them."""
