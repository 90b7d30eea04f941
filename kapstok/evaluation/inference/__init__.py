"""How sure one can be of what a network shows: pure, seeded, and never as if dyads were independent of one another."""
