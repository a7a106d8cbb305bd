/** The look of the map: the city and a grid of kilometres in the colours of the page, tiles only where told. */
const KM_LAT = 1 / 111.32;
const CELL_KM = 2;

/** Lines every two kilometres over the bounds [west, south, east, north]. */
function grid([west, south, east, north]) {
  const lat = KM_LAT * CELL_KM;
  const lon = lat / Math.cos((((south + north) / 2) * Math.PI) / 180);
  const lines = [];
  const [left, right] = [west - 8 * lon, east + 8 * lon];
  const [bottom, top] = [south - 8 * lat, north + 8 * lat];
  for (let x = left; x <= right; x += lon) lines.push([[x, bottom], [x, top]]);
  for (let y = bottom; y <= top; y += lat) lines.push([[left, y], [right, y]]);
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}

/** Bounds [west, south, east, north] of points [lon, lat]; null of none. */
export function boundsOf(points) {
  if (!points.length) return null;
  const lons = points.map((point) => point[0]);
  const lats = points.map((point) => point[1]);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** Outer rings of the polygons of the ground, as points. */
export function border(ground) {
  return ground.features.filter((one) => one.geometry.type === "Polygon").flatMap((one) => one.geometry.coordinates[0]);
}

/** A style for MapLibre in the colours that the page has now. */
export function styleOf(ground, bounds, tiles) {
  const computed = getComputedStyle(document.documentElement);
  const token = (name) => computed.getPropertyValue(name).trim();
  const city = { type: "FeatureCollection", features: ground.features.filter((one) => one.geometry.type !== "Point") };
  const sources = {
    city: { type: "geojson", data: city },
    grid: { type: "geojson", data: grid(bounds) },
  };
  const layers = [
    { id: "outside", type: "background", paint: { "background-color": token("--paper-2") } },
    { id: "city", type: "fill", source: "city", paint: { "fill-color": token("--paper") } },
  ];
  if (tiles) {
    sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
  } else {
    const paint = { "line-color": token("--line-strong"), "line-width": 1, "line-opacity": 0.28 };
    layers.push({ id: "grid", type: "line", source: "grid", paint });
  }
  const ink = { "line-color": token("--ink"), "line-width": 3 };
  layers.push({ id: "border", type: "line", source: "city", layout: { "line-join": "round" }, paint: ink });
  return { version: 8, sources, layers };
}
