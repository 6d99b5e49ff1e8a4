"""Unique device identifiers of every issuing agency: one value, read and written (GS1, HIBCC, IFA, ICCBBA)."""
