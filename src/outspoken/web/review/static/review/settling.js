// Settling by keyboard: 1 and 2 take an answer, j goes on. The page works without this file.
import { pickers } from "./picker.js";

pickers(document);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const button = document.querySelector(`[data-take="${CSS.escape(event.key)}"]`);
  if (button) button.click();
  else if (event.key === "j") document.querySelector('a[href^="?after="]')?.click();
});
