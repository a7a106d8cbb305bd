/** Shows in the navigation how many events are kept. */
import { onChange, read } from "./saved-store.js";

function count() {
  const kept = read().length;
  for (const place of document.querySelectorAll("[data-saved-count]")) place.textContent = kept ? ` ${kept}` : "";
}

onChange(count);
count();
