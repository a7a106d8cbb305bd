"""A customizable contraction hierarchy: one order for a street graph, a metric for each profile, trees by sweeping."""
