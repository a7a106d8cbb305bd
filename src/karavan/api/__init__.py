"""The open data of the installation: API, feeds, and what crawlers ask."""

VERSION = "1.0.0"
