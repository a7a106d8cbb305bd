// Rows of a list in the form: one more, one less, and the big day beside a date.
let made = 0;

// Add an empty row to a list; returns its first field.
export function addRow(form, name) {
  const list = form.querySelector(`[data-rows="${name}"]`);
  const last = list?.lastElementChild;
  if (!last) return null;
  const row = last.cloneNode(true);
  const key = `j${++made}`;
  row.querySelectorAll(".field__error, .badge, .daterow__more").forEach((node) => node.remove());
  for (const field of row.querySelectorAll("[name]")) {
    field.name = field.name.replace(/^(\w+)-\w+-/, `$1-${key}-`);
    field.removeAttribute("aria-invalid");
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else {
      field.value = "";
      field.removeAttribute("value");
    }
  }
  list.append(row);
  redraw(row);
  return row.querySelector("input, select");
}

// A row goes from the page when it is marked as gone; the server leaves it out all the same.
export function rowButtons(form) {
  form.addEventListener("change", (event) => {
    if (!/-gone$/.test(event.target.name ?? "")) return;
    const row = event.target.closest("[data-row]");
    const list = row?.parentElement;
    if (!row) return;
    if (list.children.length === 1) addRow(form, list.dataset.rows);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector("input, select")?.focus();
    form.dispatchEvent(new CustomEvent("dates"));
  });
}

const months = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long", timeZone: "UTC" });
const weekdays = new Intl.DateTimeFormat("ru", { weekday: "short", timeZone: "UTC" });

// The big day of a date row follows its field.
export function redraw(row) {
  const field = row.querySelector('[type="date"]');
  const big = row.querySelector(".daterow__day");
  if (!field || !big) return;
  const day = field.value ? new Date(`${field.value}T00:00:00Z`) : null;
  const words = row.querySelector(".daterow__words");
  row.classList.toggle("daterow--blank", !day);
  big.textContent = day ? String(day.getUTCDate()) : "—";
  words.textContent = "";
  if (day) words.append(months.format(day).replace(/^\d+\s*/, ""), document.createElement("br"), weekdays.format(day));
}

export function bigDates(form) {
  form.addEventListener("change", (event) => {
    const row = event.target.closest?.(".daterow");
    if (!row) return;
    if (event.target.type === "date") redraw(row);
    if (/-start$/.test(event.target.name)) rememberTime(form, event.target.value);
    form.dispatchEvent(new CustomEvent("dates"));
  });
}

// The time typed last is the usual one of the days clicked next.
export function rememberTime(form, value) {
  const usual = form.querySelector("[data-usual-start]");
  if (usual && value && !usual.value) usual.value = value;
}

// Days of the date rows: a map from "2026-12-12" to its row.
export function daysOf(form) {
  const found = new Map();
  for (const field of form.querySelectorAll('[data-rows="sessions"] [type="date"]')) {
    if (field.value) found.set(field.value, field.closest("[data-row]"));
  }
  return found;
}
