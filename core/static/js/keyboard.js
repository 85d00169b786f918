// Keys that work everywhere: / search, ? help, c new, e edit, g then a letter, Esc back. Never while one types. A key presses what names it
// (data-key), goes to it where one types in it, and goes into it where it holds several things (data-key-into): to what follows the present one.
const typing = (target) => target.isContentEditable || target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select");
const into = (box) => (box.querySelector("[aria-current]")?.closest("li")?.nextElementSibling ?? box).querySelector("a, button, summary");
let going = 0;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.(".search input")) { event.target.blur(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (going && Date.now() - going < 1500) {
    going = 0;
    const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (place) { event.preventDefault(); location.assign(place.href); }
    return;
  }
  if (event.key === "g") { going = Date.now(); return; }
  if (event.key === "c" && !document.querySelector('main [data-key="c"]')) {
    const menu = document.querySelector(".new-menu");
    if (menu) { event.preventDefault(); menu.open = true; menu.querySelector(".menu-item")?.focus(); }
    return;
  }
  const keyed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!keyed || (event.key === "e" && document.querySelector("[data-keys]"))) return;
  event.preventDefault();
  if ("keyInto" in keyed.dataset) into(keyed)?.focus();
  else if (keyed.matches("input, textarea")) { keyed.focus(); if (keyed.matches("input")) keyed.select(); } else keyed.click();
});
