// Notifications on this device: asks the browser for a subscription and sends it by the form of the page.
const form = document.querySelector("[data-push]");
const note = document.querySelector("[data-push-note]");

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const device = () => {
  const found = navigator.userAgentData;
  if (found) return [found.brands.at(-1)?.brand, found.platform].filter(Boolean).join(" · ");
  const name = /(Firefox|YaBrowser|Edg|OPR|Chrome|Safari)\//.exec(navigator.userAgent)?.[1] ?? "";
  return [name, navigator.platform].filter(Boolean).join(" · ");
};

if (form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  const registering = navigator.serviceWorker.register("/office/sw.js", { scope: "/office/", updateViaCache: "none" });
  form.hidden = false;
  note.hidden = true;
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
      const registration = await registering;
      const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) };
      const old = await registration.pushManager.getSubscription();
      await old?.unsubscribe();
      const made = (await registration.pushManager.subscribe(options)).toJSON();
      form.elements.endpoint.value = made.endpoint;
      form.elements.p256dh.value = made.keys.p256dh;
      form.elements.auth.value = made.keys.auth;
      form.elements.device.value = device();
      form.requestSubmit();
    } catch {
      note.textContent = note.dataset.denied;
      note.hidden = false;
    }
  });
}
