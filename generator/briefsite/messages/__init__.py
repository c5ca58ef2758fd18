"""Findings, and their words in each language."""
