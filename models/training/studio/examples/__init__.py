"""Worked examples for researchers."""
