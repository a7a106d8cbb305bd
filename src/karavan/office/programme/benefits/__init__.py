"""Benefit categories: versions of law, and which events stand on them."""
