// Charts: what a page declares as JSON (core/web/charting.py), drawn by Chart.js in the colours of the page. Values show on hover and, with the
// arrow keys, on focus; Enter or a click opens the page behind a value. Readable in grey: lines differ by dashes and points, what went down is hatched.
import { speak } from "./words.js";

const LANGUAGE = document.documentElement.lang;
const POINTS = ["circle", "rect", "triangle", "rectRot"];
const drawn = new Map(); // figure -> its chart and what declares it; null while the library is on its way

// A colour token as the canvas understands it: light-dark() is worked out by an element that has it.
function colours(light) {
  const probe = document.createElement("span");
  if (light) probe.style.colorScheme = "light";
  document.body.append(probe);
  const read = (name) => { probe.style.color = `var(--${name})`; return getComputedStyle(probe).color; };
  const found = Object.fromEntries(["accent", "green", "red", "orange", "blue", "violet", "grey", "ink", "text", "muted", "line", "paper", "raised"].map((name) => [name, read(name)]));
  probe.remove();
  return found;
}

function hatched(colour, paper) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = paper;
  pen.lineWidth = 1.5;
  for (const shift of [-8, 0, 8]) { pen.beginPath(); pen.moveTo(shift, 8); pen.lineTo(shift + 8, 0); pen.stroke(); }
  return pen.createPattern(tile, "repeat");
}

// A long name in lines; words stay whole where there are any.
function wrapped(text, width) {
  const lines = [""];
  for (const part of text.match(/[^\s]+\s*/g)?.flatMap((word) => word.match(new RegExp(`.{1,${width}}`, "gu"))) ?? []) {
    if (lines.at(-1) && (lines.at(-1) + part.trimEnd()).length > width) lines.push("");
    lines[lines.length - 1] += part;
  }
  const shown = lines.slice(0, 3).map((line) => line.trimEnd());
  return lines.length > 3 ? [...shown.slice(0, 2), `${shown[2].slice(0, width - 1)}…`] : shown;
}

function short(declared) {
  const money = declared.currency ? { style: "currency", currency: declared.currency, currencyDisplay: "narrowSymbol" } : {};
  return (value, digits) => {
    const format = new Intl.NumberFormat(LANGUAGE, { notation: "compact", ...(digits ? { maximumSignificantDigits: digits } : { maximumFractionDigits: 1 }), ...money });
    return format.format(value).replace("-", "−") + (declared.unit && !declared.currency ? ` ${declared.unit}` : "");
  };
}

// The digits that tell a tick from the next one: of an axis that begins at 8,890,000 all would read 8.9M.
function telling(value, ticks) {
  const size = (one) => Math.floor(Math.log10(Math.abs(one)));
  const step = ticks.length > 1 ? ticks[1].value - ticks[0].value : 0;
  return value && step ? Math.min(21, Math.max(1, size(value) - size(step) + 2)) : undefined;
}

function dataset(series, place, colour, stacked) {
  const own = series.tones.map((tone) => colour[tone]);
  const line = { borderColor: own[0], backgroundColor: own[0], borderWidth: 2, borderDash: series.dashed ? [5, 4] : [], pointStyle: POINTS[place % POINTS.length], pointRadius: series.values.length > 31 ? 0 : 3, pointHoverRadius: 5, tension: 0, order: 0 };
  const bar = { backgroundColor: series.tones.map((tone, at) => (tone === "red" ? hatched(own[at], colour.paper) : own[at])), borderColor: colour.paper, borderWidth: stacked ? 1 : 0, borderRadius: 4, borderSkipped: false, maxBarThickness: 44, order: 1 };
  return { label: series.label, type: series.kind, data: series.values, sizes: series.sizes, texts: series.texts, links: series.links, ...(series.kind === "line" ? line : bar) };
}

// The text of each value at the end of its bar, shortened where bars stand close.
const marks = {
  id: "marks",
  afterDatasetsDraw(chart, _args, { ink, sideways, written }) {
    const pen = chart.ctx;
    pen.save();
    pen.fillStyle = ink;
    pen.font = `600 12.5px ${getComputedStyle(document.body).fontFamily}`;
    pen.textAlign = sideways ? "left" : "center";
    pen.textBaseline = sideways ? "middle" : "bottom";
    const room = chart.chartArea.width / chart.data.labels.length;
    if (room < 60 && !sideways) pen.font = pen.font.replace("12.5px", "10.5px");
    for (const [at, series] of chart.data.datasets.entries()) {
      if (series.type !== "bar" || !chart.isDatasetVisible(at)) continue;
      for (const [place, bar] of chart.getDatasetMeta(at).data.entries()) {
        const text = series.texts[place];
        if (sideways) pen.fillText(text, Math.max(bar.x, bar.base) + 8, bar.y);
        else pen.fillText(pen.measureText(text).width < room ? text : written(series.sizes[place]), bar.x, Math.min(bar.y, bar.base) - 4);
      }
    }
    pen.restore();
  },
};

function options(declared, colour, wide) {
  const narrow = wide < 520;
  const written = short(declared);
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12.5 };
  const values = { stacked: declared.stacked, ...(declared.floor ? { min: declared.floor } : { beginAtZero: true }), grace: declared.marked ? (declared.sideways ? "24%" : "10%") : 0, border: { display: false }, grid: { color: colour.line }, ticks: { color: colour.muted, font, callback: (value, _place, ticks) => written(value, telling(value, ticks)), maxTicksLimit: narrow ? 5 : 8 } };
  const width = declared.sideways ? (narrow ? 14 : 28) : Math.max(9, Math.floor(wide / declared.points.length / 8));
  const points = { stacked: declared.stacked, border: { color: colour.line }, grid: { display: false }, ticks: { color: colour.text, font, autoSkip: declared.points.length > 16, maxRotation: narrow ? 60 : 0, callback(value) { return wrapped(this.getLabelForValue(value), width); } } };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: declared.sideways ? "y" : "x",
    layout: { padding: { right: declared.marked && declared.sideways && narrow ? 28 : 0 } }, // for the words behind the longest bar
    interaction: { mode: "index", intersect: false, axis: declared.sideways ? "y" : "x" },
    scales: declared.sideways ? { x: values, y: points } : { x: points, y: values },
    plugins: {
      marks: declared.marked && { ink: colour.ink, sideways: declared.sideways, written },
      legend: { display: declared.series.length > 1, position: "bottom", labels: { color: colour.text, font, usePointStyle: true, boxHeight: 8, padding: 14 } },
      tooltip: {
        backgroundColor: colour.raised, titleColor: colour.ink, bodyColor: colour.text, borderColor: colour.line, borderWidth: 1, padding: 10, titleFont: { ...font, weight: 600 }, bodyFont: font, usePointStyle: true,
        filter: (item) => item.dataset.texts[item.dataIndex] !== "",
        callbacks: { label: (item) => `${item.dataset.label}: ${item.dataset.texts[item.dataIndex]}` },
      },
    },
    onClick: (event, found, chart) => follow(chart, found[0]?.index, chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, false)[0]?.datasetIndex),
    onHover: (event, found, chart) => { chart.canvas.classList.toggle("opens", Boolean(found.length && linked(chart, found[0].index))); },
  };
}

const linked = (chart, place, series) => (series === undefined ? chart.data.datasets : [chart.data.datasets[series]]).map((one) => one.links?.[place]).find(Boolean);

function follow(chart, place, series) {
  const url = place === undefined ? null : linked(chart, place, series) ?? linked(chart, place);
  if (url) location.assign(url);
}

// The arrow keys go from point to point; what stands there is shown and spoken.
function walk(event, chart) {
  const last = chart.data.labels.length - 1;
  const at = chart.getActiveElements()[0]?.index;
  if (event.key === "Enter") { follow(chart, at); return; }
  const steps = { ArrowRight: (at ?? -1) + 1, ArrowDown: (at ?? -1) + 1, ArrowLeft: (at ?? last + 1) - 1, ArrowUp: (at ?? last + 1) - 1, Home: 0, End: last };
  if (event.key === "Escape") show(chart, null);
  else if (event.key in steps) { event.preventDefault(); show(chart, Math.min(last, Math.max(0, steps[event.key]))); }
}

function show(chart, place) {
  const here = place === null ? [] : chart.data.datasets.map((_one, datasetIndex) => ({ datasetIndex, index: place })).filter((one) => chart.isDatasetVisible(one.datasetIndex));
  chart.setActiveElements(here);
  chart.tooltip.setActiveElements(here, { x: 0, y: 0 });
  chart.update("none");
  if (here.length) speak(`${chart.data.labels[place]}: ${here.map(({ datasetIndex }) => chart.data.datasets[datasetIndex]).filter((one) => one.texts[place]).map((one) => `${one.label} ${one.texts[place]}`).join(", ")}`);
}

// What the chart shows, in the colours of the moment; paper is always light.
function dressed(canvas, declared, light = false) {
  const colour = colours(light);
  return {
    data: { labels: declared.points, datasets: declared.series.map((series, place) => dataset(series, place, colour, declared.stacked)) },
    options: options(declared, colour, canvas.parentElement.clientWidth),
  };
}

async function draw(figure) {
  if (drawn.has(figure)) return;
  drawn.set(figure, null);
  await import("../vendor/chart.umd.min.js");
  const declared = JSON.parse(figure.querySelector("script").textContent);
  const canvas = figure.querySelector("canvas");
  canvas.parentElement.style.height = `${canvas.height}px`;
  const chart = new globalThis.Chart(canvas, { ...dressed(canvas, declared), plugins: [marks] });
  canvas.addEventListener("keydown", (event) => walk(event, chart));
  canvas.addEventListener("blur", () => show(chart, null));
  drawn.set(figure, { chart, declared });
  figure.dataset.chart = "drawn";
}

function again(light) {
  for (const one of drawn.values()) {
    if (!one) continue;
    Object.assign(one.chart, dressed(one.chart.canvas, one.declared, light));
    one.chart.resize();
    one.chart.update("none");
  }
}

function tidy() {
  for (const [figure, one] of drawn) if (!figure.isConnected) { one?.chart.destroy(); drawn.delete(figure); }
}

const find = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
find(document);
document.addEventListener("htmx:load", (event) => { tidy(); find(event.detail.elt); });
new MutationObserver(() => again(false)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => again(false));
addEventListener("beforeprint", () => again(true));
addEventListener("afterprint", () => again(false));
