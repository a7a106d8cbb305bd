const SETTINGS = {{ settings }};

// The service worker of the portal. Its rules: docs/adr/0018-service-worker.md.
// Pages come from the network and, where it is silent, from what was kept; files with a hash in their names come from
// what was kept. Nothing is kept of private pages, of answers that say no-store and of anything but GET.

const FORMAT = "karavan-1-";
const [FILES, SHELL, PAGES, LISTS, SAVED, PICTURES] = ["files", "shell", "pages", "lists", "saved", "pictures"].map(
  (name) => FORMAT + name,
);
const MOST = { [FILES]: 120, [PAGES]: 20, [LISTS]: 2, [SAVED]: 202, [PICTURES]: 60 };
const PATIENCE = 3500; // milliseconds for a page of which an older copy is kept
const FRESH = 3600_000; // a kept event is not asked for again within an hour
const KEPT_AT = "X-Kept-At";

const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const EVENT = /^(\/en)?\/events\/\d+\/$/;
const LIST = /^(\/en)?\/(events|places)\/$/;
const CARDS = /^(\/en)?\/saved\/cards\/$/;

const bare = (path) => (path.startsWith("/en/") ? path.slice(3) : path);
const language = (path) => (path === "/en" || path.startsWith("/en/") ? "en" : "ru");
const isPrivate = (path) => SETTINGS.private.some((start) => bare(path).startsWith(start));

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));

async function install() {
  const files = await caches.open(FILES);
  const had = new Set((await files.keys()).map((request) => new URL(request.url).pathname));
  await files.addAll(SETTINGS.files.filter((path) => !had.has(path) || !HASHED.test(path)));
  const shell = await caches.open(SHELL);
  await Promise.all(
    SETTINGS.pages.map(async (path) => {
      // Without cookies: staff get pages of their own, which are no shell.
      const answer = await fetch(path, { cache: "reload", credentials: "omit" });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await shell.put(path, dated(answer));
    }),
  );
  // A new worker may take over at once: every page names its files by their hashes, and those are still kept.
  await skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("karavan-") && !name.startsWith(FORMAT)) await caches.delete(name);
  }
  await registration.navigationPreload?.enable();
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(SETTINGS.static)) event.respondWith(file(event));
  else if (request.mode === "navigate") {
    // The office fails as any page does; a resident gets told what can still be read.
    event.respondWith(bare(url.pathname).startsWith("/office/") ? ask(event) : page(event, url));
  } else if (isPrivate(url.pathname)) return;
  else if (CARDS.test(url.pathname)) event.respondWith(cards(event, url));
  else if (LIST.test(url.pathname) && request.headers.has("HX-Request")) event.respondWith(part(event, url));
  else if (request.destination === "image") event.respondWith(picture(event));
});

/** A file by its hash: kept is as good as new. Without a hash: the network first. */
async function file(event) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(event.request, { ignoreVary: true });
  if (kept && HASHED.test(new URL(event.request.url).pathname)) return kept;
  try {
    const answer = await fetch(event.request);
    if (answer.status === 200 && !event.request.headers.has("Range")) {
      event.waitUntil(put(FILES, event.request.url, answer.clone()));
    }
    return answer;
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
}

/** A page: the network first, but not for ever where an older copy is kept. */
async function page(event, url) {
  const key = url.pathname + url.search;
  const storable = !isPrivate(url.pathname);
  const kept = storable ? await find(key) : undefined;
  const network = ask(event).then((answer) => {
    if (kept && answer.status >= 502) throw new Error(`${answer.status}`);
    if (storable && keepable(answer)) event.waitUntil(store(url, key, answer.clone()));
    return answer;
  });
  event.waitUntil(network.catch(() => undefined));
  try {
    const answer = await (kept ? Promise.race([network, patience()]) : network);
    return answer ?? (await marked(kept, url, "slow"));
  } catch {
    if (kept) return marked(kept, url, "offline");
    const shell = await caches.match(language(url.pathname) === "en" ? "/en/offline/" : "/offline/");
    return shell ?? Response.error();
  }
}

const ask = async (event) => (await event.preloadResponse) ?? fetch(event.request);

const patience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE));

function keepable(answer) {
  return (
    answer.status === 200 &&
    answer.type === "basic" &&
    !answer.redirected &&
    (answer.headers.get("Content-Type") ?? "").startsWith("text/html") &&
    !/no-store/.test(answer.headers.get("Cache-Control") ?? "no-store")
  );
}

/** The newest copy of a page, whichever list it is kept in. */
async function find(key) {
  const found = await Promise.all(
    [SHELL, PAGES, LISTS, SAVED].map(async (name) => (await caches.open(name)).match(key, { ignoreVary: true })),
  );
  return found.filter(Boolean).sort((one, other) => keptAt(other) - keptAt(one))[0];
}

const keptAt = (answer) => Number(answer.headers.get(KEPT_AT) ?? 0);

async function store(url, key, answer) {
  const saved = await caches.open(SAVED);
  if (SETTINGS.pages.includes(key)) await put(SHELL, key, dated(answer));
  else if (await saved.match(key, { ignoreVary: true })) await put(SAVED, key, dated(answer));
  else await put(LIST.test(url.pathname) ? LISTS : PAGES, key, dated(answer));
}

/** Adds as the newest and drops the oldest; files that every page needs stay. */
async function put(name, key, answer) {
  const cache = await caches.open(name);
  await cache.delete(key, { ignoreVary: true });
  await cache.put(key, answer);
  const keys = await cache.keys();
  const loose = keys.filter((request) => !SETTINGS.files.includes(new URL(request.url).pathname));
  const over = keys.length - (MOST[name] ?? Infinity);
  if (over > 0) await Promise.all(loose.slice(0, over).map((request) => cache.delete(request)));
}

/** A copy that remembers when it was kept. */
function dated(answer) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(answer.body, { status: answer.status, headers });
}

/** The kept page with a line above it that says so. */
async function marked(kept, url, why) {
  const lang = language(url.pathname);
  const words = SETTINGS.words[lang];
  const when = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "ru-RU", {
    day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
  }).format(keptAt(kept));
  const home = lang === "en" ? "/en/offline/" : "/offline/";
  const line =
    `<aside class="keptline" data-kept="${why}"><p class="wrap">${words[why]} <b>${when}</b>. ` +
    `<a href="${home}">${words.list}</a></p></aside>`;
  // The offline page speaks of itself, and needs no line above it.
  const body = SETTINGS.pages.includes(url.pathname) ? kept.body : (await kept.text()).replace(/<main\b/, `${line}<main`);
  return new Response(body, { status: kept.status, headers: kept.headers });
}

/** The next part of a list, and so the newest answer for its address. */
async function part(event, url) {
  const answer = await fetch(event.request);
  if (keepable(answer) && !url.searchParams.has("cursor")) {
    event.waitUntil(store(url, url.pathname + url.search, answer.clone()));
  }
  return answer;
}

/** Cards of the kept events: one answer is kept for each language, whatever was asked for. */
async function cards(event, url) {
  const cache = await caches.open(SHELL);
  const key = url.searchParams.has("part") ? `${url.pathname}?part=${url.searchParams.get("part")}` : url.pathname;
  try {
    const answer = await fetch(event.request);
    if (keepable(answer)) event.waitUntil(cache.put(key, dated(answer.clone())));
    return answer;
  } catch (problem) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw problem;
  }
}

async function picture(event) {
  try {
    return await fetch(event.request);
  } catch (problem) {
    const kept = await (await caches.open(PICTURES)).match(event.request, { ignoreVary: true });
    if (kept) return kept;
    throw problem;
  }
}

addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep.filter((path) => EVENT.test(path))));
});

/** Keeps exactly these pages of events, with their pictures; asks for those that are missing or older than an hour. */
async function keep(paths) {
  const cache = await caches.open(SAVED);
  const wanted = new Set(paths);
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
  for (const path of wanted) {
    const kept = await cache.match(path, { ignoreVary: true });
    if (kept && Date.now() - keptAt(kept) < FRESH) continue;
    try {
      const answer = await fetch(path);
      // Staff get pages that nobody may keep: the next one would be no other.
      if (answer.status === 200 && /no-store/.test(answer.headers.get("Cache-Control"))) return;
      if (!keepable(answer)) continue;
      const picture = (await answer.clone().text()).match(/<img class="poster" src="(\/media\/[^"]+)"/)?.[1];
      await put(SAVED, path, dated(answer));
      if (picture) {
        const drawn = await fetch(picture);
        if (drawn.ok) await put(PICTURES, picture, drawn);
      }
    } catch {
      return; // no network: the next visit tries again
    }
  }
}
