// The page of the API: Swagger UI, fed with the reader's own document, calling as the reader with the key against forged requests.
import { token } from "./requests.js";

const place = document.getElementById("api-docs");
const dark = () => getComputedStyle(document.documentElement).getPropertyValue("color-scheme").trim() === "dark"
  || (document.documentElement.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);

const dress = () => document.documentElement.classList.toggle("dark-mode", dark());
dress();
new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ["data-theme"] });
window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  validatorUrl: null,
  onComplete: () => place.querySelector(".operation-filter-input")?.setAttribute("placeholder", place.dataset.narrow),
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = token();
    return request;
  },
});
