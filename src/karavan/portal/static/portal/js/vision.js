/* The low-vision panel with a script: it opens within the page it is asked from, and the whole page is its sample.
   What is chosen is kept by the same form as without a script; the server answers with the page as chosen. */

const AXES = ["size", "spacing", "font", "scheme", "images"];
const THEMES = ["light", "dark"];
const root = document.documentElement;

/* How the page looks now: attribute → value or null. */
function looks() {
  return Object.fromEntries(
    ["theme", ...AXES.map((axis) => `vision-${axis}`)].map((name) => [name, root.getAttribute(`data-${name}`)])
  );
}

function show(wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (value) root.setAttribute(`data-${name}`, value);
    else root.removeAttribute(`data-${name}`);
  }
}

/* The whole page follows the form while it is being filled in. */
export function follow(form) {
  form.addEventListener("change", () => {
    const data = new FormData(form);
    const wanted = Object.fromEntries(AXES.map((axis) => [`vision-${axis}`, data.get(axis)]));
    const own = THEMES.includes(data.get("scheme"));
    show({ ...wanted, theme: own ? data.get("scheme") : null, "vision-scheme": own ? null : data.get("scheme") });
  });
}

async function fetched(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/* Styles of the panel that this page has not; resolves when they hold. */
function dress(panel) {
  const have = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  const missing = [...panel.querySelectorAll("link[rel=stylesheet]")].filter((link) => !have.has(link.href));
  return Promise.all(
    missing.map((link) => {
      const own = document.createElement("link");
      own.rel = "stylesheet";
      own.href = link.getAttribute("href");
      const done = new Promise((resolve) => { own.onload = own.onerror = resolve; });
      document.head.append(own);
      return done;
    })
  );
}

let coming = false;

/* Opens the panel below the masthead, or closes it where it is open. Where it cannot be had, the link is followed. */
export async function open(link) {
  if (coming) return null;
  const old = document.querySelector(".looks-here");
  if (old) return old.dispatchEvent(new Event("close"));
  const address = new URL(link.href);
  address.searchParams.set("next", location.pathname + location.search);
  let panel;
  coming = true;
  try {
    panel = await fetched(address);
    await dress(panel);
  } catch {
    location.href = address;
    return null;
  } finally {
    coming = false;
  }
  const before = looks();
  const section = document.createElement("section");
  section.className = "looks-here";
  section.setAttribute("aria-labelledby", "looks-here");
  const wrap = document.createElement("div");
  wrap.className = "wrap";
  const heading = document.createElement("h2");
  heading.id = "looks-here";
  heading.tabIndex = -1;
  heading.textContent = panel.querySelector("h1").textContent;
  const form = document.adoptNode(panel.querySelector("[data-looks]"));
  const close = () => {
    show(before);
    section.remove();
    link.setAttribute("aria-expanded", "false");
    link.focus();
  };
  wrap.append(heading, form);
  section.append(wrap);
  section.addEventListener("close", close);
  section.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  form.querySelector(".looks__side > p:last-child a").addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
  follow(form);
  document.querySelector(".masthead").after(section);
  link.setAttribute("aria-expanded", "true");
  heading.focus();
  return section;
}

const form = document.querySelector("form[data-looks]");
if (form) follow(form);
