"""The files of npm packages that browsers get as they are: this list and nothing else of `node_modules`."""

_GOLOS = "@fontsource-variable/golos-text/files/golos-text"
_UNBOUNDED = "@fontsource-variable/unbounded/files/unbounded"

# (path below settings.NODE_MODULES, path below STATIC_URL)
VENDOR_FILES: tuple[tuple[str, str], ...] = (
    (f"{_GOLOS}-cyrillic-wght-normal.woff2", "vendor/golos/cyrillic.woff2"),
    (f"{_GOLOS}-cyrillic-ext-wght-normal.woff2", "vendor/golos/cyrillic-ext.woff2"),
    (f"{_GOLOS}-latin-wght-normal.woff2", "vendor/golos/latin.woff2"),
    (f"{_UNBOUNDED}-cyrillic-ext-wght-normal.woff2", "vendor/unbounded/cyrillic-ext.woff2"),
    (f"{_UNBOUNDED}-latin-wght-normal.woff2", "vendor/unbounded/latin.woff2"),
    ("htmx.org/dist/htmx.esm.min.js", "vendor/htmx/htmx.js"),
    # The map and its worker, read only by pages that show a map. Its styles are our own.
    ("maplibre-gl/dist/maplibre-gl.mjs", "vendor/maplibre/maplibre-gl.mjs"),
    ("maplibre-gl/dist/maplibre-gl-worker.mjs", "vendor/maplibre/maplibre-gl-worker.mjs"),
    # Whoever gets a file gets its licence.
    ("@fontsource-variable/golos-text/LICENSE", "vendor/golos/OFL.txt"),
    ("@fontsource-variable/unbounded/LICENSE", "vendor/unbounded/OFL.txt"),
    ("maplibre-gl/LICENSE.txt", "vendor/maplibre/LICENSE.txt"),
    ("htmx.org/LICENSE", "vendor/htmx/LICENSE.txt"),
)
