/** Buttons that copy the text of a field: [data-copy=id of the field], [data-done] what to say then. */
const LASTING = 2500;

function offer(button) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // the text is selected: the keyboard can copy it
    }
    button.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
    setTimeout(() => { button.textContent = words; }, LASTING);
  });
  field.addEventListener("focus", () => field.select());
}

export function start(root = document) {
  if (navigator.clipboard) root.querySelectorAll("[data-copy]").forEach(offer);
}

start();
