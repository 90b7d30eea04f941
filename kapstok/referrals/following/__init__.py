"""Single referrals that people want to follow (optional module), without any client."""
