// Forms never lose what was typed: a dirty one asks before it is left, a draft survives a reload and a sign-in, one press sends once.
import { toast } from "./toast.js";
import { word } from "./words.js";

const dirty = new Set();
const shows = (form) => form.isConnected;

function typedInto({ target: { form } }) {
  if (form?.matches("[data-dirty]")) dirty.add(form);
  if (form?.dataset.draft) keepDraft(form);
}
document.addEventListener("input", typedInto);
document.addEventListener("change", typedInto); // what a look-up or a picker of dates puts in is typed, too

// A form that was saved, or is left on purpose.
export function forget(form) { dirty.delete(form); dropDraft(form); }

// Whether everything inside `root` may be left: asks where something typed would be lost.
export function settle(root) {
  if ([...dirty].some((form) => root.contains(form)) && !confirm(word("leave"))) return false;
  (root.matches("form") ? [root] : root.querySelectorAll("form")).forEach(forget);
  return true;
}

// To the sign-in page, from which one comes back: what has a draft waits there, the rest asks as ever.
export function leaveToSignIn(address) {
  for (const form of dirty) if (form.dataset.draft) dirty.delete(form);
  location.assign(address);
}

// Where to mend first: the input beside the first sentence, of a choice of several the first of them.
export function firstError(root) {
  const found = root.querySelector("[data-first-error], [aria-invalid='true'], .field:has([role=alert])");
  return found?.matches(".field, [role=radiogroup]") ? found.querySelector("input:not([type=hidden]), select, textarea") : found;
}

// Forms inside `root` that were refused hold something nobody has saved.
export function comeBack(root) {
  for (const form of root.querySelectorAll("form[data-dirty]:has([role=alert])")) dirty.add(form);
}
document.addEventListener("htmx:afterSwap", (event) => comeBack(event.target.parentElement ?? document));

addEventListener("beforeunload", (event) => { if ([...dirty].some(shows)) event.preventDefault(); });

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) { event.preventDefault(); return; } // what cannot be undone
  if (form.closest("dialog") || event.defaultPrevented) return; // whoever sends it forgets it once it is saved
  if (form.dataset.sent && form.method === "post") { event.preventDefault(); return; }
  dirty.delete(form);
  if (form.method === "post") { form.dataset.sent = "1"; event.submitter?.setAttribute("aria-busy", "true"); }
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (event.detail.successful && form.matches?.("form")) forget(form);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// A file that is too large is told where it is chosen, before it is sent; the form waits for another.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-most]")) return;
  const large = [...input.files].find((file) => file.size > Number(input.dataset.most));
  const sentence = large ? `${large.name}: ${input.dataset.tooLarge}` : "";
  const beside = input.closest("label") ?? input;
  beside.parentElement.querySelector(".error.too-large")?.remove();
  input.setCustomValidity(sentence);
  input.toggleAttribute("aria-invalid", Boolean(large));
  if (large) beside.after(Object.assign(document.createElement("div"), { className: "error too-large", role: "alert", textContent: sentence }));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const dialog = document.querySelector("dialog[open]"); // nothing behind it is meant
  const form = event.target.form ?? (dialog ? dialog.querySelector("form[data-dirty]") : document.querySelector("form:is([data-dirty], [data-main])"));
  if (form) { event.preventDefault(); form.requestSubmit(); }
});

// A choice that shows something else sends its form. Who steps through it by keys sends it with Enter, or by leaving it.
const AT_ONCE = "select[data-submit-on-change]";
let stepping = false, waiting = null;
function sendChoice(select) { waiting = null; select.form.requestSubmit(); }
document.addEventListener("pointerdown", () => { stepping = false; });
document.addEventListener("keydown", ({ target, key: pressed }) => {
  if (!target.matches(AT_ONCE)) return;
  stepping = pressed !== "Enter";
  if (!stepping && waiting === target) sendChoice(target);
});
document.addEventListener("change", ({ target }) => {
  if (!target.matches(AT_ONCE)) return;
  if (stepping) waiting = target; else sendChoice(target);
});
document.addEventListener("focusout", ({ target }) => { if (waiting === target && target.closest("dialog")?.open !== false) sendChoice(target); });

// A select whose options arrive anew keeps what was chosen meanwhile, where that is still among them.
document.addEventListener("htmx:beforeSwap", (event) => { if (event.target.matches("select")) event.target.dataset.held = event.target.value; });
document.addEventListener("htmx:afterSwap", (event) => {
  const held = event.target.matches("select") ? event.target.dataset.held : "";
  if (held && !event.target.value && event.target.querySelector(`option[value="${CSS.escape(held)}"]`)) event.target.value = held;
});

// Drafts live for the tab only, and never hold a password or the token against forged requests. With the version the form was filled from, a
// draft of what somebody else has changed meanwhile becomes a conflict and overwrites nothing.
const DRAFT = "draft:";
const key = (form) => `${DRAFT}${location.pathname}:${form.dataset.draft}`;
function keepDraft(form) {
  const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  sessionStorage.setItem(key(form), JSON.stringify(values));
}
function dropDraft(form) { if (form.dataset.draft) sessionStorage.removeItem(key(form)); }

// A form that was sent keeps its draft until its answer arrives, which brings its token in a cookie: an answer that was lost on the way does
// not, nor does the sign-in page.
function dropAnswered() {
  const token = document.cookie.match(/(?:^|; )answered=([^;]*)/)?.[1];
  if (!token) return;
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(DRAFT))) {
    if (JSON.parse(sessionStorage.getItem(name)).some(([input, value]) => input === "_once" && value === token)) sessionStorage.removeItem(name);
  }
}

const isOurs = (input) => input.type === "hidden" && input.name !== "version" && !input.closest("[data-lookup]"); // nobody has typed it

export function restoreDraft(form) {
  const kept = form.dataset.draft && sessionStorage.getItem(key(form));
  if (!kept || form.querySelector("[aria-invalid]")) return;
  const values = JSON.parse(kept);
  for (const input of form.elements) {
    const mine = values.filter(([name]) => name === input.name).map(([, value]) => value);
    if (!mine.length || input.type === "submit" || isOurs(input)) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = mine.includes(input.value);
    else input.value = mine.at(-1);
    if (mine.some(Boolean)) input.closest("details")?.setAttribute("open", "");
  }
  if (form.matches("[data-dirty]")) dirty.add(form);
  keepDraft(form); // with the token of this form: that is the one that will be answered
  toast(word("draft"));
}

function arrive() {
  dropAnswered();
  comeBack(document);
  document.querySelectorAll("form[data-draft]").forEach(restoreDraft);
  firstError(document)?.focus();
}
arrive();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick-date]");
  if (!button) return;
  const text = button.parentElement.querySelector("input");
  const picker = Object.assign(document.createElement("input"), { type: "date", className: "visually-hidden", tabIndex: -1 });
  picker.value = /^\d{4}-\d\d-\d\d$/.test(text.value) ? text.value : "";
  picker.addEventListener("change", () => { text.value = picker.value; text.dispatchEvent(new Event("input", { bubbles: true })); picker.remove(); text.focus(); });
  picker.addEventListener("blur", () => setTimeout(() => picker.remove(), 200));
  button.after(picker);
  picker.focus();
  try { picker.showPicker(); } catch { /* the browser shows none: the date is typed */ }
});
