/**
 * Lists without a reload: filters, chips and the search change what they change, “Show more” adds to the list.
 *
 * Every one of them is a link or a form that works by itself, and whatever fails here ends as that plain link. The same
 * page is asked for that the link leads to, so that every cache holds one answer. htmx comes with the first sign that
 * somebody is about to use one of them.
 */
const LINKS = ".listhead .chip, .facet__option, .results__head .chip, .results > .empty .chip";
const MORE = ".results > .pager a[rel=next]";
const PARTS = [".listhead", ".filters"];

const one = (selector) => document.querySelector(selector);

let engine;
let turn = 0;

function load() {
  engine ??= import("../../vendor/htmx/htmx.js").then(({ default: htmx }) => {
    Object.assign(htmx.config, { history: false, includeIndicatorCSS: false });
    htmx.config.morphIgnore.push("open"); // what a visitor unfolded stays unfolded
    document.body.setAttribute("hx-sync", "replace"); // the last click counts
    return htmx;
  });
  return engine;
}

/** Whether an address shows this very list as a list; the map and the week have scripts of their own. */
function ours(url) {
  return (
    url.origin === location.origin &&
    url.pathname === location.pathname &&
    !url.searchParams.has("view") &&
    !new URLSearchParams(location.search).has("view")
  );
}

/** Asks for a page and hands it to htmx; the address that answered, or null where another click came after it. */
async function ask(path, swapping) {
  const htmx = await load();
  let answered = null;
  const mine = ({ detail }) => detail.ctx.request.action === path;
  const check = (event) => {
    // Anything but the page is no list: leave what stands, and say so.
    if (mine(event) && event.detail.ctx.response.status !== 200) event.preventDefault();
  };
  const note = (event) => {
    if (!mine(event)) return;
    answered = event.detail.ctx.response.raw.url;
    swapping.prepare?.(event.detail.tasks);
  };
  document.addEventListener("htmx:before:response", check);
  document.addEventListener("htmx:before:swap", note);
  try {
    await htmx.ajax("GET", path, { source: document.body, ...swapping });
  } finally {
    document.removeEventListener("htmx:before:response", check);
    document.removeEventListener("htmx:before:swap", note);
  }
  if (!answered) throw new Error(path);
  return answered;
}

/** Changes the list to the one at this address. */
async function swap(url, { push = true } = {}) {
  const now = ++turn;
  const path = url.pathname + url.search;
  const place = placeOf(document.activeElement);
  busy(true);
  try {
    const answered = await ask(path, {
      target: ".results",
      select: ".results",
      swap: "outerMorph",
      selectOOB: PARTS.map((part) => `${part}:outerMorph:${part}`).join(","),
    });
    if (push) {
      history.replaceState({ list: true }, "");
      history.pushState({ list: true }, "", answered);
    }
    // What was said about the former address.
    say("");
    for (const said of document.querySelectorAll(".listfail, .listhead + .notice")) said.remove();
    focusAgain(place);
    await changed();
  } catch {
    if (now === turn) fail(url.href);
  } finally {
    if (now === turn) busy(false);
  }
}

/** Adds the next part below, and leads on to its first card. */
async function more(link) {
  const now = ++turn;
  let first;
  busy(true);
  try {
    await ask(link.pathname + link.search, {
      target: ".results > .pager",
      select: ".results > :is(.daygroup, .cards, .lines, .pager)",
      swap: "outerHTML ignoreTitle:true",
      prepare: ([task]) => {
        first = join(task.fragment);
      },
    });
    one(".listfail")?.remove();
    first?.focus({ preventScroll: true });
    await changed();
  } catch {
    if (now === turn) fail(link.href);
  } finally {
    if (now === turn) busy(false);
  }
}

/** Puts what goes on with the last day, or the one list, into it; the link of the first thing that is new. */
function join(fragment) {
  const first = fragment.querySelector(".card__title a, .line__title");
  const day = (group) => group?.querySelector("time")?.dateTime;
  const next = fragment.querySelector(".daygroup");
  const last = [...document.querySelectorAll(".results > .daygroup")].at(-1);
  const from = next ?? fragment.querySelector(".cards, .lines");
  const into = next ? last : one(".results > :is(.cards, .lines)");
  if (from && into && (!next || day(next) === day(last))) {
    const list = into.matches("ul") ? into : into.querySelector("ul");
    list.append(...from.querySelectorAll("li"));
    if (list.children.length >= 3) {
      into.classList.remove("daygroup--sparse");
      if (next) list.classList.remove("cards--rows");
    }
    from.remove();
  }
  for (const link of fragment.querySelectorAll(".pager a:not([rel=next])")) link.remove();
  const words = one("#list-words")?.dataset.added;
  const shown = document.querySelectorAll(".results :is(.card, .lines > li)").length;
  const added = fragment.querySelectorAll(".card, .lines > li").length;
  if (words) say(words.replace("{number}", shown + added));
  return first;
}

/** Cards that have come get their buttons, and what they cost whoever said who they are (me.js). */
async function changed() {
  (await import("./saved.js")).decorate();
  document.dispatchEvent(new CustomEvent("karavan:cards"));
}

/** Where the keyboard stands: in which part, and at which words. */
function placeOf(element) {
  const part = [...PARTS, ".results__head"].find((selector) => element?.closest?.(selector));
  return part && element.matches("a") ? { part, words: wordsOf(element) } : null;
}

/** The words of a link without its count. */
const wordsOf = (link) => (link.querySelector(".facet__label") ?? link).textContent.replace(/[\d\s]+$/, "").trim();

/** Puts the keyboard back to the same words, as the options may stand in another order now. */
function focusAgain(place) {
  if (!place) return;
  const links = [...document.querySelectorAll(`${place.part} a`)];
  const again = links.find((link) => wordsOf(link) === place.words) ?? one(".results__head [role=status]");
  if (again?.matches("p")) again.tabIndex = -1;
  again?.focus({ preventScroll: true });
}

function busy(on) {
  const results = one(".results");
  if (on) results.setAttribute("aria-busy", "true");
  else results.removeAttribute("aria-busy");
}

function say(text) {
  const place = one("#list-words");
  if (place) place.textContent = text;
}

/** The list as it was, and a plain link to what did not come. */
function fail(href) {
  one(".listfail")?.remove();
  const notice = one("#list-failed")?.content.firstElementChild.cloneNode(true);
  if (!notice) return location.assign(href);
  notice.querySelector("a").href = href;
  one(".results__head").append(notice);
}

function onClick(event) {
  const link = event.target.closest?.("a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.href);
  if (event.altKey || !ours(url)) return;
  if (link.matches(MORE)) more(link);
  else if (link.matches(LINKS)) swap(url);
  else return;
  event.preventDefault();
}

function onSubmit(event) {
  const form = event.target;
  const url = new URL(form.action);
  if (!form.matches(".listhead .search") || !ours(url)) return;
  event.preventDefault();
  for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
  swap(url);
}

document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
for (const sign of ["pointerover", "focusin", "touchstart"]) {
  document.addEventListener(sign, function first(event) {
    if (!event.target.closest?.(`${LINKS}, ${MORE}, .listhead .search`)) return;
    document.removeEventListener(sign, first);
    load().catch(() => undefined);
  }, { passive: true });
}
addEventListener("popstate", (event) => {
  if (event.state?.list) swap(new URL(location.href), { push: false });
});
