// Menus are <details>: one open at a time, closed by Esc or a click elsewhere, walked with the arrow keys.
import { keep } from "./choices.js";

const open = () => [...document.querySelectorAll("details.menu[open]")];

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const items = [...menu.querySelectorAll(".menu-item:not([aria-disabled]), input, select, button")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = items.indexOf(document.activeElement);
    items[(at + step + items.length) % items.length]?.focus();
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const folder = event.target.closest("[data-fold]");
  if (!folder) return;
  const root = document.documentElement;
  const folded = root.dataset.side !== "folded";
  if (folded) root.dataset.side = "folded"; else delete root.dataset.side;
  keep("side", folded ? "folded" : "open");
});

// A group of the navigation and a section of a form stay as one left them: the server draws them so from the cookie.
const folds = () => new Map(decodeURIComponent(document.cookie.match(/(?:^|; )folds=([^;]*)/)?.[1] ?? "").split(",").filter(Boolean).map((pair) => pair.split(":")));
document.addEventListener("click", (event) => {
  const group = event.target.closest("details[data-group] > summary")?.parentElement;
  if (!group) return;
  const kept = folds().set(group.dataset.group, group.open ? "0" : "1");
  keep("folds", [...kept].map((pair) => pair.join(":")).join(","));
});
