// Counts ticked rows and ticks all of a page at once. Without it every row has its own box, and so has "all found".
const bar = document.querySelector("[data-bulk]");
const form = bar?.closest("form");
if (form) {
  const boxes = () => [...form.querySelectorAll('.pick input[name="id"]')];
  const page = form.querySelector("[data-bulk-page]");
  const all = form.querySelector("[data-bulk-all]");
  const count = bar.querySelector("[data-bulk-count]");
  const total = all?.parentElement.textContent.replace(/\D/g, "");
  let last = null;
  page.parentElement.hidden = false;

  const show = () => {
    const some = boxes();
    const ticked = some.filter((box) => box.checked).length;
    page.checked = ticked > 0 && ticked === some.length;
    page.indeterminate = ticked > 0 && ticked < some.length;
    count.textContent = all?.checked ? total : String(ticked || "");
  };
  page.addEventListener("change", () => {
    for (const box of boxes()) box.checked = page.checked;
    show();
  });
  form.addEventListener("change", show);
  form.addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.name !== "id") return;
    const some = boxes();
    const here = some.indexOf(event.target);
    if (event.shiftKey && last !== null) {
      for (const box of some.slice(Math.min(last, here), Math.max(last, here) + 1)) box.checked = event.target.checked;
      show();
    }
    last = here;
  });
  show();
}
