"""Translation to people and machines: HTTP, HTML, JSON, languages. It decides nothing that a rule could decide."""
