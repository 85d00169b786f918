// One way to ask the server: with the token against forged requests, with a progress line, and a sentence when it fails.
import { toast } from "./toast.js";
import { word } from "./words.js";

export const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

let running = 0;
function busy(change) {
  running += change;
  document.documentElement.classList.toggle("busy", running > 0);
}

// Answers the Response; a network failure is told to the user and answered with null.
export async function ask(url, options = {}) {
  busy(1);
  try {
    return await fetch(url, { credentials: "same-origin", ...options, headers: { "X-CSRFToken": token(), ...options.headers } });
  } catch {
    toast(word("failed"), { bad: true });
    return null;
  } finally {
    busy(-1);
  }
}

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token(); });
document.addEventListener("htmx:beforeRequest", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));
document.addEventListener("htmx:sendError", () => toast(word("failed"), { bad: true }));
document.addEventListener("submit", () => document.documentElement.classList.add("busy"));
addEventListener("pageshow", () => document.documentElement.classList.remove("busy"));
