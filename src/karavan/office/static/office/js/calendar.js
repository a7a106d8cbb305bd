// Arrows in the grid of days: left and right by a day, up and down by a week, Home and End within the week.
const grid = document.querySelector("[data-calendar] .month");

if (grid) {
  const days = [...grid.querySelectorAll("[data-day]")];
  const columns = 7;
  const position = (day) => (new Date(day.dataset.day).getDay() + 6) % 7;
  const first = (day) => day.querySelector(".date__link, .day__new");
  const steps = {
    ArrowLeft: () => -1,
    ArrowRight: () => 1,
    ArrowUp: () => -columns,
    ArrowDown: () => columns,
    Home: (day) => -position(day),
    End: (day) => columns - 1 - position(day),
  };

  grid.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const day = event.target.closest("[data-day]");
    if (!step || !day || event.altKey || event.ctrlKey || event.metaKey) return;
    // Between the dates of one day, up and down go from one to the next.
    const links = [...day.querySelectorAll(".date__link")];
    const here = links.indexOf(event.target);
    const beside = event.key === "ArrowDown" ? links[here + 1] : event.key === "ArrowUp" ? links[here - 1] : null;
    const place = days.indexOf(day) + step(day);
    const target = here >= 0 && beside ? beside : days[Math.min(Math.max(place, 0), days.length - 1)];
    const focus = target.matches(".date__link") ? target : first(target);
    if (focus) {
      event.preventDefault();
      focus.focus();
    }
  });
}
