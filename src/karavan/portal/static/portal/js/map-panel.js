/** The panel beside the map: the events of a place, from the feed of the same question. */
const SHOWN = 6;

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

const money = (amount, lang) => `${new Intl.NumberFormat(lang).format(amount)} ₽`;

function price(one, words, lang) {
  if (one.kind === "free") return words.free;
  if (one.kind === "donation") return words.donation;
  if (one.min === null) return "";
  return one.max > one.min ? `${words.from} ${money(one.min, lang)}` : money(one.min, lang);
}

/** «27 ноября, 18:00» on the city's clock, which the record is written by. */
function when(next, words, lang) {
  const day = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", timeZone: "UTC" });
  const date = day.format(new Date(`${next.start.slice(0, 10)}T00:00:00Z`));
  const hours = next.start.slice(11, 16).replace(/^0/, "");
  if (next.status === "open" && next.end) return `${date}, ${hours}–${next.end.slice(11, 16)}`;
  return `${date}, ${hours}`;
}

function line(record, words, lang) {
  const gone = record.status === "cancelled" || record.next.status === "cancelled";
  const item = element("li", gone ? "spot__event spot__event--cancelled" : "spot__event");
  const time = element("time", "spot__when", when(record.next, words, lang));
  time.dateTime = record.next.start;
  item.append(time);
  const state = gone ? words.cancelled : record.next.status === "moved" ? words.moved : "";
  if (state) item.append(" ", element("span", `badge badge--${gone ? "cancelled" : "moved"}`, state));
  if (record.demo) item.append(" ", element("span", "badge badge--demo", words.demo));
  const link = element("a", "spot__title", record.title);
  link.href = new URL(record.url).pathname;
  const access = { yes: words.stepFree, no: words.notStepFree, unknown: words.unknown }[record.access.wheelchair];
  const facts = [record.kind_label, gone ? "" : price(record.price, words, lang), gone ? "" : access];
  item.append(link, element("span", "spot__facts", facts.filter(Boolean).join(" · ")));
  return item;
}

/** Shows spots in `panel`; `close` is called by its button, `closer` zooms to several of them. */
export class Panel {
  constructor(panel, { words, lang, feed, close, closer }) {
    Object.assign(this, { panel, words, lang, feed, close, closer });
    this.asked = 0;
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
  }

  show(spots) {
    this.asked += 1;
    if (spots.length > 1) this.#places(spots);
    else this.#events(spots[0], this.asked);
  }

  hide() {
    this.asked += 1;
    this.panel.hidden = true;
    this.panel.replaceChildren();
  }

  #frame(title) {
    const heading = element("h2", "spot__head", title);
    heading.id = "spot-title";
    heading.tabIndex = -1;
    const button = element("button", "spot__close button button--plain", this.words.close);
    button.type = "button";
    button.addEventListener("click", this.close);
    const top = element("div", "spot__top");
    top.append(heading, button);
    this.panel.replaceChildren(top);
    this.panel.hidden = false;
    heading.focus({ preventScroll: true });
    this.panel.scrollIntoView({ block: "nearest" });
  }

  #places(spots) {
    this.#frame(this.words.places);
    const list = element("ul", "spot__places");
    list.setAttribute("role", "list");
    for (const spot of spots) {
      const button = element("button", `spot__place kind-${spot.kind}`);
      button.type = "button";
      button.append(element("span", "spot__name", spot.name), " ", element("span", "spot__count", spot.events));
      button.addEventListener("click", () => this.show([spot]));
      const item = element("li");
      item.append(button);
      list.append(item);
    }
    this.panel.append(list);
    if (new Set(spots.map((spot) => spot.point.join())).size > 1) {
      const button = element("button", "button button--plain", this.words.closer);
      button.type = "button";
      button.addEventListener("click", () => this.closer(spots));
      this.panel.append(button);
    }
  }

  async #events(spot, asked) {
    this.#frame(spot.name);
    this.panel.append(element("p", "muted", [spot.address, spot.events].filter(Boolean).join(" · ")));
    const state = element("p", "", this.words.loading);
    state.setAttribute("role", "status");
    const all = element("p");
    const link = element("a", "spot__all", this.words.all);
    link.href = spot.url;
    all.append(link);
    this.panel.append(state, all);
    try {
      const joint = this.feed.includes("?") ? "&" : "?";
      const answer = await fetch(`${this.feed}${joint}place=${spot.id}&limit=${SHOWN}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const { features } = await answer.json();
      if (asked !== this.asked) return; // another place was opened meanwhile
      const list = element("ol", "spot__events");
      list.setAttribute("role", "list");
      for (const one of features) list.append(line(one.properties, this.words, this.lang));
      state.replaceWith(list);
    } catch {
      if (asked === this.asked) state.textContent = this.words.failed;
    }
  }
}
