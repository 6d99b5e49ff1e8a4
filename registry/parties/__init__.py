"""Who takes part: companies and authorities with their roles, places and keys."""
