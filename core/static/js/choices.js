// What one chose in this browser: a cookie of a year, so that the server draws the next page so at once. A box says which by data-keep.
export function keep(name, value) { document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`; }

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-keep]")) keep(event.target.dataset.keep, event.target.checked ? "1" : "0");
});
