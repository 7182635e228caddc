// Small movements that HTML has no word for. Every page works without this file.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = document.querySelector("[data-search]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button && navigator.clipboard) {
    navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href).then(() => {
      button.textContent = "Copied";
    });
  }
});

// A filter that changes sends its form; the button beside it does the same without script.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form) form.requestSubmit();
});

// A save that did not arrive must be seen.
document.addEventListener("htmx:sendError", () => {
  const place = document.querySelector("main");
  if (place && !document.getElementById("offline")) {
    const line = document.createElement("p");
    line.id = "offline";
    line.className = "message error";
    line.setAttribute("role", "alert");
    line.textContent = "The server does not answer: what you see on this page is kept, try again.";
    place.prepend(line);
  }
});

// Fields that were left empty stay out of the address, so that it can be read and shared.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData.entries()]) {
    if (value === "") event.formData.delete(name);
  }
});
