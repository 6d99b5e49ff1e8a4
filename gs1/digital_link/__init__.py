"""GS1 Digital Link: identification keys and what stands beside them, as a web address."""
