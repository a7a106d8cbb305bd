/** The widget's maker: preview and code follow every choice; without this, the button does. */
import { start as offerCopies } from "./copy.js";

const form = document.querySelector("[data-maker]");
const result = () => document.getElementById("result");
let turn = 0;

/** The frame becomes as tall as the widget in it says it is. */
addEventListener("message", (event) => {
  const frame = result().querySelector("iframe");
  const height = event.data?.karavan;
  if (frame && event.source === frame.contentWindow && height > 0 && height < 20000) frame.height = Math.ceil(height);
});

/** Asks the server for the page as the form has it now and takes preview, code and errors out of it. */
async function follow() {
  const mine = ++turn;
  const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || mine !== turn) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Half-way through a choice (one event, but which?) the last preview stays; the button tells what is missing.
  if (!page.querySelector(".maker__frame")) return;
  result().replaceWith(page.getElementById("result"));
  const seen = form.querySelector("[data-colours]");
  const held = seen.contains(document.activeElement) ? document.activeElement : null;
  seen.replaceWith(page.querySelector("[data-colours]"));
  if (held?.id) holdAgain(held);
  history.replaceState(null, "", answer.url);
  offerCopies(result());
}

/** The keyboard stays in the field it has gone on to, with what was typed there meanwhile. */
function holdAgain(held) {
  const again = document.getElementById(held.id);
  if (!again) return;
  again.value = held.value;
  again.focus({ preventScroll: true });
}

form.addEventListener("change", (event) => {
  if (event.target.name !== "find") follow().catch(() => form.requestSubmit());
});
