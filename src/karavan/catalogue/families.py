"""Kinds of event and the family of colour and poster of each (:mod:`karavan.ui.posters`)."""

EVENT_FAMILIES = {
    "performance": "theatre",
    "puppet_show": "children",
    "dance": "dance",
    "concert": "music",
    "film": "cinema",
    "exhibition": "exhibition",
    "excursion": "tour",
    "festival": "feast",
    "celebration": "feast",
    "folk_feast": "feast",
    "memory": "heritage",
    "lecture": "lecture",
    "workshop": "lecture",
    "club": "book",
    "reading": "book",
    "meeting": "book",
    "contest": "other",
    "game": "children",
    "other": "other",
}
