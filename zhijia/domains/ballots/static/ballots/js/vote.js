// The booth: makes the paper out here, takes it out by the signed-in person, drops it later without a
// login. Between the two nothing is lost: what is needed lies in this browser, and follows from the code.
import { derive, newCode, readCode } from "./blind.js";
import { sha256 } from "./sha256.js";
import { sealing } from "./seal.js";

const terms = JSON.parse(document.getElementById("terms").textContent);
const at = (id) => document.getElementById(id);
const form = at("paper");
const store = "ballot:" + terms.pk;
const LATEST = 25_000; // a paper falls at a moment drawn from so many milliseconds after it was taken out
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const base64 = (data) => btoa(Array.from(data, (b) => String.fromCharCode(b)).join(""));
const utf8 = (text) => new TextEncoder().encode(text);

let code = localStorage.getItem(store + ":code") || newCode();
localStorage.setItem(store + ":code", code);
at("code").textContent = code;

function say(words) {
  at("said").textContent = words;
  at("said").hidden = !words;
  if (words) at("said").scrollIntoView({ block: "nearest" });
}

at("use-old").addEventListener("click", () => {
  try {
    readCode(at("old").value);
    code = at("old").value.trim();
    localStorage.setItem(store + ":code", code);
    at("code").textContent = code;
    say("");
  } catch {
    say("投票码有一个字母或数字不对，请对照抄下的再输一遍。");
  }
});

// The same words in the same order as papers.written() makes them: sorted keys, no blanks.
function written(value) {
  if (Array.isArray(value)) return "[" + value.map(written).join(",") + "]";
  if (value && typeof value === "object") return "{" + Object.keys(value).sort().map((k) => JSON.stringify(k) + ":" + written(value[k])).join(",") + "}";
  return JSON.stringify(value);
}

function paper() {
  const data = new FormData(form);
  const answers = {};
  for (const q of terms.questions) {
    const name = "q" + q.id;
    if (q.form === "yesno") { if (data.get(name)) answers[q.id] = data.get(name); }
    else if (q.form === "choose") {
      const said = { yes: [], no: [], write: String(data.get(name + ".write") || "").split(/[、,，]/).map((n) => n.trim()).filter(Boolean) };
      for (const o of q.options) { const mark = data.get(`${name}.${o.key}`); if (mark === "yes" || mark === "no") said[mark].push(o.key); }
      if (said.yes.length || said.no.length || said.write.length) answers[q.id] = said;
    } else if (q.form === "scale") {
      const said = {};
      for (const o of q.options) for (const c of [...q.criteria, "总评"]) { const mark = data.get(`${name}.${o.key}.${c}`); if (mark) (said[o.key] ??= {})[c] = mark; }
      if (Object.keys(said).length) answers[q.id] = said;
    } else {
      const order = q.options.map((o) => [Number(data.get(`${name}.${o.key}`)), o.key]).filter(([n]) => n).sort(([a], [b]) => a - b);
      if (order.length) answers[q.id] = order.map(([, key]) => key);
    }
  }
  const made = { a: answers };
  const comment = String(data.get("comment") || "").trim();
  if (comment) made.c = comment;
  return made;
}

function tooMany() {
  for (const set of form.querySelectorAll("fieldset[data-form=choose]")) {
    const written_ = set.querySelector("input[name$='.write']")?.value.split(/[、,，]/).filter((n) => n.trim()).length || 0;
    if (set.querySelectorAll("input[value=yes]:checked").length + written_ > Number(set.dataset.seats)) return set.querySelector("legend").textContent;
  }
  return "";
}

function receiptOf(message, signature) {
  const mark = sha256([utf8("zhijia receipt 1"), message, signature]).slice(0, 8);
  return Array.from(mark, (b) => b.toString(16).padStart(2, "0")).join("").toUpperCase().match(/.{4}/g).join("-");
}

async function claim(blinded) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(terms.claim, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ blinded: base64(blinded) }) });
  const said = await answer.json().catch(() => ({ words: "服务器没有答复，请稍后用同一个投票码重试，不会投两次。" }));
  if (!answer.ok) throw new Error(said.words);
  return bytes(said.answer);
}

// Without a cookie and without an address of the page it came from: the slot asks nobody who they are.
async function drop(sent) {
  const answer = await fetch(terms.drop, { method: "POST", credentials: "omit", referrerPolicy: "no-referrer", headers: { "Content-Type": "text/plain" }, body: JSON.stringify(sent) });
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 409) throw Object.assign(new Error(said.words), { final: true });
  if (!answer.ok) throw new Error("later");
}

let timer;
function later(sent, delay) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    try {
      await drop(sent);
      localStorage.removeItem(store + ":paper");
      at("status").textContent = "票已落入票箱。";
    } catch (fault) {
      if (fault.final) { localStorage.removeItem(store + ":paper"); at("status").textContent = ""; say(fault.message); return; }
      at("status").textContent = "网络不通，票还在这台手机里，恢复后自动投入，请不要清除浏览器数据。";
      later(sent, 4000);
    }
  }, delay);
}

function show(receipt) {
  at("receipt").textContent = receipt;
  form.hidden = true;
  at("done").hidden = false;
  at("done").scrollIntoView({ block: "start" });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("");
  const over = tooMany();
  if (over) { say("选得太多：" + over); return; }
  const button = at("vote");
  button.disabled = true;
  button.textContent = "正在投票…";
  await new Promise((done) => setTimeout(done, 0)); // let the button show before the sums begin
  try {
    const body = written(paper());
    const made = derive(code, terms.id, bytes(terms.key));
    const { message, signature } = made.finalize(await claim(made.blinded));
    const sealed = terms.sealed && sealing({ ballotId: terms.id, need: terms.sealed.need, size: terms.sealed.size, keys: terms.sealed.keys.map((k) => Uint8Array.from(k.match(/../g), (h) => parseInt(h, 16))) });
    const sent = { klass: terms.klass, message: base64(message), signature: base64(signature), body: sealed ? base64(sealed.seal(utf8(body))) : body };
    localStorage.setItem(store + ":paper", JSON.stringify(sent));
    show(receiptOf(message, signature));
    at("status").textContent = "票在几十秒内的随机时刻落入票箱，可以离开这一页。";
    later(sent, crypto.getRandomValues(new Uint32Array(1))[0] % LATEST);
  } catch (fault) {
    say({ length: "投票码不完整。", check: "投票码不对。", signature: "服务器给的签名不对，请告诉监票人。" }[fault.message] || fault.message);
    button.disabled = false;
    button.textContent = "投票";
  }
});

// Leaving the page drops the paper at once; a beacon carries neither a login nor an answer.
const kept = () => localStorage.getItem(store + ":paper");
addEventListener("pagehide", () => { if (kept()) fetch(terms.drop, { method: "POST", credentials: "omit", referrerPolicy: "no-referrer", keepalive: true, headers: { "Content-Type": "text/plain" }, body: kept() }); });

// A paper of an earlier visit that never fell.
if (kept()) {
  const sent = JSON.parse(kept());
  show(receiptOf(bytes(sent.message), bytes(sent.signature)));
  at("status").textContent = "上次的票还没有落箱，正在投入。";
  later(sent, 500);
}
