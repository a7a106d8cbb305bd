"""Any list of events as a feed: iCalendar, RSS, JSON-LD, GeoJSON, CSV. Each format is one pure function."""
