"""Holds of places and assets: what is kept for whom, and until when."""
