"""Who should meet whom: what an introduction is worth, the plan that brings most, and whether it worked."""
