"""Releases: what residents are told at one time, and how it differs from what they were told before."""
