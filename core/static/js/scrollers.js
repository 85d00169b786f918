// What scrolls sideways can be scrolled by the arrow keys: it gets the focus, unless something inside can have it.
const WITHIN = "a[href], button, input:not([type=hidden]), select, textarea, [tabindex]";

function check(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  if (scrolls && !box.querySelector(WITHIN)) box.tabIndex = 0;
  else if (!scrolls) box.removeAttribute("tabindex");
}

const watcher = new ResizeObserver((entries) => entries.forEach((entry) => check(entry.target)));
const watch = (root) => root.querySelectorAll(".list-scroll, .card-flush").forEach((box) => watcher.observe(box));
watch(document);
document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
