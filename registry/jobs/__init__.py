"""Jobs: work that outlives a request, kept in the same transaction as its cause."""
