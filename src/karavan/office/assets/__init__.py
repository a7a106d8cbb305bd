"""Assets: what institutions own and others may need."""
