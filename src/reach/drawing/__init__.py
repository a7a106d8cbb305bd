"""Maps of what was computed, as SVG and GeoJSON."""
