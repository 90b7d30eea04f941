"""Organisations, people and what organisations offer."""
