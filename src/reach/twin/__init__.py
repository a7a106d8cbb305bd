"""A synthetic city, labelled as such, to try and to measure the engine at the size of a real one."""
