// The board by arrows: between the numbers of the table as between the cells of a sheet.
const board = document.querySelector("[data-board] table");

if (board) {
  const rows = [...board.tBodies[0].rows];
  const links = rows.map((row) => [...row.cells].map((cell) => cell.querySelector("a")));

  const nearest = (line, column) => {
    const row = links[line];
    if (!row) return null;
    for (let away = 0; away < row.length; away += 1) {
      if (row[column + away]) return row[column + away];
      if (row[column - away]) return row[column - away];
    }
    return null;
  };

  board.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const line = rows.indexOf(cell.parentElement);
    const column = cell.cellIndex;
    const along = (step) => {
      for (let next = column + step; next > 0 && next < links[line].length; next += step) {
        if (links[line][next]) return links[line][next];
      }
      return null;
    };
    const beside = (step) => {
      for (let next = line + step; next >= 0 && next < links.length; next += step) {
        const found = nearest(next, column);
        if (found) return found;
      }
      return null;
    };
    const target = {
      ArrowLeft: () => along(-1),
      ArrowRight: () => along(1),
      ArrowUp: () => beside(-1),
      ArrowDown: () => beside(1),
    }[event.key]?.();
    if (target) {
      event.preventDefault();
      target.focus();
    }
  });
}

// Moving: dragged to a line of the board, or picked up with M and carried by arrows. What would clash there is
// told before anything is dropped, and the drop itself only leads to the page that asks.
const told = document.querySelector("[data-trial]");
const lines = board ? [...board.querySelectorAll("tr[data-day]")] : [];
const DAY = 24 * 60 * 60 * 1000;

const iso = (day) => day.toISOString().slice(0, 10);

// On a board of weeks the day of the week is kept.
const dayIn = (line, from) => {
  const first = new Date(line.dataset.day);
  const last = new Date(line.dataset.last);
  const ahead = (new Date(from).getUTCDay() - first.getUTCDay() + 7) % 7;
  const same = new Date(first.getTime() + ahead * DAY);
  return iso(same > last ? last : same);
};

const mark = (line) => {
  for (const each of lines) each.classList.toggle("board__line--over", each === line);
};

const say = (words, verdict = "") => {
  told.textContent = words;
  told.dataset.verdict = verdict;
  told.hidden = !words;
};

let asked = null;
const ask = (item, day) => {
  asked?.abort();
  asked = new AbortController();
  const address = new URL(told.dataset.trial, window.location.href);
  address.searchParams.set("key", item.dataset.occasion);
  address.searchParams.set("day", day);
  fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
    .then((trial) => say(`${trial.when}: ${trial.words}`, trial.verdict))
    .catch((error) => {
      if (error.name !== "AbortError") say(told.dataset.failed);
    });
};

const go = (item, day) => {
  const address = new URL(item.querySelector("[data-move]").href);
  address.searchParams.set("day", day);
  window.location.assign(address);
};

if (told && lines.length) {
  let dragged = null;
  let over = "";

  for (const item of document.querySelectorAll("[data-occasion]:has([data-move])")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      over = "";
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.occasion);
    });
    item.addEventListener("dragend", () => {
      dragged = null;
      mark(null);
      say("");
    });
    item.addEventListener("keydown", (event) => {
      if (event.code !== "KeyM" || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      carry(item);
    });
  }

  for (const line of lines) {
    line.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const day = dayIn(line, dragged.dataset.day);
      if (day === over) return;
      over = day;
      mark(line);
      ask(dragged, day);
    });
    line.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      go(dragged, dayIn(line, dragged.dataset.day));
    });
  }

  const carry = (item) => {
    let place = lines.findIndex((line) => line.dataset.day <= item.dataset.day && item.dataset.day <= line.dataset.last);
    const show = () => {
      mark(lines[place]);
      lines[place].scrollIntoView({ block: "nearest" });
      ask(item, dayIn(lines[place], item.dataset.day));
    };
    const leave = () => {
      item.removeEventListener("keydown", steer);
      item.removeEventListener("focusout", leave);
      mark(null);
      say("");
    };
    const steer = (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step) place = Math.min(Math.max(place + step, 0), lines.length - 1);
      else if (event.key === "Enter") go(item, dayIn(lines[place], item.dataset.day));
      else if (event.key === "Escape") leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
      if (step) show();
    };
    if (place < 0) place = 0;
    item.addEventListener("keydown", steer);
    item.addEventListener("focusout", leave);
    show();
  };
}
