// The switch between light, dark and what the device says works at once; the server hears of it by the cookie.
import { keep } from "./choices.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (!button) return;
  event.preventDefault();
  const choice = button.dataset.themeChoice;
  document.documentElement.dataset.theme = choice;
  keep("theme", choice);
  for (const one of document.querySelectorAll("[data-theme-choice]")) one.setAttribute("aria-pressed", String(one === button));
});
