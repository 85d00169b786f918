// Times that run: <time datetime="…" data-countdown> within an hour of its moment shows minutes and seconds, "−" once it has passed.
const HOUR = 3_600_000;

function tick() {
  for (const place of document.querySelectorAll("time[data-countdown]")) {
    const left = Date.parse(place.dateTime) - Date.now(), away = Math.abs(left);
    if (Number.isNaN(left) || away >= HOUR) continue;
    const minutes = Math.floor(away / 60_000), seconds = Math.floor((away % 60_000) / 1000);
    place.textContent = `${left < 0 ? "−" : ""}${minutes}:${String(seconds).padStart(2, "0")}`;
  }
}

setInterval(tick, 1000);
tick();
