"""Recalls: declared by a decision, seen at once, followed to every holder."""
