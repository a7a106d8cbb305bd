"""Who can reach culture: travel times on foot and by transit, choice, equity and the siting of places.

A pure library on numpy and numba: it knows neither Django nor Karavan. Coordinates are (lat, lon) in degrees,
walking is measured in whole milliseconds, everything behind a timetable in whole seconds, and what cannot be
reached is :data:`reach.times.UNREACHED`, never a large number that somebody might average.
"""
