"""GTFS, the exchange format of timetables (gtfs.org), read strictly and written."""

from reach.transit.gtfs.read import read_gtfs, service_span

__all__ = ["read_gtfs", "service_span"]
