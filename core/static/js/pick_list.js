// Lists whose order one chooses, by buttons or by dragging. Lists of one group (data-sortable="…") take lines from one another;
// one that grows (data-growing) always has an empty line at its end.
const group = (list) => (list.dataset.sortable ? [...document.querySelectorAll(`[data-sortable="${CSS.escape(list.dataset.sortable)}"]`)] : [list]);

function move(line, up) {
  const list = line.parentElement, lists = group(list), beyond = lists[lists.indexOf(list) + (up ? -1 : 1)];
  const neighbour = up ? line.previousElementSibling : line.nextElementSibling;
  if (neighbour) neighbour[up ? "before" : "after"](line);
  else if (beyond) beyond[up ? "append" : "prepend"](line);
}

const changed = (event) => event.item.querySelector("input")?.dispatchEvent(new Event("change", { bubbles: true })); // the form has something to save

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-up], [data-down]"), line = button?.closest("li");
  if (!line) return;
  event.preventDefault();
  move(line, button.matches("[data-up]"));
  button.focus();
  changed({ item: line });
});

// The library is fetched once a pointer comes near: it has to be there before the first drag begins.
document.addEventListener("pointerover", async (event) => {
  const list = event.target.closest?.("[data-sortable]");
  if (!list || list.dataset.ready) return;
  list.dataset.ready = "coming";
  const { default: Sortable } = await import("../vendor/sortable.esm.js");
  for (const one of group(list)) {
    if (one.dataset.ready === "1") continue;
    one.dataset.ready = "1";
    Sortable.create(one, { handle: ".grip", animation: 120, forceFallback: true, group: list.dataset.sortable || undefined, onUpdate: changed, onAdd: changed });
  }
});

document.addEventListener("input", (event) => {
  const list = event.target.closest("[data-growing]"), last = list?.lastElementChild;
  if (!last?.contains(event.target)) return;
  const fresh = last.cloneNode(true);
  for (const input of fresh.querySelectorAll("input")) {
    input.value = "";
    if (input.ariaLabel) input.ariaLabel = input.ariaLabel.replace(/\d+/, list.children.length + 1);
  }
  for (const select of fresh.querySelectorAll("select")) select.selectedIndex = 0;
  fresh.querySelectorAll(".error").forEach((one) => one.remove());
  list.append(fresh);
});
