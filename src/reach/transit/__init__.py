"""Public transport: timetables from GTFS or headways, transfers, arrivals for every minute of departure."""
