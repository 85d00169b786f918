// Lists whose order one chooses: by dragging a line at its grip, by its buttons, or with Alt+↑ and Alt+↓ anywhere in it. Lists of one
// group (data-sortable="…") take lines from one another; one that grows (data-growing) always has an empty line at its end. Of two
// lists (data-chosen, data-others) the second offers what is ticked into the first, and one finds it there by typing (data-find).
import { openChoice } from "./dialog.js";
import { speak, word } from "./words.js";

const LINE = "li:has([data-up])";
const group = (list) => (list.dataset.sortable ? [...document.querySelectorAll(`[data-sortable="${CSS.escape(list.dataset.sortable)}"]`)] : [list]);
const lines = (list) => [...list.children].filter((one) => one.matches(LINE));
const shown = (list) => lines(list).filter((one) => !one.hidden);
const nameOf = (line) => line.dataset.name ?? [...line.querySelectorAll("input:not([type=hidden])")].find((one) => one.value)?.value ?? "";
const titleOf = (list) => document.getElementById(list.getAttribute("aria-labelledby"))?.firstChild.textContent.trim() ?? "";

// Says where the line is now, and lets its form know that there is something to save.
function moved(line) {
  const list = line.parentElement, all = lines(list);
  const values = { name: nameOf(line), place: all.indexOf(line) + 1, count: all.length, list: titleOf(list) };
  speak(word(group(list).length > 1 ? "placeIn" : "place", values));
  line.querySelector("input")?.dispatchEvent(new Event("change", { bubbles: true }));
}

function step(line, up) {
  const list = line.parentElement, lists = group(list), beyond = lists[lists.indexOf(list) + (up ? -1 : 1)];
  const near = shown(list), neighbour = near[near.indexOf(line) + (up ? -1 : 1)];
  keepFocus(line, () => {
    if (neighbour) neighbour[up ? "before" : "after"](line);
    else if (beyond) beyond[up ? "append" : "prepend"](line);
  });
  moved(line);
}

// What is moved in the page loses the focus.
function keepFocus(line, change) {
  const held = line.contains(document.activeElement) ? document.activeElement : null;
  change();
  held?.focus({ preventScroll: true });
  if (held) line.scrollIntoView({ block: "nearest", behavior: "instant" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sortable] :is([data-up], [data-down])");
  if (!button) return;
  event.preventDefault();
  button.focus(); // not every browser gives it to what one clicks
  step(button.closest(LINE), button.matches("[data-up]"));
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key) || event.target.matches("select")) return;
  const line = event.target.closest?.(`[data-sortable] > ${LINE}`);
  if (!line) return;
  event.preventDefault();
  step(line, event.key === "ArrowUp");
});

// ↑ and ↓ go to the same button or box of the line before or after, however much there is in a line.
const SAME = ["input[type=checkbox]", "[data-up]", "[data-down]", "[data-send-on]"];
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const line = event.target.closest?.(`:is([data-sortable], [data-others]) > ${LINE}`), same = line && SAME.find((one) => event.target.matches(one));
  if (!same) return;
  event.preventDefault();
  const picks = line.closest("[data-picks]"), all = picks ? [...picks.querySelectorAll(LINE)] : group(line.parentElement).flatMap(lines);
  const there = all.filter((one) => one === line || one.querySelector(same)?.checkVisibility()), at = there.indexOf(line);
  const next = there[at + (event.key === "ArrowDown" ? 1 : -1)]?.querySelector(same) ?? (at ? null : picks?.querySelector("[data-find]"));
  next?.focus();
});

// ---------------------------------------------------------------- straight into another list of the group

async function sendOn(line) {
  const lists = group(line.parentElement), opener = document.activeElement;
  const chosen = await openChoice(word("moveTo", { name: nameOf(line) }), lists.map(titleOf), lists.indexOf(line.parentElement));
  opener?.focus();
  if (chosen === null || lists[chosen] === line.parentElement) return;
  keepFocus(line, () => lists[chosen].append(line));
  moved(line);
}

document.addEventListener("click", (event) => {
  const line = event.target.closest("[data-send-on]")?.closest(LINE);
  if (line) { event.preventDefault(); sendOn(line); }
});
document.addEventListener("keydown", (event) => {
  const line = event.key === "m" && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.closest?.("button") && event.target.closest(`${LINE}:has([data-send-on])`);
  if (line) { event.preventDefault(); sendOn(line); }
});

// ---------------------------------------------------------------- by mouse and finger

// The library has to be there before the first drag begins, which a finger begins by its first touch.
async function prepare(root) {
  const lists = [...root.querySelectorAll("[data-sortable]:not([data-ready])")];
  if (!lists.length) return;
  for (const list of lists) list.dataset.ready = "coming";
  const { default: Sortable } = await import("../vendor/sortable.esm.js");
  const animation = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120;
  for (const list of lists) {
    Sortable.create(list, {
      handle: ".grip", draggable: LINE, animation, forceFallback: true, fallbackTolerance: 4, scroll: true, group: list.dataset.sortable || undefined,
      onEnd: (event) => { if (event.from !== event.to || event.oldIndex !== event.newIndex) moved(event.item); },
    });
    list.dataset.ready = "1";
  }
}
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
document.addEventListener("forecourt:filled", (event) => prepare(event.target));

// ---------------------------------------------------------------- lists that grow

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

// ---------------------------------------------------------------- what is ticked, and what else there is

document.addEventListener("change", (event) => {
  const line = event.target.matches("[data-picks] input[type=checkbox]") && event.target.closest(LINE);
  if (line) pick(line, event.target.checked);
});

function pick(line, wanted) {
  const picks = line.closest("[data-picks]"), [chosen, others] = ["[data-chosen]", "[data-others]"].map((one) => picks.querySelector(one));
  const list = wanted ? chosen : others;
  if (line.parentElement === list) return;
  const after = wanted ? null : lines(others).find((one) => nameOf(one).localeCompare(nameOf(line), document.documentElement.lang) > 0);
  keepFocus(line, () => list.insertBefore(line, after ?? null));
  count(picks);
  if (wanted) moved(line); else speak(word("takenOut", { name: nameOf(line) }));
}

function count(picks) {
  for (const list of picks.querySelectorAll("[data-chosen], [data-others]")) {
    document.getElementById(list.getAttribute("aria-labelledby")).querySelector("[data-count]").textContent = lines(list).length;
  }
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-find]")) return;
  const picks = event.target.closest("[data-picks]"), asked = event.target.value.trim().toLocaleLowerCase();
  for (const line of picks.querySelectorAll(LINE)) line.hidden = !`${nameOf(line)} ${line.dataset.code}`.toLocaleLowerCase().includes(asked);
  picks.querySelector("[data-none-found]").hidden = Boolean(picks.querySelector(`${LINE}:not([hidden])`));
});

// From the box Enter takes the first that is found and is not there yet, ↓ goes into the list.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-find]") || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const picks = event.target.closest("[data-picks]"), first = (list) => picks.querySelector(`${list} > ${LINE}:not([hidden]) input[type=checkbox]`);
  if (event.key === "ArrowDown") { event.preventDefault(); (first("[data-chosen]") ?? first("[data-others]"))?.focus(); }
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (event.target.value.trim()) first("[data-others]")?.click();
  event.target.select();
});
