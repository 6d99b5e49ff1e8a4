"""Tests of the alerts area."""
