"""The vragenlijst: statements, who is asked which of them, and what people answered."""
