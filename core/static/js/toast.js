// Short messages at the foot of the page, with Undo where something can be undone.
import { word } from "./words.js";

const LASTS = 7000;

// `undo` is {url, values} of the request that takes back what was done, or its form where the server has drawn one.
export function toast(sentence, { bad = false, undo = null } = {}) {
  const place = document.getElementById("toasts");
  if (!place || !sentence) return;
  const box = document.createElement("div");
  box.className = bad ? "toast bad" : "toast";
  const text = document.createElement("span");
  text.textContent = sentence;
  box.append(text);
  if (undo) box.append(undo instanceof HTMLFormElement ? undo : undoForm(undo));
  box.append(closeButton(box));
  place.append(box);
  let timer = setTimeout(() => box.remove(), undo || bad ? LASTS * 1.7 : LASTS);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => { timer = setTimeout(() => box.remove(), LASTS); });
}

function undoForm({ url, values }) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  for (const [name, value] of Object.entries({ ...values, csrf_token: document.querySelector('meta[name="csrf"]')?.content })) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
  }
  const button = document.createElement("button");
  button.textContent = word("undo");
  form.append(button);
  return form;
}

function closeButton(box) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
  button.setAttribute("aria-label", word("close"));
  button.addEventListener("click", () => box.remove());
  return button;
}

function fromPage() {
  for (const note of document.querySelectorAll("[data-toast]")) {
    const undo = note.querySelector("form");
    undo?.querySelector("button").removeAttribute("class");
    toast(note.querySelector("span")?.textContent ?? "", { bad: note.dataset.toast === "error", undo });
    if (note.dataset.toast !== "error") note.remove();
  }
}

document.addEventListener("DOMContentLoaded", fromPage);
document.addEventListener("forecourt:toast", (event) => toast(event.detail.value ?? event.detail.sentence, event.detail));
if (document.readyState !== "loading") fromPage();
