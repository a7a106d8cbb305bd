/** The events kept in this browser: a list of {id, title, when, path}, newest first. No server knows it. */

const KEY = "karavan.saved";
const MOST = 200;

const valid = (item) =>
  Number.isSafeInteger(item?.id) && item.id > 0 && typeof item.title === "string" && typeof item.path === "string";

/** What is kept; an empty list where storage is forbidden or was written by something else. */
export function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(valid).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Keeps this list instead; false where the browser does not keep anything. Other parts of the page hear of it. */
export function write(items) {
  try {
    if (items.length) localStorage.setItem(KEY, JSON.stringify(items.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    return false;
  }
  dispatchEvent(new CustomEvent(KEY));
  return true;
}

export const isKept = (id) => read().some((item) => item.id === id);

/** Keeps one event, as the newest. */
export const add = (item) => write([item, ...read().filter((kept) => kept.id !== item.id)]);

export const remove = (id) => write(read().filter((kept) => kept.id !== id));

/** Calls back when the list has changed, in this tab or in another one. */
export function onChange(callback) {
  addEventListener(KEY, callback);
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) callback();
  });
}
