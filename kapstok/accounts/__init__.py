"""Who may log in: users, their passwords and sessions, and the audit trail."""
