"""A person's rights over everything that holds them: inzage, erasure, merging, retention."""
