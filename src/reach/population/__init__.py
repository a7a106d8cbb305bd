"""How many people of each group live in each cell, from official tables; nobody's own data.

An age × sex table (:mod:`reach.population.ages`) is laid over cells with known numbers of residents
(:mod:`reach.population.cells`) by :func:`reach.population.spread.spread`: whole people, and every sum is
kept. Who counts as what is data (``groups.toml``, :mod:`reach.population.groups`). What is estimated says so,
and why.
"""
