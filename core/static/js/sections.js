// A section of a record turns into its form where one clicks a value; one Save for the section. A phone leaves out empty values
// until they are asked for, and remembers which of the two one wants.
import { keep } from "./choices.js";
import { ask } from "./requests.js";
import { comeBack, firstError, forget, restoreDraft, settle } from "./forms.js";

async function open(section, field) {
  const answer = await ask(`${section.dataset.section}&focus=${encodeURIComponent(field)}`, { headers: { "X-Section": "1" } });
  if (!answer?.ok) { if (answer) location.assign(`${section.dataset.section}&focus=${encodeURIComponent(field)}`); return; }
  const holder = document.createElement("div");
  holder.innerHTML = await answer.text();
  const form = holder.firstElementChild;
  section.replaceWith(form);
  restoreDraft(form);
  focus(form, field);
  form.addEventListener("submit", (event) => send(event, form));
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel-section]")) { event.preventDefault(); if (settle(form)) form.replaceWith(section); }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented && settle(form)) form.replaceWith(section);
  });
  form.addEventListener("forecourt:again", () => { form.replaceWith(section); });
}

function focus(form, field) {
  const input = form.querySelector(`[data-field="${CSS.escape(field)}"] :is(input:not([type=hidden]), select, textarea)`)
    ?? form.querySelector("input:not([type=hidden]), select, textarea");
  input?.focus();
  if (input?.select && input.type !== "checkbox") input.select();
}

async function send(event, form) {
  event.preventDefault();
  const button = form.querySelector(".btn-primary");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const answer = await ask(form.action, { method: "POST", body: new FormData(form), headers: { "X-Section": "1" } });
  button.removeAttribute("aria-busy");
  if (!answer) return;
  if (answer.headers.get("X-Location")) { forget(form); location.reload(); return; }
  const holder = document.createElement("div");
  holder.innerHTML = await answer.text();
  form.replaceChildren(...holder.firstElementChild.childNodes);
  comeBack(form.parentElement);
  firstError(form)?.focus();
}

document.addEventListener("click", (event) => {
  const value = event.target.closest("[data-edit]");
  if (!value || (event.target.closest("a") && !event.target.closest(".pencil")) || getSelection().toString()) return;
  event.preventDefault();
  open(value.closest("[data-section]"), value.dataset.edit);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-blanks]")) keep("blanks", event.target.checked ? "shown" : "hidden");
});
