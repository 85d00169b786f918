// Sentences the scripts say, in the reader's language: data attributes of the template #words.
const held = document.getElementById("words")?.dataset ?? {};

export function word(name, values = {}) {
  return (held[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function speak(sentence) {
  const place = document.getElementById("spoken");
  if (place) { place.textContent = ""; requestAnimationFrame(() => { place.textContent = sentence; }); }
}
