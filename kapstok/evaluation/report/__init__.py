"""The eindverslag: claims that the data carry, chapters made of them, and the same document in three forms."""
