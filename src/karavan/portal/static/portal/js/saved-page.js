/** The page of the browser's own list, and of one that somebody sent. */
import { add, decorate, describe, onChange, read, write } from "./saved.js";

const MOST = 100; // cards that the server makes at a time
const UNDO = 10_000; // milliseconds

const root = document.querySelector("[data-saved]");
const words = root?.dataset;
const list = document.querySelector(".saved__list");
const said = document.querySelector(".saved__said");
let shown = [];

const english = document.documentElement.lang === "en";
const moment = (time) =>
  new Intl.DateTimeFormat(english ? "en-GB" : "ru-RU", {
    day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
  }).format(time);

const part = (selector) =>
  document.getElementById("saved-parts").content.querySelector(selector).cloneNode(true);

const query = (items) => `event=${items.slice(0, MOST).map((item) => item.id).sort((a, b) => a - b).join(",")}`;

const with_ = (path, more) => `${path}${path.includes("?") ? "&" : "?"}${more}`;

/** What the browser knows by itself of some events. */
function rows(name, items) {
  const section = part(`[data-part="${name}"]`);
  for (const item of items) {
    const row = part(".saved__row");
    const link = row.querySelector("a");
    link.textContent = item.title;
    if (name === "gone") link.replaceWith(item.title);
    else link.href = item.path;
    row.querySelector(".muted").textContent = item.when;
    row.querySelector("[data-title]").textContent = item.title;
    Object.assign(row.querySelector(".save").dataset, { save: item.id, ...item });
    section.querySelector("ul").append(row);
  }
  return section;
}

function frame(items) {
  root.querySelector(".saved__empty").hidden = items.length > 0;
  root.querySelector(".saved__tools").hidden = items.length === 0;
  document.querySelector("[data-saved-figure]").textContent = items.length;
  for (const link of root.querySelectorAll("a[data-do]")) link.href = with_(words[link.dataset.do], query(items));
}

/** First what the browser knows, then the cards as they are now: moved and cancelled ones say so. */
async function render() {
  const items = read();
  shown = items;
  frame(items);
  said.textContent = "";
  if (!items.length) return list.replaceChildren();
  if (!list.childElementCount) list.replaceChildren(rows("more", items));
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${words.saved}?${query(items)}`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const keptAt = answer.headers.get("X-Kept-At");
    fill(await answer.text(), items, Boolean(keptAt));
    if (keptAt) said.textContent = `${words.asOf} ${moment(Number(keptAt))}.`;
  } catch {
    list.replaceChildren(rows("more", items));
  } finally {
    list.removeAttribute("aria-busy");
  }
}

function fill(html, items, isOld) {
  const ids = new Set(items.map((item) => item.id));
  const made = new DOMParser().parseFromString(html, "text/html").body;
  const found = new Set();
  for (const card of made.querySelectorAll(".card")) {
    const { id } = describe(card);
    if (ids.has(id)) found.add(id);
    else drop(card);
  }
  list.replaceChildren(...made.children);
  const missing = items.slice(0, MOST).filter((item) => !found.has(item.id));
  const older = items.slice(MOST);
  if (isOld) older.unshift(...missing);
  else if (missing.length) list.append(rows("gone", missing));
  if (older.length) list.append(rows("more", older));
  decorate(list);
  document.dispatchEvent(new CustomEvent("karavan:cards"));
}

/** Takes a card away, and what would stand empty without it. */
function drop(card) {
  for (const holder of ["li", ".daygroup", ".saved__part"]) {
    const box = card.closest(holder);
    if (!box) continue;
    if (holder !== "li" && box.querySelector("li")) break;
    const parent = box.parentElement;
    box.remove();
    card = parent;
  }
}

function changed(event) {
  const now = read();
  const ids = new Set(now.map((item) => item.id));
  const gone = shown.filter((item) => !ids.has(item.id));
  const before = shown;
  if (now.length + gone.length !== before.length) return render();
  shown = now;
  frame(now);
  for (const button of list.querySelectorAll('.save[aria-pressed="false"]')) drop(button);
  if (gone.length && event?.type !== "storage") offerUndo(before, gone, now);
}

let timer;

function offerUndo(before, gone, now) {
  clearTimeout(timer);
  document.querySelector(".undo")?.remove();
  const bar = part(".undo");
  document.querySelector("main").append(bar);
  const text = now.length || gone.length === 1 ? words.removedOne : words.removedAll;
  bar.querySelector("p").textContent = text.replace("{title}", () => gone.map((item) => item.title).join(", "));
  const button = bar.querySelector("button");
  const end = () => {
    const held = bar.contains(document.activeElement);
    bar.remove();
    if (held) (list.querySelector(".save") ?? document.querySelector("h1")).focus({ preventScroll: true });
  };
  button.addEventListener("click", () => {
    clearTimeout(timer);
    write(before);
    end();
  });
  button.focus({ preventScroll: true });
  timer = setTimeout(end, UNDO);
}

async function share(event) {
  const link = event.currentTarget;
  event.preventDefault();
  try {
    if (navigator.share) await navigator.share({ title: document.title, url: link.href });
    else {
      await navigator.clipboard.writeText(link.href);
      said.textContent = words.copied;
    }
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(link.href);
  }
}

function own() {
  document.querySelector(".saved__plain").hidden = true;
  root.classList.add("saved--ready");
  root.querySelector('[data-do="share"]').addEventListener("click", share);
  const sure = document.querySelector(".sure");
  root.querySelector('[data-do="clear"]').addEventListener("click", () => sure.showModal());
  sure.addEventListener("close", () => {
    if (sure.returnValue === "yes") write([]);
    sure.returnValue = "";
  });
  onChange(changed);
  addEventListener("online", render);
  render();
}

function shared() {
  const button = document.querySelector("[data-take]");
  const all = [...document.querySelectorAll(".saved__list .card")].map(describe).filter(Boolean);
  const show = () => {
    const ids = new Set(read().map((item) => item.id));
    const done = all.every((item) => ids.has(item.id));
    button.setAttribute("aria-disabled", String(done));
    if (done) said.textContent = button.dataset.taken;
  };
  if (!all.length) button.remove();
  button.addEventListener("click", () => add(...all));
  onChange(show);
  show();
}

if (root) own();
else shared();
