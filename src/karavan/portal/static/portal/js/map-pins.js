/** Places on the map: near ones together as one button, sized by their number of events. */
const APART = 54; // pixels between the middles of two buttons

/** Spots that lie together on the screen, the fullest first; `place` gives the pixel of a point. */
export function together(spots, place) {
  const left = spots.map((spot) => ({ spot, at: place(spot.point) })).sort((a, b) => b.spot.count - a.spot.count);
  const groups = [];
  for (const one of left) {
    const near = groups.find((group) => Math.hypot(group.at.x - one.at.x, group.at.y - one.at.y) < APART);
    if (near) near.spots.push(one.spot);
    else groups.push({ at: one.at, point: one.spot.point, spots: [one.spot] });
  }
  return groups;
}

/** How far up or down a name must move so that no pin covers it, in pixels; null where it finds no room. */
export function freeShift(at, name, pins) {
  const half = name.offsetWidth / 2 + 20;
  const free = (shift) => pins.every((one) => Math.abs(one.at.x - at.x) > half || Math.abs(one.at.y - at.y - shift) > 32);
  return [0, -16, 16, -32, 32, -44, 44].find(free) ?? null;
}

const total = (spots) => spots.reduce((sum, spot) => sum + spot.count, 0);

/** What a button says aloud: the place, or the first places, and the number of events. */
function spoken(spots, words) {
  const names = spots.slice(0, 2).map((spot) => spot.name).join(", ");
  const more = spots.length > 2 ? ` ${words.more.replace("{}", spots.length - 2)}` : "";
  return `${names}${more}. ${words.events.replace("{}", total(spots))}`;
}

/** The button of some spots. */
export function pin(spots, words, lang) {
  const button = document.createElement("button");
  const count = total(spots);
  button.type = "button";
  button.className = spots.length > 1 ? "pin pin--many" : `pin kind-${spots[0].kind}`;
  button.style.setProperty("--pin", `${(2.3 + Math.log10(count + 1) * 0.4).toFixed(2)}rem`);
  button.textContent = count > 999 ? `${Math.floor(count / 100) / 10}`.replace(".", lang === "ru" ? "," : ".") + words.thousand : count;
  button.setAttribute("aria-label", spoken(spots, words));
  button.title = spots.length > 1 ? spoken(spots, words) : spots[0].name;
  button.tabIndex = -1;
  return button;
}

/** One stop for the Tab key among the pins; arrows go from one to the next in reading order. */
export function roving(pins, show) {
  const order = [...pins].sort((a, b) => Math.round(a.at.y / APART) - Math.round(b.at.y / APART) || a.at.x - b.at.x);
  if (order.length && !order.some(({ button }) => button.tabIndex === 0)) order[0].button.tabIndex = 0;
  order.forEach(({ button }, place) => {
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation(); // the map would move
      const next = order[(place + step + order.length) % order.length];
      button.tabIndex = -1;
      next.button.tabIndex = 0;
      show(next.point);
      next.button.focus({ preventScroll: true });
    });
  });
}
