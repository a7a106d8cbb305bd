"""Every case, in the order of the table. A new one is a module with ``CASE``, named here."""

from bench.reach.cases import agreement, catchment, group, nearest, resident, scan, transit, walk, whatif

CASES = (
    walk.CASE,
    group.CASE,
    nearest.CASE,
    transit.CASE,
    scan.CASE,
    agreement.CASE,
    whatif.CASE,
    catchment.CASE,
    resident.CASE,
)
