"""Picking a date: candidate dates, who can come when, and the meeting that follows."""
