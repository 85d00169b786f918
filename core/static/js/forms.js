// Forms never lose what was typed: a dirty one asks before it is left, a draft survives a reload, one press sends once.
import { toast } from "./toast.js";
import { word } from "./words.js";

const dirty = new Set();
const shows = (form) => form.isConnected;

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-dirty]")) dirty.add(form);
  if (form?.dataset.draft) keepDraft(form);
});
document.addEventListener("change", (event) => { if (event.target.form?.matches("[data-dirty]")) dirty.add(event.target.form); });

// Whether everything inside `root` may be left: asks where something typed would be lost.
export function settle(root) {
  const lost = [...dirty].filter((form) => root.contains(form));
  if (lost.length && !confirm(word("leave"))) return false;
  lost.forEach((form) => { dirty.delete(form); dropDraft(form); });
  return true;
}

addEventListener("beforeunload", (event) => { if ([...dirty].some(shows)) event.preventDefault(); });

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) { event.preventDefault(); return; } // what cannot be undone
  if (form.closest("dialog") || event.defaultPrevented) { dirty.delete(form); return; }
  if (form.dataset.sent && form.method === "post") { event.preventDefault(); return; }
  dirty.delete(form);
  if (form.method === "post") { form.dataset.sent = "1"; event.submitter?.setAttribute("aria-busy", "true"); }
  dropDraft(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (event.detail.successful && form.matches?.("form")) { dirty.delete(form); dropDraft(form); }
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
  const form = event.target.form ?? document.querySelector("dialog[open] form[data-dirty], form[data-dirty]");
  if (form) { event.preventDefault(); form.requestSubmit(); }
});

// A select whose options arrive anew keeps what was chosen meanwhile, where that is still among them.
document.addEventListener("htmx:beforeSwap", (event) => { if (event.target.matches("select")) event.target.dataset.held = event.target.value; });
document.addEventListener("htmx:afterSwap", (event) => {
  const held = event.target.matches("select") ? event.target.dataset.held : "";
  if (held && !event.target.value && event.target.querySelector(`option[value="${CSS.escape(held)}"]`)) event.target.value = held;
});

// Drafts live for the tab only, and never hold a password or a token.
const key = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
function keepDraft(form) {
  const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrf_token", "_once", "version"].includes(name));
  sessionStorage.setItem(key(form), JSON.stringify(values));
}
function dropDraft(form) { if (form.dataset.draft) sessionStorage.removeItem(key(form)); }

function restoreDraft(form) {
  const kept = sessionStorage.getItem(key(form));
  if (!kept || form.querySelector("[aria-invalid]")) return;
  const values = JSON.parse(kept);
  for (const input of form.elements) {
    const mine = values.filter(([name]) => name === input.name).map(([, value]) => value);
    if (!mine.length || input.type === "submit") continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = mine.includes(input.value);
    else input.value = mine.at(-1);
    if (mine.some(Boolean)) input.closest("details")?.setAttribute("open", "");
  }
  dirty.add(form);
  toast(word("draft"));
}

function arrive() {
  document.querySelectorAll("form[data-draft]").forEach(restoreDraft);
  document.querySelector("[data-first-error], [aria-invalid='true']")?.focus();
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
