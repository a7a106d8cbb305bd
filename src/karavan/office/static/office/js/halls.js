// Arrows between the blocks of a week, by where they stand on the page. Tab walks them without this.
const grid = document.querySelector("[data-grid]");
const centre = (node) => {
  const box = node.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
};
const towards = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function nearest(from, [dx, dy]) {
  const start = centre(from);
  let best;
  let least = Infinity;
  for (const node of grid.querySelectorAll("a[data-block], .cell__new")) {
    if (node === from || !node.offsetParent) continue;
    const { x, y } = centre(node);
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const across = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    if (along < 2) continue;
    const far = along + across * 3;
    if (far < least) [best, least] = [node, far];
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(event.key in towards) || !grid) return;
  const from = document.activeElement;
  if (from === grid) {
    const first = grid.querySelector("a[data-block], .cell__new");
    if (first && event.key === "ArrowDown") {
      event.preventDefault();
      first.focus();
    }
    return;
  }
  if (!grid.contains(from)) return;
  const next = nearest(from, towards[event.key]);
  if (next) {
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});
