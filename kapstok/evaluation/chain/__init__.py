"""Sat together, then a line, then a first referral: what went together with bijeenkomsten. Never what caused it."""
