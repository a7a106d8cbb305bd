"""Backups that any supported database can read: rows as JSON lines and the uploaded files, in one zip."""
