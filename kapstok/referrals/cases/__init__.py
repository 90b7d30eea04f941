"""The casuskaart: who is involved round one unnamed situation, and who has the regie."""
