// Lists whose order one chooses: a button moves a line up, dragging works as well.
document.addEventListener("click", (event) => {
  const line = event.target.closest("[data-up]")?.closest("li");
  if (line?.previousElementSibling) { line.previousElementSibling.before(line); line.querySelector("[data-up]").focus(); }
});

document.addEventListener("pointerdown", async (event) => {
  const list = event.target.closest(".grip")?.closest("[data-sortable]");
  if (!list || list.dataset.ready) return;
  list.dataset.ready = "1";
  const { default: Sortable } = await import("../vendor/sortable.esm.js");
  Sortable.create(list, { handle: ".grip", animation: 120, forceFallback: true });
});
