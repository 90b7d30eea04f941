"""Network meetings: planning, inviting, answering, attending."""
