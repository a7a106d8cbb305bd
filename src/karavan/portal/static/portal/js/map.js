/**
 * The map of what's on, drawn from the list beside it. The list is the page; the map comes where the browser can draw
 * one, and takes nothing away where it cannot.
 */
import { Panel } from "./map-panel.js";
import { freeShift, pin, roving, together } from "./map-pins.js";
import { border, boundsOf, styleOf } from "./map-style.js";

const box = document.getElementById("map");
const side = document.getElementById("places");
const notice = document.getElementById("map-notice");
const PADDING = { top: 44, right: 44, bottom: 84, left: 44 }; // the buttons stand at the lower edge
const lang = document.documentElement.lang === "en" ? "en-GB" : "ru"; // days before months

function canDraw() {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

/** The rows of the list that have a point. */
function readList() {
  return [...side.querySelectorAll("[data-spot]")].map((row) => ({
    row,
    id: row.dataset.spot,
    point: row.dataset.point.split(",").map(Number),
    count: Number(row.dataset.count),
    kind: /kind-(\S+)/.exec(row.className)[1],
    name: row.querySelector(".spots__name").textContent,
    events: row.querySelector(".spots__count").textContent,
    address: row.querySelector(".spots__address")?.textContent ?? "",
    url: row.querySelector("a").href,
  }));
}

class Atlas {
  constructor(library, ground, spots) {
    this.library = library;
    this.ground = ground;
    this.spots = spots;
    this.words = document.getElementById("map-words").dataset;
    this.pins = [];
    this.names = [];
    this.opener = null;
    const outline = border(ground);
    this.bounds = boundsOf(spots.map((spot) => spot.point)) ?? boundsOf(outline);
    this.wide = boundsOf([...outline, ...spots.map((spot) => spot.point)]);
    this.map = this.#draw();
    this.panel = new Panel(document.getElementById("spot"), {
      words: this.words,
      lang,
      feed: box.dataset.feed,
      close: () => this.close(),
      closer: (some) => this.fit(boundsOf(some.map((spot) => spot.point))),
    });
    this.#names();
    this.#tools();
    this.#listen();
    this.#pin();
  }

  #draw() {
    const [west, south, east, north] = this.wide;
    const map = new this.library.Map({
      container: box,
      style: styleOf(this.ground, this.wide, box.dataset.tiles),
      bounds: this.bounds,
      fitBoundsOptions: { padding: PADDING, maxZoom: 14 },
      maxBounds: [west - 0.4, south - 0.3, east + 0.4, north + 0.3],
      maxZoom: 17,
      minZoom: 7,
      dragRotate: false,
      touchPitch: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      attributionControl: false,
      fadeDuration: 0,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      locale: {
        "Map.Title": this.words.region,
        "CooperativeGesturesHandler.MobileHelpText": this.words.fingers,
        "CooperativeGesturesHandler.WindowsHelpText": this.words.fingers,
        "CooperativeGesturesHandler.MacHelpText": this.words.fingers,
      },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    return map;
  }

  #names() {
    for (const { geometry, properties } of this.ground.features) {
      if (geometry.type !== "Point") continue;
      const name = document.createElement("span");
      name.className = "map__name";
      name.textContent = properties.name;
      const marker = new this.library.Marker({ element: name }).setLngLat(geometry.coordinates).addTo(this.map);
      name.setAttribute("aria-hidden", "true"); // the list says the districts aloud
      this.names.push({ name, marker, point: geometry.coordinates });
    }
  }

  #tools() {
    const tools = document.createElement("div");
    tools.className = "map__tools";
    const add = (text, label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "map__tool";
      button.textContent = text;
      if (label !== text) button.setAttribute("aria-label", label);
      button.addEventListener("click", act);
      tools.append(button);
    };
    add("+", this.words.zoomIn, () => this.map.zoomIn());
    add("−", this.words.zoomOut, () => this.map.zoomOut());
    add(this.words.whole, this.words.whole, () => this.fit(this.wide));
    box.append(tools);
  }

  #listen() {
    this.map.on("zoomend", () => this.#pin());
    this.map.on("moveend", () => this.#filter());
    const only = document.getElementById("only");
    only.hidden = false;
    only.addEventListener("change", () => this.#filter());
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") (document.getElementById("spot").hidden ? side : this.#heading()).focus();
    });
    for (const spot of this.spots) {
      for (const [name, lit] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
        spot.row.addEventListener(name, () => this.#pinOf(spot)?.button.classList.toggle("is-lit", lit));
      }
    }
    const repaint = () => this.map.setStyle(styleOf(this.ground, this.wide, box.dataset.tiles));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    new MutationObserver(repaint).observe(document.documentElement, {
      attributeFilter: ["data-theme", "data-vision-scheme"],
    });
  }

  #heading() {
    return document.getElementById("spot-title");
  }

  #pinOf(spot) {
    return this.pins.find((one) => one.spots.includes(spot));
  }

  /** Sets the pins anew for this zoom; the one that had the focus keeps it. */
  #pin() {
    const focused = this.pins.find((one) => one.button === document.activeElement)?.spots[0];
    for (const one of this.pins) one.marker.remove();
    const groups = together(this.spots, (point) => this.map.project(point));
    this.pins = groups.map((group) => {
      const button = pin(group.spots, this.words, lang);
      button.addEventListener("click", () => this.open(group.spots));
      const marker = new this.library.Marker({ element: button }).setLngLat(group.point).addTo(this.map);
      button.addEventListener("mouseenter", () => this.#mark(group.spots, true));
      button.addEventListener("mouseleave", () => this.#mark(group.spots, false));
      return { ...group, button, marker };
    });
    for (const { name, marker, point } of this.names) {
      const shift = freeShift(this.map.project(point), name, this.pins);
      name.hidden = shift === null;
      marker.setOffset([0, shift ?? 0]);
    }
    roving(this.pins, (point) => this.#reveal(point));
    if (focused) this.#pinOf(focused).button.focus({ preventScroll: true });
  }

  #mark(spots, lit) {
    for (const spot of spots) spot.row.classList.toggle("is-lit", lit);
  }

  /** Brings a point into sight. */
  #reveal(point) {
    if (!this.map.getBounds().contains(point)) this.map.jumpTo({ center: point });
  }

  fit(bounds) {
    this.map.fitBounds(bounds, { padding: PADDING, maxZoom: 16 });
  }

  open(spots) {
    this.opener = spots[0];
    this.panel.show(spots);
  }

  close() {
    this.panel.hide();
    const back = this.opener && this.#pinOf(this.opener);
    (back ? back.button : side).focus({ preventScroll: true });
  }

  /** With "only what the map shows" the list keeps to the places in sight. */
  #filter() {
    const only = document.getElementById("only-shown").checked;
    const sight = this.map.getBounds();
    for (const spot of this.spots) spot.row.hidden = only && !sight.contains(spot.point);
    for (const part of side.querySelectorAll(".spots:not(#nowhere)")) {
      part.hidden = !part.querySelector(".spots__row:not([hidden])");
    }
  }
}

async function start() {
  const [library, ground] = await Promise.all([
    import(box.dataset.library),
    fetch(box.dataset.ground).then((answer) => answer.json()),
  ]);
  library.setWorkerUrl(box.dataset.mapWorker);
  return new Atlas(library, ground, readList());
}

if (box) {
  const without = () => {
    box.hidden = true;
    notice.classList.add("is-shown");
  };
  if (canDraw()) start().then(() => box.classList.add("is-on"), without);
  else without();
}
