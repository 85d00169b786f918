// The calendar: an entry is dragged to another day by mouse or touch, or moved by m. Every move needs its reason, so the drop
// opens the dialog that asks for it; a dialog that is closed leaves the entry where it was. ← → t go through time.
import { openDialog } from "../js/dialog.js";

const calendar = document.querySelector("[data-calendar]");
const typing = (target) => target.matches?.("input, textarea, select") || target.isContentEditable;

function dropped(event, before) {
  const { item, from, to } = event;
  const day = to.closest("[data-day]").dataset.day;
  from.insertBefore(item, before?.isConnected ? before : null);
  if (from === to) return;
  openDialog(`/activities/${item.dataset.id}/actions/move?${new URLSearchParams({ due_on: day, next: calendar.dataset.next })}`);
}

async function makeSortable() {
  const { default: Sortable } = await import("../vendor/sortable.esm.js");
  for (const list of calendar.querySelectorAll(".entries")) {
    let before = null;
    Sortable.create(list, {
      group: "days", draggable: "[data-movable]", sort: false, delay: 180, delayOnTouchOnly: true, forceFallback: true, fallbackTolerance: 4,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      onStart: (event) => { before = event.item.nextElementSibling; },
      onEnd: (event) => dropped(event, before),
    });
  }
  calendar.dataset.ready = "1";
}

if (calendar) {
  makeSortable();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const entry = event.target.closest?.(".entry");
    if (event.key === "m" && entry) entry.querySelector(".to-other-day")?.click();
    else document.querySelector(`[data-calendar-key="${CSS.escape(event.key)}"]`)?.click();
  });
}
