"""Projects, the roles people have in them, and their vocabularies."""
