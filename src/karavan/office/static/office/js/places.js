// Hours as they will read, and the six profiles of a survey, while one types. Without this a press of a button shows the same.
const later = (work, wait) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
};

async function ask(form, more) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  const answer = await fetch(form.action || location.href, { method: "POST", body: data, headers: { "X-Live": "1" } });
  return answer.ok ? answer.text() : "";
}

for (const form of document.querySelectorAll("form[data-live]")) {
  const target = document.querySelector("[data-live-target]");
  form.addEventListener("change", async () => {
    const html = await ask(form, { do: "live" }).catch(() => "");
    if (html && target) target.innerHTML = html;
  });
}

for (const form of document.querySelectorAll("form[data-hours]")) {
  const preview = form.querySelector("[data-preview]");
  const days = [...form.querySelectorAll("input[name^='day_']")];
  const show = later(async () => {
    const words = await ask(form, { do: "live" }).catch(() => "");
    preview.hidden = !words;
    preview.querySelector("b").textContent = words;
  }, 250);
  for (const day of days) day.addEventListener("input", show);
  form.querySelector("[value='weekdays']")?.addEventListener("click", (event) => copy(event, 5));
  form.querySelector("[value='everyday']")?.addEventListener("click", (event) => copy(event, 7));

  function copy(event, last) {
    event.preventDefault();
    for (const day of days.slice(1, last)) day.value = days[0].value;
    show();
  }
}
