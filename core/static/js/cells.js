// The cells of a list. Arrow keys go from cell to cell, F2 (or Enter on a cell, or a double click) turns one into its input. There Enter saves
// and stays, Tab saves and opens the next, Esc leaves the cell as it was.
import { ask } from "./requests.js";
import { current, moveTo, table } from "./list.js";
import { toast } from "./toast.js";
import { speak, word } from "./words.js";

const INPUTS = "input:not([type=hidden]), select, textarea";
const cellsOf = (row) => [...row.querySelectorAll("td[data-f]")];
const sameCell = (row, cell) => row?.querySelector(`td[data-f="${CSS.escape(cell.dataset.f)}"]`);

function goTo(cell) {
  if (!cell) return;
  cell.tabIndex = -1;
  moveTo(cell.closest("tr"), cell);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// The next editable cell in reading order, or the one before.
function beside(cell, step) {
  const all = [...table.querySelectorAll("td[data-f]")];
  return all[all.indexOf(cell) + step] ?? null;
}

async function edit(cell) {
  if (cell.classList.contains("editing")) return;
  const row = cell.closest("tr");
  const answer = await ask(`${table.tBodies[0].dataset.url}/${row.dataset.id}/cell/${cell.dataset.f}`, { headers: { "X-Dialog": "1" } });
  if (!answer) return;
  if (!answer.ok) { toast(await answer.text(), { bad: true }); return; }
  const former = cell.innerHTML;
  moveTo(row, null);
  cell.classList.add("editing");
  fill(cell, await answer.text());
  const before = typed(cell);
  const leave = () => { cell.classList.remove("editing"); cell.innerHTML = former; cell.removeEventListener("keydown", keys); cell.removeEventListener("submit", submit); };
  const submit = async (event) => { event.preventDefault(); goTo(await save(cell, row)); };
  const keys = async (event) => {
    if (event.isComposing) return; // the keys belong to the input method while Chinese is typed
    if (event.key === "Enter" && event.target.matches("select")) {
      event.preventDefault();
      cell.querySelector("form").requestSubmit();
    } else if (event.key === "Escape" && !cell.querySelector("[role=combobox][aria-expanded=true]")) {
      event.stopPropagation();
      leave();
      goTo(cell);
    } else if (event.key === "Tab" && leavesCell(cell, event)) {
      event.preventDefault();
      const step = event.shiftKey ? -1 : 1;
      let here = cell;
      if (typed(cell) === before) leave(); else here = await save(cell, row);
      const next = here && beside(here, step);
      if (next) edit(next); else goTo(here);
    }
  };
  cell.addEventListener("keydown", keys);
  cell.addEventListener("submit", submit);
}

function fill(cell, html) {
  cell.innerHTML = html;
  const input = cell.querySelector(INPUTS);
  input?.focus();
  if (input?.matches("input:not([type=radio], [type=checkbox])")) input.select();
}

const typed = (cell) => new URLSearchParams(new FormData(cell.querySelector("form"))).toString();

// Tab goes from input to input within the cell first; the choices of one question are one stop, and buttons are none.
function leavesCell(cell, event) {
  const inputs = [...cell.querySelectorAll(INPUTS)];
  const end = event.shiftKey ? inputs[0] : inputs.at(-1);
  return event.target === end || (event.target.type === "radio" && event.target.name === end?.name) || event.target.matches("button");
}

// Answers the cell in its fresh row; null when it was refused and still holds its input.
async function save(cell, row) {
  const form = cell.querySelector("form");
  const answer = await ask(form.action, { method: "POST", body: new FormData(form), headers: { "X-Dialog": "1" } });
  if (!answer) return null;
  const html = await answer.text();
  if (!answer.ok) { fill(cell, html); return null; }
  const holder = document.createElement("tbody");
  holder.innerHTML = html;
  const fresh = holder.firstElementChild;
  speak(word("saved"));
  if (!fresh) return null;
  row.replaceWith(fresh);
  const saved = sameCell(fresh, cell);
  saved?.classList.add("saved");
  return saved;
}

table?.addEventListener("dblclick", (event) => {
  const cell = event.target.closest("td[data-f]");
  if (cell) edit(cell);
});

table?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".editing") || event.target.matches(INPUTS)) return;
  const row = event.target.closest("tbody tr");
  if (!row) return;
  const cells = cellsOf(row);
  const at = cells.indexOf(event.target.closest("td[data-f]"));
  const up = event.key === "ArrowUp", down = event.key === "ArrowDown";
  if (event.key === "ArrowRight" && at + 1 < cells.length) goTo(cells[at + 1]);
  else if (event.key === "ArrowLeft" && at > 0) goTo(cells[at - 1]);
  else if (event.key === "ArrowLeft" && at === 0) moveTo(row);
  else if ((up || down) && (down ? row.nextElementSibling : row.previousElementSibling)) {
    const next = down ? row.nextElementSibling : row.previousElementSibling;
    const same = at < 0 ? null : sameCell(next, cells[at]);
    if (same) goTo(same); else moveTo(next);
  } else if (event.key === "Enter" && at >= 0 && event.target === cells[at]) edit(cells[at]);
  else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F2" || !current() || event.target.closest?.(".editing")) return;
  const cell = document.activeElement?.closest("td[data-f]") ?? current().querySelector("td[data-f]");
  if (cell) edit(cell);
});
