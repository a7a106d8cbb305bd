// This installation wants no service worker: drop what an earlier one kept and go.
addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith("karavan-")) await caches.delete(name);
  await registration.unregister();
}
