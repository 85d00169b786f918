// Work in lines (Today, queues): j and k walk, a line's own keys press its buttons, Enter opens it. After a line is gone the next
// one is at hand, so that a whole list is worked off without the mouse.
const lists = () => [...document.querySelectorAll("[data-lines]")];
const lines = () => lists().flatMap((list) => [...list.querySelectorAll("[data-line]")]);
const typing = (target) => target.isContentEditable || target.matches?.("input:not([type=checkbox]), textarea, select");
let place = -1; // of the line one stands on, or last touched

function stand(line) {
  document.querySelector("[data-line].at")?.classList.remove("at");
  if (!line) return;
  line.classList.add("at");
  place = lines().indexOf(line);
  line.scrollIntoView({ block: "nearest" });
  line.querySelector("a")?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open], details.menu[open]")) return;
  const all = lines();
  const here = document.querySelector("[data-line].at");
  if (event.key === "j" || event.key === "k") {
    if (all.length) stand(here ? all[all.indexOf(here) + (event.key === "j" ? 1 : -1)] ?? here : all[0]);
    return;
  }
  const button = here?.querySelector(`[data-line-key="${CSS.escape(event.key)}"]`);
  if (button) { event.preventDefault(); button.click(); }
});
document.addEventListener("htmx:afterSettle", () => {
  if (place >= 0 && !document.querySelector("[data-line].at")) stand(lines()[Math.min(place, lines().length - 1)]);
});
document.addEventListener("click", (event) => { const line = event.target.closest("[data-line]"); if (line) place = lines().indexOf(line); });
