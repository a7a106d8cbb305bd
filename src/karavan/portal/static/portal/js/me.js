/**
 * «For me» beyond its own page: the browser keeps the address of the answers, and pages show one's own price.
 *
 * The address is kept here (`localStorage["karavan.me"]`) and sent only to /me/, which keeps nothing. One request a page.
 */
const KEY = "karavan.me";
const MOST = 60;
const EVENT = /\/events\/(\d+)\/$/;

const base = document.documentElement.lang === "en" ? "/en/me/" : "/me/";
const one = (selector, root = document) => root.querySelector(selector);

function kept() {
  try {
    const query = localStorage.getItem(KEY) ?? "";
    return /^[^\s#]*=/.test(query) ? query : ""; // written by something else
  } catch {
    return ""; // storage is switched off in this browser
  }
}

function keep(query) {
  try {
    if (query) localStorage.setItem(KEY, query);
    else localStorage.removeItem(KEY);
  } catch {
    // nothing can be kept; the address of the page still is the whole memory
  }
}

/** A click on “Clear”, or on what takes the last answer away, forgets before the page is left. */
function forgetOnClick(root) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && ("meClear" in link.dataset || link.getAttribute("href") === base)) keep("");
  });
}

function ownPage(page) {
  const query = page.dataset.me;
  if (query) keep(query);
  else if (!location.search && kept()) {
    location.replace(`${base}?${kept()}${location.hash}`);
    return;
  }
  forgetOnClick(page);
  const form = one("form", page);
  form.addEventListener("submit", () => {
    const told = [...new FormData(form)].some(([name, value]) => value && name !== "radius");
    if (!told) keep("");
  });
  askForPoint(page, form);
}

/** A point is rounded to a block before it goes anywhere. */
function askForPoint(page, form) {
  const button = one("[data-me-here]", page);
  if (!button || !navigator.geolocation) return;
  const told = one("[data-me-told]", page);
  one("[data-me-where]", page).hidden = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.near.value = `${coords.longitude.toFixed(3)},${coords.latitude.toFixed(3)}`;
        told.textContent = told.dataset.found;
      },
      () => {
        told.textContent = told.dataset.failed;
      },
      { timeout: 10000, maximumAge: 600000 },
    );
  });
}

/** The cards of events that nothing was asked about yet, each with its id and the day it stands under; marks them. */
function cards() {
  const found = [];
  for (const card of document.querySelectorAll(".card")) {
    const id = EVENT.exec(one(".card__title a", card)?.pathname ?? "")?.[1];
    const group = card.closest(".daygroup");
    const day = group && one("time[datetime]", group)?.getAttribute("datetime");
    const word = day ? `${id}@${day}` : id;
    if (!id || card.dataset.meTold === word) continue;
    card.dataset.meTold = word;
    found.push({ card, id, word });
    if (found.length === MOST) break;
  }
  return found;
}

function added(parent, name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  parent?.append(" ", node);
  return node;
}

/** A word for the end of a line. */
function word(name, text) {
  const node = document.createElement(name === "card__far" ? "b" : "span");
  node.className = `${name} nowrap`;
  node.textContent = text;
  return node;
}

/** Adds words to lines; those that make a line longer are taken back before anything is drawn, and returned. */
function tryAll(tries) {
  const before = tries.map(({ line }) => line.offsetHeight);
  for (const { line, node } of tries) line.append(" ", node);
  const refused = tries.filter(({ line }, index) => line.offsetHeight > before[index]);
  for (const { node } of refused) node.remove();
  return refused;
}

/** The price and the distance of each card; a distance that has no room beside the place stands beside the price. */
function annotate(found, notes) {
  // A card that has become another one meanwhile is told by the next answer.
  const same = found.filter(({ card, word: about }) => card.dataset.meTold === about);
  for (const { card } of same) for (const node of card.querySelectorAll(".card__mine, .card__far")) node.remove();
  const told = same.filter(({ id }) => notes[id]).map(({ card, id }) => ({ card, note: notes[id] }));
  const price = ({ card }) => one(".card__price", card);
  const place = ({ card }) => one(".card__place", card);
  const tries = (line, name, text) =>
    told.filter((each) => line(each) && text(each)).map((each) => ({ ...each, line: line(each), node: word(name, text(each)) }));
  tryAll(tries(price, "card__mine", ({ note }) => note.mine));
  const refused = tryAll(tries(place, "card__far", ({ note }) => note.distance && `· ${note.distance}`));
  tryAll(refused.filter((each) => price(each)).map((each) => ({ ...each, line: price(each) })));
}

function fillBand(band, answer) {
  for (const link of band.querySelectorAll("[data-me-words], [data-me-change]")) {
    link.href = answer.url + ("meChange" in link.dataset ? "#answers" : "");
  }
  one("[data-me-words]", band).textContent = answer.words;
  one(".meband__ask", band).classList.add("is-hidden");
  one(".meband__mine", band).hidden = false;
  one("[data-me-clear]", band).addEventListener("click", (event) => {
    event.preventDefault();
    keep("");
    one(".meband__mine", band).hidden = true;
    one(".meband__ask", band).classList.remove("is-hidden");
    for (const node of document.querySelectorAll(".card__mine, .card__far")) node.remove();
    one(".meband__who", band).focus();
  });
}

function fillBox(box, answer, note) {
  if (!note.price) return;
  one("[data-me-price]", box).textContent = note.price[0].toUpperCase() + note.price.slice(1);
  one("[data-me-aside]", box).textContent = note.aside;
  one("[data-me-day]", box).textContent = note.day;
  one("[data-me-change]", box).href = answer.url;
  for (const { mark, text } of note.why) {
    const line = added(one("[data-me-why]", box), "li", text);
    line.className = `why__one why__one--${mark}`;
    const value = document.createElement("span");
    value.className = "vh";
    value.textContent = `${box.dataset[mark]} `;
    line.prepend(value);
  }
  box.hidden = false;
  const price = one(".opening__price");
  const frame = price?.closest("dl") ?? price;
  const height = frame?.offsetHeight;
  if (note.mine) added(price, "span", note.mine).className = "opening__mine";
  const how = added(price, "a", box.dataset.how);
  how.className = "opening__how";
  how.href = `#${box.id}`;
  if (frame?.offsetHeight > height) how.remove();
  if (frame?.offsetHeight > height) one(".opening__mine", price)?.remove();
}

/** What is told of these events; null where the portal does not answer. */
async function ask(words) {
  const response = await fetch(`${base}cards/?events=${words.join(",")}&${kept()}`, { credentials: "omit" });
  return response.ok ? response.json() : null;
}

async function otherPage() {
  if (!kept()) return;
  const band = one("[data-me-band]");
  const box = one("[data-me-event]");
  const found = box ? [] : cards();
  const words = box ? [box.dataset.meEvent] : found.map(({ word: about }) => about);
  const answer = band || words.length ? await ask(words) : null;
  if (answer) {
    if (band && answer.words) fillBand(band, answer);
    annotate(found, answer.cards);
    if (box && answer.cards[words[0]]) fillBox(box, answer, answer.cards[words[0]]);
  }
}

const page = one("[data-me]");
if (page) ownPage(page);
else {
  const show = () => otherPage().catch(() => undefined);
  show();
  // lists.js or saved-page.js has brought other cards.
  document.addEventListener("karavan:cards", show);
}
