"""The speed of the office: pages beside plain Django, saving, importing."""
