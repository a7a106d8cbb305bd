/** Lists what of the portal can be read without a network: the caches of the service worker, as they are. */
import { read } from "./saved.js";

const root = document.querySelector("[data-offline]");
const english = document.documentElement.lang === "en";
const PREFIX = "karavan-1-";

const moment = (time) =>
  new Intl.DateTimeFormat(english ? "en-GB" : "ru-RU", {
    day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
  }).format(time);

/** Kept pages of one cache, newest first: {path, title, time}. */
async function pages(name) {
  if (!("caches" in window) || !(await caches.has(PREFIX + name).catch(() => false))) return [];
  const cache = await caches.open(PREFIX + name);
  const found = await Promise.all(
    (await cache.keys()).map(async (request) => {
      const answer = await cache.match(request, { ignoreVary: true });
      const title = (await answer.text()).match(/<title>([^<]*)<\/title>/)?.[1] ?? request.url;
      const text = new DOMParser().parseFromString(title, "text/html").body.textContent;
      const url = new URL(request.url);
      return {
        path: url.pathname + url.search,
        title: text.split(" · ").slice(0, -1).join(" · ") || text,
        time: Number(answer.headers.get("X-Kept-At")),
      };
    }),
  );
  return found.sort((one, other) => other.time - one.time);
}

function show(name, items) {
  const section = root.querySelector(`[data-list="${name}"]`);
  const template = root.querySelector("template").content;
  for (const item of items) {
    const row = template.cloneNode(true);
    const link = row.querySelector("a");
    link.textContent = item.title;
    if (item.time) link.href = item.path;
    else link.replaceWith(item.title);
    const state = item.time ? `${root.dataset.keptAt} ${moment(item.time)}` : root.dataset.notKept;
    row.querySelector(".muted").textContent = [item.when, state]
      .filter(Boolean)
      .join(" · ");
    section.querySelector("ul").append(row);
  }
  section.hidden = items.length === 0;
}

async function list() {
  const kept = await pages("saved");
  const times = new Map(kept.map((page) => [page.path, page.time]));
  const visited = await pages("pages");
  for (const page of visited) if (!times.has(page.path)) times.set(page.path, page.time);
  // Of a saved event whose page did not come in time the browser still knows the title and the day.
  const saved = read().map((item) => ({ ...item, time: times.get(item.path) }));
  const lists = (await pages("lists")).slice(0, 1);
  const paths = new Set(saved.map((item) => item.path));
  const others = visited.filter((page) => !paths.has(page.path));
  show("saved", saved);
  show("lists", lists);
  show("pages", others);
  root.querySelector(".offline__nothing").hidden = saved.length + lists.length + others.length > 0;
}

function online() {
  const back = document.querySelector(".offline__back");
  back.querySelector("a").href = location.href;
  back.hidden = !navigator.onLine || /\/offline\/$/.test(location.pathname);
}

addEventListener("online", online);
list();
online();
