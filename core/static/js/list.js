// The list: selection with its action bar, keys j k x e Enter, more rows on scroll, the same place again after Back. Its cells are in cells.js.
import { ask } from "./requests.js";
import { openDialog } from "./dialog.js";
import { word } from "./words.js";

export const table = document.querySelector("table[data-keys]");
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
  const chosen = button.name ? [[button.name, button.value]] : [];
  openDialog(`${button.getAttribute("formaction")}?${new URLSearchParams([...ids.map((id) => ["id", id]), ["next", next], ...chosen])}`);
});

export function current() { return table?.querySelector("tr.at"); }
export function moveTo(row, place = row?.querySelector("td.name a")) {
  if (!row) return;
  current()?.classList.remove("at");
  row.classList.add("at");
  row.scrollIntoView({ block: "nearest" });
  place?.focus({ preventScroll: true });
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
