// Shows notices that the push service brings, and opens them. Keeps nothing and answers no request.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("push", (event) => {
  let told;
  try {
    told = event.data.json();
  } catch {
    return;
  }
  event.waitUntil(
    registration.showNotification(told.title, {
      body: told.body,
      tag: told.tag,
      renotify: Boolean(told.urgent),
      requireInteraction: Boolean(told.urgent),
      icon: "/icons/icon-192.png",
      lang: "ru",
      data: { url: told.url },
    }),
  );
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/office/notices/", location.origin);
  // Only pages of the office: whatever the message says.
  if (url.origin !== location.origin || !url.pathname.startsWith("/office/")) return;
  event.waitUntil(open(url.href));
});

async function open(url) {
  const pages = await clients.matchAll({ type: "window" });
  const page = pages.find((one) => new URL(one.url).pathname.startsWith("/office/"));
  if (page && "navigate" in page) {
    await page.focus();
    return page.navigate(url);
  }
  return clients.openWindow(url);
}
