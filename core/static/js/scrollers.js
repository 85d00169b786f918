// What scrolls sideways can be scrolled by the arrow keys: it gets the focus, unless something inside can have it.
const WITHIN = "a[href], button, input:not([type=hidden]), select, textarea, [tabindex]";

function check(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  if (scrolls && !box.querySelector(WITHIN)) box.tabIndex = 0;
  else if (!scrolls) box.removeAttribute("tabindex");
}

// A row of tabs wider than the screen shows the one that is open, in its middle.
function showOpenTab(row) {
  const tab = row.querySelector("[aria-current]");
  if (tab) row.scrollLeft += tab.getBoundingClientRect().x + tab.offsetWidth / 2 - row.getBoundingClientRect().x - row.clientWidth / 2;
}

const watcher = new ResizeObserver((entries) => entries.forEach((entry) => check(entry.target)));

function prepare(root) {
  root.querySelectorAll(".list-scroll, .card-flush").forEach((box) => watcher.observe(box));
  root.querySelectorAll(".tabs").forEach(showOpenTab);
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
