"""The design, drawn: every page as a picture made of the portal's own tokens, fonts and posters."""
