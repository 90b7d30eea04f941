"""Who knows whom: measurements with frozen rosters, and what people state. Nothing is ever overwritten."""
