"""The library of products, who got what, and how far organisations have come with it."""
