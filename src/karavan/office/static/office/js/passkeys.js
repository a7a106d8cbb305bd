// Passkeys: a form with data-passkey "enter", "prove" or "make" asks the device before it is sent.
// Forms stay hidden, and say so, where the browser or the address allows no passkeys.

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

/** Passkeys belong to a name; an address of numbers has none. */
const possible = () => Boolean(window.PublicKeyCredential) && !/^[\d.]+$|:/.test(location.hostname);

async function prove(options) {
  const publicKey = { ...options.publicKey };
  publicKey.challenge = toBytes(publicKey.challenge);
  publicKey.allowCredentials = withBytes(publicKey.allowCredentials);
  const made = await navigator.credentials.get({ publicKey });
  return {
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      authenticatorData: toText(made.response.authenticatorData),
      signature: toText(made.response.signature),
      userHandle: made.response.userHandle ? toText(made.response.userHandle) : null,
    },
  };
}

async function make(options) {
  const publicKey = { ...options.publicKey };
  publicKey.challenge = toBytes(publicKey.challenge);
  publicKey.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  publicKey.excludeCredentials = withBytes(publicKey.excludeCredentials);
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  const made = await navigator.credentials.create({ publicKey });
  return {
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "enter") {
    const told = JSON.parse(document.getElementById("passkey-options").textContent);
    return told.creation_options ?? told.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

async function ask(event) {
  const form = event.currentTarget;
  const [failed, button] = [form.querySelector("[data-passkey-failed]"), form.querySelector("button")];
  event.preventDefault();
  failed.hidden = true;
  button.disabled = true;
  try {
    const options = await optionsOf(form);
    const credential = await (form.dataset.passkey === "make" ? make(options) : prove(options));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    // Whoever pressed "cancel" on the device gets here, too.
    failed.hidden = false;
    button.disabled = false;
  }
}

if (possible()) {
  for (const none of document.querySelectorAll("[data-passkey-none]")) none.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", ask);
    form.hidden = false;
    for (const button of form.querySelectorAll("[data-passkey-button]")) button.hidden = false;
  }
} else {
  for (const choice of document.querySelectorAll("[data-needs-passkeys]")) choice.hidden = true;
}
