"""A small country built through the same services that everyone uses, drawn from one seed number."""
