/**
 * Karavan: the programme of an institution on its own site. https://…/widget/ makes the code.
 *
 * Attributes of the script tag: data-show (list, week, event), data-query (as in the address of a list of events),
 * data-lang (ru, en), data-count, data-heading (2–5), data-posters="off", data-theme (light, dark), data-ink,
 * data-paper, data-accent (#rrggbb), data-title (for the link that stands in where nothing can be loaded),
 * data-target (selector of the element to fill), data-frame (an iframe instead of the shadow tree).
 * No cookies, no storage, nothing is told about the visitor.
 */
(() => {
  "use strict";
  const OWN = ["show", "lang", "count", "heading", "posters", "theme"];
  const COLOURS = ["ink", "paper", "accent"];
  const HEX = /^#[0-9a-f]{6}$/i;
  const PATIENCE = 10000;
  const TALLEST = 20000;

  /** A short link to the same events, where the events themselves cannot be had. */
  function fall(place, link) {
    const line = document.createElement("p");
    line.append(link);
    place.replaceChildren(line);
  }

  function linkOf(data, query, base) {
    const link = document.createElement("a");
    const english = data.lang === "en";
    link.href = new URL(`${english ? "en/" : ""}events/${query ? `?${query}` : ""}`, base);
    link.textContent = (english ? "What’s on" : "Афиша") + (data.title ? `: ${data.title}` : "");
    link.rel = "external";
    return link;
  }

  /** The events as a shadow tree: the page's styles stay out and ours stay in. */
  async function fill(place, address) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: stop.signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    clearTimeout(late);
    const section = parsed.querySelector("section");
    const style = parsed.querySelector("style");
    if (!section || !style) throw new Error("no events");
    const root = place.attachShadow({ mode: "open" });
    try {
      // Not a style element: the page may forbid those.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style.textContent);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(style);
    }
    root.append(section);
  }

  /** The events as a page of their own in a frame that is as tall as they are. */
  function frame(place, address, link) {
    const box = document.createElement("iframe");
    const root = place.attachShadow({ mode: "open" });
    Object.assign(box.style, { display: "block", width: "100%", height: "480px", border: "0" });
    box.title = link.textContent;
    box.referrerPolicy = "no-referrer";
    box.src = address;
    const late = setTimeout(() => root.append(link), PATIENCE);
    addEventListener("message", (event) => {
      if (event.source !== box.contentWindow || event.origin !== address.origin) return;
      const height = event.data?.karavan;
      if (!(height > 0 && height < TALLEST)) return;
      clearTimeout(late);
      link.remove();
      box.style.height = `${Math.ceil(height)}px`;
    });
    root.append(box);
  }

  /** Colours by attribute win over variables of the page; a frame knows neither and is told. */
  function colours(data, place, params) {
    for (const name of COLOURS) {
      const variable = `--karavan-${name}`;
      if (HEX.test(data[name])) place.style.setProperty(variable, data[name]);
      const value = getComputedStyle(place).getPropertyValue(variable).trim();
      if (params && HEX.test(value)) params.set(name, value);
    }
  }

  function start(script) {
    const data = script.dataset;
    if (data.karavanDone !== undefined) return;
    data.karavanDone = "";
    const base = new URL(".", script.src);
    const question = new URLSearchParams((data.query ?? "").replace(/^\?/, ""));
    for (const name of [...OWN, ...COLOURS]) question.delete(name);
    const framed = data.frame !== undefined && data.frame !== "off";
    const address = new URL(framed ? "widget/show/" : "widget/part/", base);
    for (const name of OWN) if (data[name]) address.searchParams.set(name, data[name]);
    for (const [name, value] of question) address.searchParams.append(name, value);
    const place = document.createElement("karavan-widget");
    place.style.setProperty("display", "block", "important");
    const link = linkOf(data, question.toString(), base);
    const target = data.target && document.querySelector(data.target);
    if (target) target.replaceChildren(place);
    else if (script.closest("head")) document.body.append(place);
    else script.after(place);
    colours(data, place, framed ? address.searchParams : null);
    if (framed) frame(place, address, link);
    else fill(place, address).catch(() => fall(place, link));
  }

  const scripts = document.currentScript?.src
    ? [document.currentScript]
    : document.querySelectorAll('script[src$="/widget.js"]');
  const all = () => scripts.forEach(start);
  if (document.body) all();
  else addEventListener("DOMContentLoaded", all);
})();
