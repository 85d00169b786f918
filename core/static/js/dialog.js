// Links with data-dialog open their page in a dialog. The server leaves the frame away for requests with X-Dialog; without
// this script the same link is a page. A form that succeeds answers with X-Location (go there) or X-Created (a new record).
import { ask } from "./requests.js";
import { comeBack, firstError, forget, restoreDraft, settle } from "./forms.js";

const HEADERS = { "X-Dialog": "1" };

// Opens `url`; `created(id, name)` is called when a form in it has made a record.
export async function openDialog(url, { created = null, method = "GET", body = null } = {}) {
  const answer = await ask(url, { method, body, headers: HEADERS });
  if (!answer) return;
  if (answer.headers.get("X-Location")) { location.assign(answer.headers.get("X-Location")); return; }
  if (!answer.headers.get("Content-Type")?.includes("text/html")) { location.assign(url); return; }
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "dialog-title");
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("cancel", (event) => { if (!settle(dialog)) event.preventDefault(); });
  dialog.addEventListener("click", (event) => clicked(dialog, event));
  dialog.addEventListener("submit", (event) => submitted(dialog, event, created));
  document.body.append(dialog);
  fill(dialog, await answer.text());
  dialog.querySelectorAll("form").forEach(restoreDraft);
  dialog.showModal();
  focusFirst(dialog);
}

function fill(dialog, html) {
  dialog.innerHTML = html;
  dialog.classList.toggle("broad", dialog.querySelectorAll(".field").length > 6);
  window.htmx?.process(dialog);
  dialog.dispatchEvent(new Event("forecourt:filled", { bubbles: true }));
}

// Asks for one of `offers`, of which number `current` holds now; answers the number of the chosen one, null where none was.
export function openChoice(title, offers, current) {
  const dialog = Object.assign(document.createElement("dialog"), { className: "choice" });
  dialog.setAttribute("aria-labelledby", "choice-title");
  const head = Object.assign(document.createElement("div"), { className: "dialog-head" });
  head.append(Object.assign(document.createElement("h2"), { id: "choice-title", textContent: title }));
  const body = Object.assign(document.createElement("div"), { className: "dialog-body" });
  const buttons = offers.map((offer, number) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "menu-item", textContent: offer, value: String(number) });
    if (number === current) button.setAttribute("aria-current", "true");
    return button;
  });
  body.append(...buttons);
  dialog.append(head, body);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); else if (event.target.value) dialog.close(event.target.value); });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  buttons[current]?.focus();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => { dialog.remove(); answer(dialog.returnValue === "" ? null : Number(dialog.returnValue)); });
  });
}

// The first that can be filled in: what is locked cannot have the focus. Where nothing can be, what the dialog is for.
function focusFirst(dialog) {
  (firstError(dialog) ?? dialog.querySelector("[autofocus]:not(:disabled)")
    ?? dialog.querySelector(".dialog-body :is(input:not([type=hidden]), select, textarea):not(:disabled)")
    ?? dialog.querySelector(".dialog-foot :is(.btn-primary, .btn-danger)"))?.focus();
}

async function clicked(dialog, event) {
  if (event.target === dialog || event.target.closest("[data-close]")) {
    event.preventDefault();
    if (settle(dialog)) dialog.close();
  }
  const step = event.target.closest("[data-dialog-step]");
  if (step) {
    event.preventDefault();
    const answer = await ask(step.href, { headers: HEADERS });
    if (answer) { fill(dialog, await answer.text()); focusFirst(dialog); }
  }
}

async function submitted(dialog, event, created) {
  event.preventDefault();
  const form = event.target;
  const data = new FormData(form, event.submitter);
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  button?.setAttribute("aria-busy", "true");
  const action = event.submitter?.getAttribute("formaction") ?? form.action;
  const getting = form.method === "get";
  const url = getting ? `${action.split("?")[0]}?${new URLSearchParams(data)}` : action;
  const answer = await ask(url, { method: getting ? "GET" : "POST", body: getting ? null : data, headers: HEADERS });
  button?.removeAttribute("aria-busy");
  if (!answer) return;
  if (created && answer.headers.get("X-Created")) {
    forget(form);
    created(answer.headers.get("X-Created"), decodeURIComponent(answer.headers.get("X-Created-Name") ?? ""));
    dialog.close();
  } else if (answer.headers.get("X-Location")) {
    forget(form);
    const target = answer.headers.get("X-Location");
    if (target === location.pathname + location.search) location.reload(); else location.assign(target);
  } else {
    fill(dialog, await answer.text());
    comeBack(dialog);
    focusFirst(dialog);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.metaKey || event.ctrlKey || event.button) return;
  event.preventDefault();
  const menu = link.closest("details.menu");
  menu?.querySelector("summary").focus(); // where the focus comes back to, since the menu's entry is folded away by then
  menu?.removeAttribute("open");
  openDialog(link.href);
});
