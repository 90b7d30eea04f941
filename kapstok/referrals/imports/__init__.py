"""Monthly counts from systems that count already: read from a list, weighed, and then landed as a whole."""
