"""Referrals, counted per month. No client data, anywhere."""
