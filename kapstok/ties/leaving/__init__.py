"""Somebody leaves: who comes after, and to whom they are introduced."""
