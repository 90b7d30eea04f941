"""The chapters of the eindverslag: of each its claims, and its tables. Pure."""
