// The editor of an event. The page does all of this without scripts too, by its buttons.
import { island } from "./island.js";
import { keep } from "./kept.js";
import { monthGrid } from "./month.js";
import { addRow, bigDates, rowButtons } from "./rows.js";

const form = document.querySelector("form[data-editor]");

if (form) {
  document.documentElement.classList.add("js");
  for (const area of form.querySelectorAll("textarea[data-formatted]")) island(area);
  rowButtons(form);
  bigDates(form);
  monthGrid(form, () => refresh(["halls", "missing", "poster"]));
  keep(form);

  // Without a file nothing has to be sent in parts, which the server reads a tenth as fast.
  form.addEventListener("submit", () => {
    const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    form.enctype = files ? "multipart/form-data" : "application/x-www-form-urlencoded";
  });

  let timer;
  let waiting = new Set();
  let asked = 0;
  // Ask the server for the parts of the page that follow what is typed.
  function refresh(parts, extra = {}) {
    for (const part of parts) waiting.add(part);
    clearTimeout(timer);
    timer = setTimeout(() => send(extra), 250);
  }

  async function send(extra) {
    const parts = [...waiting];
    waiting = new Set();
    const number = ++asked;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    let answer;
    try {
      answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(data), headers: { "X-Karavan-Live": parts.join(" ") }, redirect: "manual" });
    } catch {
      return;
    }
    if (answer.status !== 200 || number < asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const fresh of page.querySelectorAll("[data-live-part]")) put(fresh);
    // The colour of the kind, once the poster has it.
    const family = form.querySelector(".playbill")?.className.match(/kind-[a-z]+/)?.[0];
    if (family) form.className = form.className.replace(/\bkind-[a-z]+/, family);
  }

  function put(fresh) {
    const name = fresh.dataset.livePart;
    const old = form.querySelector(`[data-live-part="${name}"]`);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const scrolled = old.querySelector(".halls__list")?.scrollTop;
    const open = [...old.querySelectorAll("details")].map((one) => one.open);
    old.replaceWith(fresh);
    [...fresh.querySelectorAll("details")].forEach((one, index) => { if (open[index]) one.open = true; });
    if (scrolled) fresh.querySelector(".halls__list").scrollTop = scrolled;
    if (focused?.id) document.getElementById(focused.id)?.focus();
    else if (focused?.name) fresh.querySelector(`[name="${CSS.escape(focused.name)}"][value="${CSS.escape(focused.value)}"]`)?.focus();
  }

  form.addEventListener("change", (event) => {
    const name = event.target.name ?? "";
    if (name === "title") refresh(["kind", "missing", "poster"]);
    else if (name === "kind") refresh(["kind", "missing", "poster"]);
    else if (/^(sessions|date_|calendar|hours)/.test(name)) refresh(["halls", "missing", "poster"]);
    else if (name === "when_line" || name === "place_words" || name === "picture") return;
    else refresh(["missing"]);
  });

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.more) {
      event.preventDefault();
      addRow(form, button.dataset.more)?.focus();
    } else if (button.hasAttribute("data-look")) {
      event.preventDefault();
      refresh(["halls"]);
    } else if (button.dataset.take) {
      event.preventDefault();
      take(button.dataset.take, button.dataset.value);
    } else if (button.hasAttribute("data-when-add")) {
      event.preventDefault();
      addLine();
    }
  });

  function take(name, value) {
    const chosen = new Set(value.split(" "));
    for (const input of form.querySelectorAll(`[name="${name}"]`)) input.checked = chosen.has(input.value);
    refresh(["kind", "missing"]);
  }

  const line = form.querySelector("[name=when_line]");
  line.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      addLine();
    }
  });
  form.querySelector(".halls__find")?.closest(".step__body").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.name === "place_words") {
      event.preventDefault();
      refresh(["halls"]);
    }
  });

  // A typed line is read by the server: the whole step comes back with its rows.
  async function addLine() {
    if (!line.value.trim()) return;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("do", "when");
    const answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(data), headers: { "X-Karavan-Live": "when" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-when]");
    if (!fresh) return;
    const step = form.querySelector("[data-when]");
    const understood = !fresh.querySelector(".whenline.field--bad");
    for (const selector of [".when__dates", ".when__period", ".whenline__row ~ .field__error"]) {
      const from = fresh.querySelector(selector);
      const to = step.querySelector(selector);
      if (from && to) to.replaceWith(from);
      else if (to && !from) to.remove();
      else if (from) step.querySelector(".whenline__row").after(from);
    }
    for (const input of fresh.querySelectorAll("[name=calendar]")) step.querySelector(`[name=calendar][value="${input.value}"]`).checked = input.checked;
    step.querySelector(".whenline").classList.toggle("field--bad", !understood);
    if (understood) line.value = "";
    form.dispatchEvent(new CustomEvent("dates"));
    form.dispatchEvent(new CustomEvent("typed"));
    refresh(["halls", "missing", "poster"]);
  }

  if (form.querySelector("[name=title]").value && !form.querySelector("[name=place]:checked")?.value) refresh(["halls"]);
}
