"""Streets as people can use them: reading OpenStreetMap, who may walk what and how fast, snapping."""
