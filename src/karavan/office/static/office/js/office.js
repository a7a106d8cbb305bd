// Keys and the command palette of the office. Everything here has a page that does the same without it.
const typing = (node) => node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
const opener = document.querySelector("[data-palette]");

function goto(key) {
  const link = document.querySelector(`.rail [data-key="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
}

// Keys are told by their place on the keyboard, so that they work with Russian letters too.
const latin = (event) => (/^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "");

let going = 0;
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = (event.target instanceof Element && event.target.closest("form[data-save]")) || document.querySelector("form[data-save]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
    event.preventDefault();
    open();
  } else if (Date.now() - going < 1500 && latin(event)) {
    going = 0;
    goto(latin(event));
  } else if (latin(event) === "g") {
    going = Date.now();
  } else if (latin(event) === "n") {
    document.querySelector("[data-new]")?.click();
  } else if (latin(event) === "e") {
    document.querySelector("[data-edit]")?.click();
  }
});

opener?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});

let dialog;
function open() {
  if (!opener || typeof HTMLDialogElement === "undefined") return;
  dialog ??= build();
  dialog.showModal();
  const input = dialog.querySelector("input");
  input.select();
  ask(input.value);
}

function build() {
  const label = opener.textContent.trim();
  const made = document.createElement("dialog");
  made.className = "palette";
  made.setAttribute("aria-label", opener.querySelector(".rail__findwords").textContent);
  const input = document.createElement("input");
  Object.assign(input, { type: "search", className: "palette__input", autocomplete: "off", maxLength: 100 });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", "palette-hits");
  input.setAttribute("aria-label", label.replace(/\s*\/$/, ""));
  const hits = document.createElement("ul");
  hits.className = "hits";
  hits.id = "palette-hits";
  hits.setAttribute("role", "listbox");
  hits.setAttribute("aria-label", input.getAttribute("aria-label"));
  const nothing = document.createElement("p");
  Object.assign(nothing, { className: "palette__help", hidden: true, textContent: opener.dataset.nothing });
  const told = document.createElement("div");
  told.setAttribute("role", "status");
  told.append(nothing);
  made.append(input, told, hits);
  document.body.append(made);
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(input.value), 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = hits.querySelector('[aria-selected="true"] a') ?? hits.querySelector("a");
      if (chosen) location.assign(chosen.href);
    } else if (event.key === "Escape") {
      // A search field would be emptied first, and the palette would need a second press.
      event.preventDefault();
      made.close();
    }
  });
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close();
  });
  return made;
}

function move(step) {
  const items = [...dialog.querySelectorAll("[role=option]")];
  if (!items.length) return;
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = (at + step + items.length) % items.length;
  items.forEach((item, index) => item.setAttribute("aria-selected", String(index === next)));
  items[next].scrollIntoView({ block: "nearest" });
  dialog.querySelector("input").setAttribute("aria-activedescendant", items[next].id);
}

let asked = 0;
async function ask(words) {
  const number = ++asked;
  const address = new URL(opener.href);
  address.searchParams.set("q", words);
  let found;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    found = (await answer.json()).hits;
  } catch {
    // No network or signed out: the page of the same name says what is wrong.
    return;
  }
  if (number !== asked) return;
  const hits = dialog.querySelector(".hits");
  hits.replaceChildren(
    ...found.map((hit, index) => {
      const item = document.createElement("li");
      item.id = `palette-hit-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === 0));
      const link = document.createElement("a");
      link.href = hit.url;
      link.className = "hits__one";
      link.tabIndex = -1;
      const title = document.createElement("b");
      title.textContent = hit.title;
      link.append(title);
      if (hit.note) {
        const note = document.createElement("span");
        note.className = "muted";
        note.textContent = hit.note;
        link.append(note);
      }
      item.append(link);
      return item;
    }),
  );
  dialog.querySelector(".palette__help").hidden = found.length > 0 || !words.trim();
  const input = dialog.querySelector("input");
  if (found.length) input.setAttribute("aria-activedescendant", "palette-hit-0");
  else input.removeAttribute("aria-activedescendant");
}
