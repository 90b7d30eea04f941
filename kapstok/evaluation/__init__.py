"""What may be claimed: change between waves, intervals, and what the response allows. Built on the network."""
