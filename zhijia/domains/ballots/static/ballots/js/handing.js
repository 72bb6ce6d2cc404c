// After the close: the code becomes this ballot's private half, which is all that is handed over.
import { tellerKey } from "./seal.js";

const hex = (data) => Array.from(data, (b) => b.toString(16).padStart(2, "0")).join("");
const form = document.querySelector("form[data-seal]");
form?.addEventListener("submit", () => {
  const code = form.elements.code;
  try {
    form.elements.private.value = hex(tellerKey(code.value, form.dataset.seal).secret);
    code.value = "";
  } catch {
    form.elements.private.value = "";
  }
});
