// The panel of files: drop files on it or choose them; each is sent as it is, with a bar that shows how far it is.
const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";
const panel = () => document.getElementById("files");

function say(text, bad = false) {
  const line = document.createElement("p");
  line.className = bad ? "error" : "muted small";
  line.textContent = text;
  panel().querySelector(".file-progress").append(line);
  return line;
}

function send(file) {
  const { files: url, most, tooLarge, failed } = panel().dataset;
  if (file.size > Number(most)) return Promise.resolve(`${file.name}: ${tooLarge}`);
  const line = say(file.name);
  const bar = document.createElement("progress");
  bar.max = 1; bar.value = 0; bar.setAttribute("aria-label", file.name);
  line.append(bar);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${url}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("error", () => done(`${file.name}: ${failed}`));
    request.addEventListener("load", () => { line.remove(); done(request.status < 300 ? "" : `${file.name}: ${reason(request) || failed}`); });
    request.send(file);
  });
}

function reason(request) {
  try { const told = JSON.parse(request.responseText); return told.detail || told.title; } catch { return ""; }
}

async function sendAll(files) {
  const problems = [];
  for (const file of files) problems.push(await send(file)); // one after another: each may be large
  await window.htmx.ajax("GET", panel().dataset.files, { target: "#files", swap: "outerHTML" });
  prepare();
  for (const problem of problems.filter(Boolean)) say(problem, true);
}

function prepare() {
  panel()?.querySelector(".file-form")?.classList.add("scripted");
}

const takes = (event) => event.target.closest?.("#files[data-takes]") && event.dataTransfer?.types.includes("Files");

document.addEventListener("change", (event) => {
  if (event.target.matches("#files input[type=file]") && event.target.files.length) sendAll([...event.target.files]);
});
document.addEventListener("dragover", (event) => { if (takes(event)) { event.preventDefault(); panel().classList.add("over"); } });
document.addEventListener("dragleave", (event) => { if (!panel()?.contains(event.relatedTarget)) panel()?.classList.remove("over"); });
document.addEventListener("drop", (event) => {
  if (!takes(event)) return;
  event.preventDefault();
  panel().classList.remove("over");
  sendAll([...event.dataTransfer.files]);
});
document.addEventListener("htmx:afterSwap", prepare);
prepare();
