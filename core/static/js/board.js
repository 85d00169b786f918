// The board: cards are dragged by mouse or touch, or moved by key (m opens "Move to …"). A move that is refused puts the card
// back and says why; one that needs more opens its dialog.
import { ask } from "./requests.js";
import { openDialog } from "./dialog.js";
import { toast } from "./toast.js";
import { speak, word } from "./words.js";

const board = document.querySelector("[data-board]");

async function move(card, from, to, before) {
  const target = to.closest("[data-column]");
  const body = new FormData();
  body.set(board.dataset.input, target.dataset.column);
  body.set("version", card.dataset.version);
  body.set("csrf_token", board.dataset.token);
  const url = `${board.dataset.board}/${card.dataset.id}/actions/${board.dataset.move}`;
  card.classList.add("waiting");
  const answer = await ask(url, { method: "POST", body, headers: { "X-Card": "1" } });
  card.classList.remove("waiting");
  if (answer?.ok) {
    card.dataset.version = answer.headers.get("X-Version") ?? card.dataset.version;
    const place = target.querySelector("h2 .clip").textContent;
    speak(word("moved", { place }));
    const undo = JSON.parse(answer.headers.get("X-Undo") ?? "null");
    toast(word("moved", { place }), { undo: undo ? { url: undo.url, values: { ...undo.values, next: location.pathname + location.search } } : null });
    document.body.dispatchEvent(new Event("board-moved"));
    return;
  }
  from.insertBefore(card, before?.isConnected ? before : null);
  if (!answer) return;
  if (answer.headers.get("X-Needs-Dialog")) openDialog(`${url}?${new URLSearchParams({ [board.dataset.input]: target.dataset.column, next: location.pathname + location.search })}`);
  else toast(await answer.text(), { bad: true });
}

async function makeSortable() {
  const { default: Sortable } = await import("../vendor/sortable.esm.js");
  for (const list of board.querySelectorAll(".cards")) {
    let before = null;
    Sortable.create(list, {
      group: "cards", draggable: ".board-card[data-id]", animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      delay: 180, delayOnTouchOnly: true, filter: ".move, .move *", preventOnFilter: false, sort: false, scroll: true, forceFallback: true, fallbackTolerance: 4,
      onStart: (event) => { before = event.item.nextElementSibling; },
      onEnd: (event) => { if (event.from !== event.to) { event.to.querySelector("[data-empty]")?.remove(); move(event.item, event.from, event.to, before); } },
    });
  }
  board.dataset.ready = "1";
}

if (board?.dataset.move) {
  makeSortable();
  board.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move-to]");
    if (!button) return;
    event.preventDefault();
    const card = button.closest(".board-card");
    card.querySelector("details").open = false;
    const from = card.parentElement;
    const before = card.nextElementSibling;
    const to = board.querySelector(`[data-column="${CSS.escape(button.dataset.moveTo)}"] .cards`);
    to.prepend(card);
    card.focus();
    move(card, from, to, before);
  });
}
board?.addEventListener("keydown", (event) => {
  const card = event.target.closest(".board-card");
  if (!card || event.target.closest("details[open]")) return;
  const columns = [...board.querySelectorAll(".board-col")];
  const column = columns.indexOf(card.closest(".board-col"));
  const steps = { ArrowDown: () => card.nextElementSibling, ArrowUp: () => card.previousElementSibling,
    ArrowRight: () => columns[column + 1]?.querySelector(".board-card[data-id]"), ArrowLeft: () => columns[column - 1]?.querySelector(".board-card[data-id]") };
  if (event.key === "m") { event.preventDefault(); const menu = card.querySelector("details.move"); if (menu) { menu.open = true; menu.querySelector(".menu-item")?.focus(); } }
  else if (event.key === "Enter" && event.target === card) location.assign(card.querySelector(".title").href);
  else if (steps[event.key]) { event.preventDefault(); steps[event.key]()?.focus(); }
});
