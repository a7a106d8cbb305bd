/** Registers the service worker of the portal, and tells it which pages of events to keep. */
import { keepPages } from "./saved.js";

const place = document.querySelector("[data-worker]");

if (place && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(place.dataset.worker, { updateViaCache: "none" }).then(keepPages, () => undefined);
}
