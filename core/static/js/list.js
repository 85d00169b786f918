// The list: selection with its action bar, keys j k x e Enter, more rows on scroll, the same place again after Back, and
// editing of a cell by double click or e.
import { ask } from "./requests.js";
import { openDialog } from "./dialog.js";
import { toast } from "./toast.js";
import { speak, word } from "./words.js";

const table = document.querySelector("table[data-keys]");
const rows = () => [...(table?.querySelectorAll("tbody > tr") ?? [])];
const picks = () => [...(table?.querySelectorAll("td.pick input") ?? [])];

function showSelection() {
  const count = picks().filter((box) => box.checked).length;
  const bar = document.querySelector("[data-action-bar]");
  if (!bar) return;
  bar.hidden = !count;
  bar.classList.toggle("on", count > 0);
  bar.querySelector("[data-selected-count]").textContent = word("selected", { count });
  const all = table.querySelector("[data-select-all]");
  all.checked = count > 0 && count === picks().length;
  all.indeterminate = count > 0 && count < picks().length;
}

function selectAll(wanted) {
  for (const box of picks()) box.checked = wanted;
  showSelection();
}

table?.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) selectAll(event.target.checked);
  else if (event.target.matches("td.pick input")) showSelection();
});
let lastPick = null;
table?.addEventListener("click", (event) => {
  if (!event.target.matches("td.pick input")) return;
  const boxes = picks();
  if (event.shiftKey && lastPick) {
    const [from, to] = [boxes.indexOf(lastPick), boxes.indexOf(event.target)].sort((a, b) => a - b);
    for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    showSelection();
  }
  lastPick = event.target;
});
document.querySelector("[data-select-none]")?.addEventListener("click", () => selectAll(false));
for (const button of document.querySelectorAll("[data-bulk]")) button.addEventListener("click", (event) => {
  event.preventDefault();
  const ids = picks().filter((box) => box.checked).map((box) => box.value);
  const next = document.querySelector('#selection [name="next"]').value;
  openDialog(`${button.getAttribute("formaction")}?${new URLSearchParams([...ids.map((id) => ["id", id]), ["next", next]])}`);
});

function current() { return table?.querySelector("tr.at"); }
function moveTo(row) {
  if (!row) return;
  current()?.classList.remove("at");
  row.classList.add("at");
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("td.name a")?.focus({ preventScroll: true });
}
document.addEventListener("keydown", (event) => {
  if (!table || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  const here = current();
  if (event.key === "j" || event.key === "k") moveTo(here ? (event.key === "j" ? here.nextElementSibling : here.previousElementSibling) ?? here : rows()[0]);
  else if (event.key === "x" && here) { const box = here.querySelector("td.pick input"); box.checked = !box.checked; showSelection(); }
  else if (event.key === "e" && here) location.assign(`${here.querySelector("td.name a").href}/edit`);
  else if (event.key === "Escape" && picks().some((box) => box.checked)) selectAll(false);
});

// More rows. How far one had come is kept with the history entry, so that Back leads to the same row.
async function loadMore(link) {
  if (link.dataset.busy) return false;
  link.dataset.busy = "1";
  const answer = await ask(link.href, { headers: { "X-Rows": "1" } });
  if (!answer?.ok) { delete link.dataset.busy; return false; }
  table.querySelector("tbody").insertAdjacentHTML("beforeend", await answer.text());
  const next = answer.headers.get("X-Next");
  if (next) { link.href = next; delete link.dataset.busy; } else link.remove();
  showSelection();
  return true;
}
const more = document.querySelector("[data-more]");
if (more && table) {
  more.addEventListener("click", (event) => { event.preventDefault(); loadMore(more); });
  new IntersectionObserver((entries) => { if (entries[0].isIntersecting && more.isConnected) loadMore(more); }, { rootMargin: "400px" }).observe(more);
}
addEventListener("pagehide", () => {
  if (table) history.replaceState({ ...history.state, rows: rows().length, top: scrollY }, "");
});
async function comeBack() {
  const { rows: wanted, top } = history.state ?? {};
  if (!table || !wanted || performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  while (rows().length < wanted && more?.isConnected) if (!(await loadMore(more))) break;
  scrollTo(0, top);
}
comeBack();

// A cell: a double click (or F2 on its row) turns it into its input; Enter saves, Esc leaves it as it was.
async function edit(cell) {
  const row = cell.closest("tr");
  const answer = await ask(`${table.tBodies[0].dataset.url}/${row.dataset.id}/cell/${cell.dataset.f}`, { headers: { "X-Dialog": "1" } });
  if (!answer) return;
  if (!answer.ok) { toast(await answer.text(), { bad: true }); return; }
  const former = cell.innerHTML;
  cell.classList.add("editing");
  cell.innerHTML = await answer.text();
  cell.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  const leave = () => { cell.classList.remove("editing"); cell.innerHTML = former; };
  cell.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); leave(); } }, { once: false });
  cell.addEventListener("submit", (event) => save(event, cell, row));
}
async function save(event, cell, row) {
  event.preventDefault();
  const answer = await ask(event.target.action, { method: "POST", body: new FormData(event.target), headers: { "X-Dialog": "1" } });
  if (!answer) return;
  const html = await answer.text();
  if (answer.ok) {
    const holder = document.createElement("tbody");
    holder.innerHTML = html;
    const fresh = holder.firstElementChild;
    if (fresh) { row.replaceWith(fresh); fresh.querySelector(`td[data-f="${cell.dataset.f}"]`)?.classList.add("saved"); moveTo(fresh); }
    speak(word("saved"));
  } else cell.innerHTML = html;
}
table?.addEventListener("dblclick", (event) => {
  const cell = event.target.closest("td[data-f]");
  if (cell && !cell.classList.contains("editing")) edit(cell);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "F2" && current()) { const cell = current().querySelector("td[data-f]"); if (cell) edit(cell); }
});
