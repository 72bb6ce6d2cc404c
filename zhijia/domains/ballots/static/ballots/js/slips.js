// A teller makes slips: every code is drawn here, blinded here and printed from here; what is sent to be
// signed says nothing about it. When this page is left the codes are nowhere but on the paper.
import { derive } from "./blind.js";
import { newCode } from "./codes.js";
import { base64, bytes } from "./paper.js";
import { drawn } from "./qr.js";

const terms = JSON.parse(document.getElementById("terms").textContent);
const at = (id) => document.getElementById(id);
const form = at("making");
const site = terms.site || location.origin;
let printed = true;

function say(words) {
  at("said").textContent = words;
  at("said").hidden = !words;
}

function slip(code) {
  const one = at("slip").content.cloneNode(true);
  one.querySelector(".qr-here").append(drawn(`${site}${terms.there}#${code}`));
  one.querySelector(".vote-code").textContent = code;
  return one;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button"), klass = form.elements.klass.value, count = Number(form.elements.count.value);
  button.disabled = true;
  say("");
  try {
    const codes = [], blinded = [];
    while (codes.length < count) {
      codes.push(newCode());
      blinded.push(base64(derive(codes.at(-1), terms.id, bytes(terms.keys[klass])).blinded));
      at("progress").textContent = `正在产生第 ${codes.length} 张，共 ${count} 张…`;
      await new Promise((go) => setTimeout(go, 0));
    }
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(location.pathname, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ klass, blinded }) });
    const said = await answer.json().catch(() => ({ words: "服务器没有答复，这些凭条没有做成，请再做一次。" }));
    if (!answer.ok) throw new Error(said.words);
    at("sheet").replaceChildren(...codes.map(slip));
    at("ready").hidden = false;
    at("progress").textContent = `做好 ${count} 张。请马上打印；离开这一页以后，谁也打不出同样的凭条。`;
    printed = false;
  } catch (fault) {
    at("progress").textContent = "";
    say(fault.message);
  }
  button.disabled = false;
});

at("print").addEventListener("click", () => { print(); printed = true; });
addEventListener("beforeunload", (event) => { if (!printed) event.preventDefault(); });
