// The print sheet's button.
document.querySelector("[data-print]")?.addEventListener("click", () => print());
