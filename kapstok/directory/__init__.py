"""The sociale kaart: what organisations offer, for whom, where, when, and how to refer to it (HSDS 3.1)."""
