"""Streets as people can use them: reading OpenStreetMap, what each profile may walk and how fast, snapping."""
