/**
 * The one script of every page: looks cheaply at what the page and this browser need and imports only that.
 *
 * A feature adds a line to `now` or `later`: a test of a few microseconds and an import. No page needs any of them.
 */
const has = (selector) => document.querySelector(selector) !== null;

const worker = document.querySelector("[data-worker]")?.dataset.worker;

const kept = (key) => {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false; // storage is switched off in this browser
  }
};

// What shows something that was not there: at once.
const now = [
  [() => kept("karavan.me"), () => import("./me.js")],
  [() => has(".save, [data-saved]") || kept("karavan.saved"), () => import("./saved.js")],
];

// What only waits to be used: when the page stands.
const later = [
  [() => has('.card a[href*="/events/"]'), () => import("./saved.js")],
  [() => has(".results"), () => import("./lists.js")],
  [
    () => worker && "serviceWorker" in navigator,
    () => navigator.serviceWorker.register(worker, { updateViaCache: "none" }),
  ],
];

const idle = window.requestIdleCallback ?? ((callback) => setTimeout(callback, 200));

function start(features) {
  for (const [wanted, load] of features) if (wanted()) load().catch(() => undefined);
}

start(now);
if (document.readyState === "complete") idle(() => start(later));
else addEventListener("load", () => idle(() => start(later)), { once: true });

// The low-vision panel opens where it is asked for; with a modifier key, or without a script, its link leads to it.
const vision = document.querySelector(".vision-link");
vision?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || has("form[data-looks]:not(.looks-here *)")) return;
  event.preventDefault();
  import("./vision.js").then((panel) => panel.open(vision)).catch(() => { location.href = vision.href; });
});
