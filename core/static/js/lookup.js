// A look-up field: searches while one types, chooses with arrow keys or a tap, creates in place in a dialog.
import { ask } from "./requests.js";
import { openDialog } from "./dialog.js";

const WAIT = 160;
const timers = new WeakMap();
const unanswered = new WeakSet(); // boxes whose offers, if any, answer what stood there before
const eager = new WeakSet(); // of them, those where Enter or Tab came first: the best offer is taken when it is here
const parts = (box) => ({
  text: box.querySelector('[role="combobox"]'), id: box.querySelector('input[type="hidden"]'),
  list: box.querySelector('[role="listbox"]'),
});

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-lookup]");
  if (!box || event.target.type === "hidden") return;
  parts(box).id.value = "";
  mark(box, null); // what was marked belongs to what was typed before: fast fingers would take it
  eager.delete(box);
  if (parts(box).text.value.trim()) unanswered.add(box); else unanswered.delete(box);
  clearTimeout(timers.get(box));
  timers.set(box, setTimeout(() => search(box), WAIT));
});

document.addEventListener("focusin", (event) => {
  const box = event.target.closest?.("[data-lookup]");
  if (box && event.target.matches('[role="combobox"]') && !event.target.disabled && !parts(box).id.value) search(box);
});

document.addEventListener("focusout", (event) => {
  const box = event.target.closest?.("[data-lookup]");
  if (box) setTimeout(() => { if (!box.contains(document.activeElement)) close(box); }, 150);
});

async function search(box) {
  const { text, list } = parts(box);
  const asked = text.value;
  const url = new URL(box.dataset.lookup, location.origin);
  url.searchParams.set("q", asked);
  url.searchParams.set("prefix", list.id);
  if (box.dataset.create) url.searchParams.set("create", "1");
  const answer = await ask(url);
  const offers = answer?.ok ? await answer.text() : "";
  if (text.value !== asked) return;
  unanswered.delete(box);
  const taken = eager.delete(box);
  const here = document.activeElement === text;
  if (!offers || !(taken || here)) return;
  list.innerHTML = offers;
  text.setAttribute("aria-expanded", "true");
  const best = asked && list.querySelector("[role=option]:not([aria-disabled])");
  if (best && taken) choose(box, best, here);
  else if (!here) close(box);
  else if (best) mark(box, best);
}

function mark(box, option) {
  const { text, list } = parts(box);
  list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) text.setAttribute("aria-activedescendant", option.id); else text.removeAttribute("aria-activedescendant");
}

function close(box) {
  const { text, list } = parts(box);
  list.replaceChildren();
  text.setAttribute("aria-expanded", "false");
  text.removeAttribute("aria-activedescendant");
}

function choose(box, option, focus = true) {
  if (option.dataset.createUrl) {
    close(box);
    openDialog(option.dataset.createUrl, { created: (id, name) => put(box, id, name) });
  } else if (option.dataset.value) {
    put(box, option.dataset.value, option.dataset.text, focus);
  }
}

export function put(box, value, shown, focus = true) {
  const { text, id } = parts(box);
  id.value = value;
  text.value = shown;
  if (focus) text.focus();
  close(box);
  id.dispatchEvent(new Event("change", { bubbles: true }));
}

const optionAt = (event) => event.target.closest("[data-lookup] [role=option]");

document.addEventListener("pointerdown", (event) => { if (optionAt(event)) event.preventDefault(); }); // the text keeps the focus, so the click arrives

// Chosen by the click that ends a tap: a list gone at its beginning would hand the click to what lies underneath, and could not be scrolled by finger.
document.addEventListener("click", (event) => {
  const option = optionAt(event);
  if (option) choose(option.closest("[data-lookup]"), option);
  const clear = event.target.closest("[data-lookup] [data-clear]");
  if (clear) put(clear.closest("[data-lookup]"), "", "");
});

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-lookup]");
  if (!box || !event.target.matches('[role="combobox"]')) return;
  if (event.isComposing) return; // Enter, Tab and arrows belong to the input method while Chinese is typed
  const options = [...parts(box).list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const early = at < 0 && unanswered.has(box) && !event.shiftKey && !event.ctrlKey && !event.metaKey;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!options.length) search(box);
    else mark(box, options[(at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
  } else if (early && event.key === "Enter") {
    event.preventDefault();
    eager.add(box);
  } else if (early && event.key === "Tab" && "tab" in box.dataset) {
    eager.add(box);
  } else if (event.key === "Tab" && at >= 0 && "tab" in box.dataset && !event.shiftKey) {
    choose(box, options[at]); // where one types line after line, Tab takes what is marked and goes on
  } else if (event.key === "Enter" && at >= 0 && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    choose(box, options[at]);
  } else if (event.key === "Escape" && options.length) {
    event.preventDefault();
    event.stopPropagation();
    close(box);
  }
});
