// A teller's seal: the code is made here and stays here; only the public half is sent.
import { newCode } from "./codes.js";
import { tellerKey } from "./seal.js";

const hex = (data) => Array.from(data, (b) => b.toString(16).padStart(2, "0")).join("");
const making = document.getElementById("seal");
if (making) {
  const code = newCode();
  document.getElementById("code").textContent = code;
  document.getElementById("public").value = hex(tellerKey(code, making.dataset.id).publicKey);
  const noted = document.getElementById("noted");
  noted.addEventListener("change", () => { document.getElementById("make").disabled = !noted.checked; });
}
