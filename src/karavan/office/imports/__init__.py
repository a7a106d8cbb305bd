"""Uploading tables: templates, dry runs, confirming, undoing; duplicates; where fields come from."""
