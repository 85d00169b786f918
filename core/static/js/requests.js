// One way to ask the server: with the token against forged requests, with a progress line, and a sentence when it fails.
import { leaveToSignIn } from "./forms.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

export const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

let running = 0;
function busy(change) {
  running += change;
  document.documentElement.classList.toggle("busy", running > 0);
}

// Answers the Response; null when there is none to use: a network failure is told to the user, and whose session has ended goes to sign in.
export async function ask(url, options = {}) {
  busy(1);
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options, headers: { "X-CSRFToken": token(), ...options.headers } });
    if (answer.status !== 401 || !answer.headers.get("X-Location")) return answer;
    leaveToSignIn(answer.headers.get("X-Location"));
    return null;
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
// What a page asks by itself, as it opens and by the clock, it asks again: only who has done something is told that it did not arrive.
document.addEventListener("htmx:sendError", (event) => { if (event.detail.requestConfig.triggeringEvent?.isTrusted) toast(word("failed"), { bad: true }); });
document.addEventListener("submit", () => document.documentElement.classList.add("busy"));
addEventListener("pageshow", () => document.documentElement.classList.remove("busy"));
