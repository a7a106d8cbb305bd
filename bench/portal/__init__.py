"""How fast the portal is in a browser on a slow line and a slow processor."""
