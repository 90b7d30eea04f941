"""Mail: the outbox and its way out. Knows mail, not meetings."""
