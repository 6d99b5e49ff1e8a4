"""Alerts: what fits no rule is told to who reported it, to who answers for the product, and to the authority."""
