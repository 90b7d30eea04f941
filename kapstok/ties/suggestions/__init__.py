"""Who is missed on the list of a measurement, until the projectleider decides."""
