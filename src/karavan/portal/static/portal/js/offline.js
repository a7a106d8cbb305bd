/** Registers the service worker of the portal, and offers a fresh page once the network is back. */
import { keepPages } from "./saved.js";

const place = document.querySelector("[data-worker]");

if (place && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(place.dataset.worker, { updateViaCache: "none" }).then(keepPages, () => undefined);
}
