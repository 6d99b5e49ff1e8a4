"""Tests of log-in."""
