"""Looks at institutions' own sites at night: an allow-listed, bounded fetcher, a reader, and checks."""
