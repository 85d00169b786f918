// The search box: arrow keys walk through what is offered under it, Enter opens it, Esc and leaving close it.
const box = document.querySelector(".search input[type=search]");
const list = document.getElementById("search-results");
const offers = () => [...list.querySelectorAll('[role="option"]')];
const marked = () => list.querySelector('[aria-selected="true"]');

function mark(offer) {
  marked()?.setAttribute("aria-selected", "false");
  offer?.setAttribute("aria-selected", "true");
  offer?.scrollIntoView({ block: "nearest" });
  if (offer) box.setAttribute("aria-activedescendant", offer.id); else box.removeAttribute("aria-activedescendant");
}

function close() {
  list.replaceChildren();
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

if (box && list) {
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the input method while Chinese is typed
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = offers();
      if (!all.length) return;
      event.preventDefault();
      const at = all.indexOf(marked());
      mark(all[event.key === "ArrowDown" ? (at + 1) % all.length : (at < 1 ? all.length : at) - 1]);
    } else if (event.key === "Enter" && marked()) {
      event.preventDefault();
      location.assign(marked().href);
    } else if (event.key === "Escape") {
      close();
    }
  });
  box.addEventListener("input", () => mark(null)); // what was marked belongs to what was typed before: Enter asks for what is typed now
  list.addEventListener("htmx:beforeSwap", (event) => {
    if (document.activeElement !== box) event.detail.shouldSwap = false; // an answer that comes after one has left
  });
  list.addEventListener("htmx:afterSwap", () => {
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(offers().length > 0));
  });
  box.form.addEventListener("focusout", () => setTimeout(() => { if (!box.form.contains(document.activeElement)) close(); }, 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus, so the click arrives
}
