// What is typed and not saved is kept on this device, per person and record, and offered back: also when the session
// ended and the form went nowhere. A save that arrived clears it on the page that follows.
const PREFIX = "karavan:event:";
const LONGEST = 14 * 86_400_000;
const HIDDEN = new Set(["csrfmiddlewaretoken", "do", "_base"]);

const store = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // A full or forbidden store: the server still keeps what is posted.
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // As above.
    }
  },
};

function fields(form) {
  return [...new FormData(form)].filter(([name, value]) => !HIDDEN.has(name) && !(value instanceof File) && !name.startsWith("_keep."));
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function keep(form) {
  const key = form.dataset.editor;
  const first = fields(form);
  const old = store.get(key);
  const box = form.querySelector("[data-kept]");
  if (old && Date.now() - old.at > LONGEST) store.drop(key);
  else if (old && box && !same(old.fields, first) && !form.querySelector(".field--bad")) {
    box.hidden = false;
    box.querySelector("[data-kept-when]").textContent = new Date(old.at).toLocaleString("ru", { dateStyle: "short", timeStyle: "short" });
    box.querySelector("[data-kept-take]").addEventListener("click", () => {
      bring(form, old.fields);
      box.hidden = true;
    });
    box.querySelector("[data-kept-drop]").addEventListener("click", () => {
      store.drop(key);
      box.hidden = true;
      form.querySelector("[name=title]").focus();
    });
  }
  let timer;
  let sent = false;
  const save = () => {
    if (sent) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = fields(form);
      if (!same(now, first)) store.set(key, { at: Date.now(), fields: now });
    }, 400);
  };
  for (const name of ["input", "change", "typed"]) form.addEventListener(name, save);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    sent = true;
    store.set(key, { at: Date.now(), fields: fields(form), sent: true });
  });
}

// Put kept values into the form: rows that are not there are made by the server, from the same names.
function bring(form, kept) {
  const names = new Set(kept.map(([name]) => name));
  for (const field of form.elements) {
    if (field.name && (field.type === "checkbox" || field.type === "radio") && !field.name.endsWith("-gone")) field.checked = false;
  }
  const seen = new Map();
  for (const [name, value] of kept) {
    const all = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const box = all.find((one) => (one.type === "checkbox" || one.type === "radio") && one.value === value);
    if (box) box.checked = true;
    else if (all.length) {
      const index = seen.get(name) ?? 0;
      seen.set(name, index + 1);
      const field = all[Math.min(index, all.length - 1)];
      field.value = value;
      field.dispatchEvent(new Event("brought"));
    } else {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name, value });
      form.append(hidden);
    }
  }
  // Redrawn by the server with every row in its place; nothing is saved by it.
  const look = document.createElement("button");
  Object.assign(look, { type: "submit", name: "do", value: "look", hidden: true, formNoValidate: true });
  form.append(look);
  if (names.size) look.click();
}

// The page after a save.
const cleared = document.querySelector("[data-kept-clear]");
if (cleared) {
  for (const key of cleared.dataset.keptClear.split(" ")) {
    if (store.get(key)?.sent) store.drop(key);
  }
}
