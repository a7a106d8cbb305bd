"""Every case, in the order of the table. A new one is a module with ``CASE``, named here."""

from bench.reach.cases import (
    agreement,
    catchment,
    group,
    large,
    nearest,
    orlib,
    realistic,
    resident,
    scan,
    transit,
    twin,
    walk,
    whatif,
)

CASES = (
    walk.CASE,
    group.CASE,
    nearest.CASE,
    transit.CASE,
    scan.CASE,
    agreement.CASE,
    twin.CASE,
    whatif.CASE,
    orlib.CASE,
    realistic.CASE,
    large.CASE,
    catchment.CASE,
    resident.CASE,
)
