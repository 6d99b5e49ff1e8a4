"""People who log in: their sessions and the pages they log in with."""
