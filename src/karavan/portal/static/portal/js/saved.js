/**
 * The events kept in this browser: a list of {id, title, when, path}, newest first, which no server knows.
 * Puts a button on every card of an event, joins in the button of an event's own page, and counts in the masthead.
 */
const KEY = "karavan.saved";
const MOST = 200;
const EVENT = /^(?:\/en)?\/events\/(\d+)\/$/;

const valid = (item) =>
  Number.isSafeInteger(item?.id) && item.id > 0 && typeof item.title === "string" && EVENT.test(item.path);

/** What is kept; an empty list where storage is forbidden or was written by something else. */
export function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(valid).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Keeps this list instead; false where the browser keeps nothing. Every tab hears of it. */
export function write(items) {
  try {
    if (items.length) localStorage.setItem(KEY, JSON.stringify(items.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    return false;
  }
  dispatchEvent(new CustomEvent(KEY));
  keepPages();
  return true;
}

/** Keeps these events too, as the newest. */
export function add(...items) {
  const ids = new Set(items.map((item) => item.id));
  return write([...items, ...read().filter((kept) => !ids.has(kept.id))]);
}

export const remove = (id) => write(read().filter((kept) => kept.id !== id));

/** Calls back with an event when the list has changed; one of another tab is a “storage”. */
export function onChange(callback) {
  addEventListener(KEY, callback);
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) callback(event);
  });
}

/** Asks the service worker, where there is one, to have the pages of these events ready without a network. */
export async function keepPages() {
  const { active } = (await navigator.serviceWorker?.ready) ?? {};
  active?.postMessage({ keep: read().map((item) => item.path) });
}

/** What a card says about its event; null for a card of anything else. */
export function describe(card) {
  const link = card.querySelector(".card__title a");
  const id = Number(link?.pathname.match(EVENT)?.[1]);
  if (!id) return null;
  const day = card.closest(".daygroup")?.querySelector(".daygroup__head")?.textContent ?? "";
  const words = [day, card.querySelector(".card__when")?.textContent ?? ""];
  const when = words.map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean).join(", ");
  return { id, title: link.textContent.trim(), when, path: link.pathname };
}

const known = new WeakMap();

/** Gives every card of an event its button. May be called again whenever cards have come. */
export function decorate(root = document) {
  const template = document.getElementById("save-template");
  for (const card of template ? root.querySelectorAll(".card") : []) {
    if (card.querySelector(".save")) continue;
    const item = describe(card);
    if (!item) continue;
    const button = template.content.firstElementChild.cloneNode(true);
    button.querySelector("[data-title]").textContent = item.title;
    known.set(button, item);
    card.append(button);
  }
  show();
}

function itemOf(button) {
  const { save, title, when, path } = button.dataset;
  return known.get(button) ?? { id: Number(save), title, when, path };
}

function show() {
  const kept = new Set(read().map((item) => item.id));
  for (const button of document.querySelectorAll(".save")) {
    button.setAttribute("aria-pressed", String(kept.has(itemOf(button).id)));
  }
  for (const place of document.querySelectorAll("[data-saved-count]")) {
    place.textContent = kept.size ? String(kept.size) : "";
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".save");
  if (!button) return;
  const item = itemOf(button);
  if (button.getAttribute("aria-pressed") === "true") remove(item.id);
  else add(item);
});

onChange(show);
decorate();
if (read().length) keepPages();
