// Progress of an upload: asks how far it is and shows it; the page itself is loaded anew at the end.
const box = document.querySelector("[data-progress]");
const WAIT = 700;

function show(said) {
  const number = new Intl.NumberFormat(document.documentElement.lang || "ru");
  box.querySelector("[data-percent]").textContent = `${said.percent}\u00a0%`;
  box.querySelector("[data-bar]").value = said.percent;
  box.querySelector("[data-done]").textContent = number.format(said.done);
  box.querySelector("[data-total]").textContent = number.format(said.total);
}

async function ask(phase) {
  let next = phase;
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const said = await answer.json();
    if (!said.running || (phase && said.phase && phase !== said.phase)) {
      location.reload();
      return;
    }
    next = said.phase || phase;
    show(said);
  } catch {
    // The network is away for a moment: the next question comes all the same.
  }
  setTimeout(() => ask(next), WAIT);
}

if (box) setTimeout(() => ask(""), WAIT);
