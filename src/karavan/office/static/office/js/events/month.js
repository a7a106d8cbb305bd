// The grid of a month: days are clicked, or walked to with arrow keys and pressed. It writes into the fields of the
// form, which stay what is sent. One date, several dates or the two ends of a period, as the calendar is chosen.
import { addRow, daysOf, redraw } from "./rows.js";

const title = new Intl.DateTimeFormat("ru", { month: "long", year: "numeric", timeZone: "UTC" });
const full = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long", weekday: "long", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("ru", { weekday: "short", timeZone: "UTC" });
const DAY = 86_400_000;

const iso = (day) => day.toISOString().slice(0, 10);
const parse = (text) => new Date(`${text}T00:00:00Z`);
const shifted = (day, by) => new Date(day.getTime() + by * DAY);

export function monthGrid(form, changed) {
  const box = form.querySelector("[data-monthgrid]");
  if (!box) return;
  const today = parse(box.dataset.today);
  const calendar = () => form.querySelector("[name=calendar]:checked")?.value ?? "single";
  const ends = () => ["date_from", "date_to"].map((name) => form.querySelector(`[name=${name}]`));
  let shown = parse([...daysOf(form).keys()].sort().find((day) => day >= box.dataset.today) ?? (ends()[0].value || box.dataset.today));
  let focus = iso(shown);

  const head = element("div", "monthgrid__head");
  const before = turn("chevron-left", box.dataset.before ?? "‹", -1);
  const name = element("b");
  name.setAttribute("aria-live", "polite");
  const after = turn("chevron-right", box.dataset.after ?? "›", 1);
  head.append(before, name, after);
  const table = element("table");
  table.setAttribute("role", "grid");
  const foot = element("div", "monthgrid__foot");
  const label = element("label");
  const usual = element("input");
  usual.type = "time";
  usual.name = "usual_start";
  usual.dataset.usualStart = "";
  usual.value = typed();
  label.append(`${box.dataset.usual}:`, usual);
  foot.append(label);
  box.append(head, table, foot);
  box.hidden = false;

  function element(tag, className) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    return made;
  }

  function turn(_icon, words, by) {
    const button = element("button", "monthgrid__turn");
    button.type = "button";
    button.textContent = by < 0 ? "←" : "→";
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => {
      shown = new Date(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + by, 1));
      focus = iso(shown);
      draw();
    });
    return button;
  }

  function chosen(day) {
    if (["periodic", "permanent"].includes(calendar())) return ends().some((field) => field.value === day);
    return daysOf(form).has(day);
  }

  function between(day) {
    if (!["periodic", "permanent"].includes(calendar())) return false;
    const [first, last] = ends().map((field) => field.value);
    return Boolean(first && last && day > first && day < last);
  }

  function draw(refocus = false) {
    const first = new Date(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), 1));
    name.textContent = title.format(first);
    table.setAttribute("aria-label", name.textContent);
    const start = shifted(first, -((first.getUTCDay() + 6) % 7));
    const header = element("tr");
    for (let index = 0; index < 7; index++) {
      const cell = element("th");
      cell.scope = "col";
      cell.textContent = short.format(shifted(start, index));
      header.append(cell);
    }
    const rows = [header];
    for (let week = 0; week < 6; week++) {
      const row = element("tr");
      for (let index = 0; index < 7; index++) row.append(cellOf(shifted(start, week * 7 + index), first));
      rows.push(row);
    }
    table.replaceChildren(...rows);
    if (refocus) table.querySelector(`[data-day="${focus}"]`)?.focus();
    foot.hidden = !["single", "dates"].includes(calendar());
  }

  function cellOf(day, first) {
    const cell = element("td");
    const button = element("button", "monthgrid__day");
    button.type = "button";
    button.dataset.day = iso(day);
    button.textContent = String(day.getUTCDate());
    button.tabIndex = iso(day) === focus ? 0 : -1;
    button.setAttribute("aria-label", full.format(day));
    button.setAttribute("aria-pressed", String(chosen(iso(day))));
    if (day.getUTCMonth() !== first.getUTCMonth()) button.classList.add("monthgrid__day--out");
    if (iso(day) === iso(today)) button.classList.add("monthgrid__day--today");
    if (between(iso(day))) button.classList.add("monthgrid__day--between");
    cell.append(button);
    return cell;
  }

  table.addEventListener("click", (event) => {
    const button = event.target.closest("[data-day]");
    if (button) pick(button.dataset.day);
  });
  table.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    let day = parse(focus);
    if (by) day = shifted(day, by);
    else if (event.key === "PageUp" || event.key === "PageDown") day.setUTCMonth(day.getUTCMonth() + (event.key === "PageUp" ? -1 : 1));
    else if (event.key === "Home") day = shifted(day, -((day.getUTCDay() + 6) % 7));
    else if (event.key === "End") day = shifted(day, 6 - ((day.getUTCDay() + 6) % 7));
    else return;
    event.preventDefault();
    focus = iso(day);
    shown = day;
    draw(true);
  });

  function pick(day) {
    focus = day;
    if (["periodic", "permanent"].includes(calendar())) pickEnd(day);
    else pickDate(day);
    shown = parse(day);
    draw(true);
    form.dispatchEvent(new CustomEvent("typed"));
    changed();
  }

  // The first click sets the first day, the second the last; a third begins anew.
  function pickEnd(day) {
    const [first, last] = ends();
    if (!first.value || last.value || day < first.value) {
      first.value = day;
      last.value = "";
    } else last.value = day;
  }

  function pickDate(day) {
    const known = daysOf(form);
    const row = known.get(day);
    if (row) {
      const gone = row.querySelector('[name$="-gone"]');
      // A date that residents know of is not clicked away: its own page moves or cancels it.
      if (!gone) return;
      if (row.parentElement.children.length === 1) addRow(form, "sessions");
      row.remove();
      return;
    }
    if (calendar() === "single" && known.size === 1) {
      const only = [...known.values()][0];
      if (only.querySelector('[name$="-gone"]')) {
        set(only, day);
        return;
      }
    }
    const blank = [...form.querySelectorAll('[data-rows="sessions"] .daterow--blank')].find((one) => !one.querySelector('[name$="-start"]').value);
    const target = blank ?? addRow(form, "sessions").closest("[data-row]");
    set(target, day);
    const start = target.querySelector('[name$="-start"]');
    if (!start.value) start.value = usual.value || typed();
    if (calendar() === "single" && known.size >= 1) form.querySelector("[name=calendar][value=dates]").checked = true;
  }

  // The time of the dates that are there already.
  function typed() {
    return [...form.querySelectorAll('[data-rows="sessions"] [name$="-start"]')].map((one) => one.value).filter(Boolean).pop() ?? "";
  }

  function set(row, day) {
    row.querySelector('[type="date"]').value = day;
    redraw(row);
  }

  usual.addEventListener("change", (event) => {
    event.stopPropagation();
    // Dates without a time get it at once.
    for (const [, row] of daysOf(form)) {
      const start = row.querySelector('[name$="-start"]');
      if (!start.value) start.value = usual.value;
    }
    form.dispatchEvent(new CustomEvent("typed"));
    changed();
  });
  form.addEventListener("dates", () => {
    const days = [...daysOf(form).keys(), ...ends().map((field) => field.value)].filter(Boolean).sort();
    if (days.length && !days.some((day) => day.slice(0, 7) === iso(shown).slice(0, 7))) {
      focus = days.find((day) => day >= box.dataset.today) ?? days[0];
      shown = parse(focus);
    }
    draw();
  });
  form.addEventListener("change", (event) => {
    if (/^(calendar|date_from|date_to)$/.test(event.target.name ?? "")) draw();
  });
  draw();
}
