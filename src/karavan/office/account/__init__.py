"""Signing in and out, sessions, second factors, one’s own password."""
