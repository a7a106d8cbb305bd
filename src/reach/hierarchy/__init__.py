"""A customizable contraction hierarchy: ordered once, customised for each profile, trees by sweeping.

order = nested_dissection(nodes, tail, head)
hierarchy = Hierarchy.build(nodes, tail, head, order)
metric = hierarchy.customise(forward_ms, backward_ms)
for roots, times in metric.trees(start, node, cost, toward=True): ...
"""
