"""Answers that calendars mail: read, bound to their invitation, or held for a person to decide."""
