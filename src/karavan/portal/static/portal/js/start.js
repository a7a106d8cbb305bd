/**
 * The one script of every page: looks cheaply at what the page and this browser need and imports only that.
 *
 * A feature adds a line to `features`: a test of a few microseconds and an import. No page needs any of them to work.
 */
const has = (selector) => document.querySelector(selector) !== null;

const kept = (key) => {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false; // storage is switched off in this browser
  }
};

const features = [
  [() => has("[data-save]") || kept("karavan.saved"), () => import("./saved.js")],
];

for (const [wanted, load] of features) if (wanted()) load();
