// The page of a slip, on any phone or on the hall's tablet: no login. The code stands on the slip and
// behind the # of its address, which browsers never send; from it follows the mark under which the
// union keeps the signed answer. On the tablet nothing of one voter is left when the next one comes.
import { readCode } from "./codes.js";
import { falling } from "./falling.js";
import { bytes, claimOf, hex, inWords, receiptOf, sentOf, tooMany } from "./paper.js";
import { sha256 } from "./sha256.js";

const terms = JSON.parse(document.getElementById("terms").textContent);
const at = (id) => document.getElementById(id);
const LATEST = terms.kiosk ? 90_000 : 25_000; // a paper falls at a moment drawn from so many milliseconds
const RECEIPT = 15_000, IDLE = 120_000; // a kiosk clears itself so long after a receipt, after the last touch
const entry = at("entry"), form = at("paper"), done = at("done");
const initial = entry.elements.code;
let open = null; // the slip in use: {klass, claim, answer, questions, sealed}
let timer;

function say(words) {
  at("said").textContent = words;
  at("said").hidden = !words;
  if (words) at("said").scrollIntoView({ block: "nearest" });
}

const papers = falling("hall:" + terms.pk, terms.drop, (state, words) => {
  const left = papers.kept().length;
  at("status").textContent = { fell: terms.kiosk ? "" : "票已落入票箱。", waits: `网络不通，${left} 张票还在这台设备里，恢复后自动投入，请不要关机。`, refused: `有一张票没有投进去：${words}` }[state];
});

function shown(part) {
  for (const one of [entry, form, done]) one.hidden = one !== part;
  scrollTo(0, 0);
}

function clear() {
  clearTimeout(timer);
  open = null;
  form.querySelector(".asked").replaceChildren();
  form.reset();
  entry.reset();
  at("receipt").textContent = "";
  at("title").textContent = initial.dataset.title;
  say("");
  shown(entry);
  initial.focus();
}

function idle() {
  if (!terms.kiosk || done.hidden === false) return;
  clearTimeout(timer);
  timer = setTimeout(clear, IDLE);
}

// A code is typed, scanned as the slip's whole address, or stands behind the # of this page's own.
async function begin(text) {
  const code = text.slice(text.indexOf("#") + 1).trim();
  readCode(code);
  const claims = Object.fromEntries(Object.keys(terms.keys).map((klass) => [klass, claimOf(code, terms, klass)]));
  const marks = Object.fromEntries(Object.entries(claims).map(([klass, claim]) => [klass, hex(sha256([claim.blinded]))]));
  const answer = await fetch(terms.ask, { method: "POST", credentials: "omit", referrerPolicy: "no-referrer", headers: { "Content-Type": "text/plain" }, body: JSON.stringify({ marks }) });
  const said = await answer.json().catch(() => ({ words: "服务器没有答复，请稍后再试。" }));
  if (!answer.ok) throw new Error(said.words);
  open = { ...said, claim: claims[said.klass] };
  form.querySelector(".asked").innerHTML = said.paper; // our own template, everything in it escaped
  at("title").textContent = said.title;
  shown(form);
  at("title").focus();
}

async function busy(button, work) {
  const words = button.textContent;
  button.disabled = true;
  button.textContent = "请稍候…";
  say("");
  await new Promise((go) => setTimeout(go, 0)); // let the button show before the sums begin
  try { await work(); } catch (fault) { say(inWords(fault)); }
  button.disabled = false;
  button.textContent = words;
}

entry.addEventListener("submit", (event) => {
  event.preventDefault();
  busy(entry.querySelector("button.primary"), () => begin(initial.value));
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const over = tooMany(form);
  if (over) { say("选得太多：" + over); return; }
  busy(at("vote"), () => {
    const sent = sentOf(form, { ...terms, ...open }, open.klass, open.claim.finalize(bytes(open.answer)));
    papers.add(sent, LATEST);
    at("receipt").textContent = receiptOf(sent);
    at("status").textContent = terms.kiosk ? "" : "票在几十秒内的随机时刻落入票箱，可以离开这一页。";
    open = null;
    form.querySelector(".asked").replaceChildren();
    shown(done);
    if (terms.kiosk) { clearTimeout(timer); timer = setTimeout(clear, RECEIPT); }
  });
});

at("give-up").addEventListener("click", clear);
if (terms.kiosk) {
  done.addEventListener("click", clear);
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, idle);
  addEventListener("pageshow", (event) => { if (event.persisted) clear(); });
}

// The camera, where the browser has a reader of codes and may use it (on https or on the machine itself).
async function scan() {
  const film = at("film");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  film.srcObject = stream;
  film.hidden = false;
  await film.play();
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  const stop = () => { stream.getTracks().forEach((track) => track.stop()); film.hidden = true; film.srcObject = null; };
  for (const end = Date.now() + 30_000; Date.now() < end && !entry.hidden; await new Promise((go) => setTimeout(go, 200))) {
    const [found] = await reader.detect(film).catch(() => []);
    if (found) { stop(); await begin(found.rawValue); return; }
  }
  stop();
}
const readable = "BarcodeDetector" in globalThis && navigator.mediaDevices ? BarcodeDetector.getSupportedFormats() : Promise.resolve([]);
readable.then((formats) => { at("scan").hidden = !formats.includes("qr_code"); }, () => {});
at("scan").addEventListener("click", () => busy(at("scan"), scan));

papers.resume();
if (!terms.kiosk && location.hash.length > 1) {
  const code = location.hash;
  history.replaceState(null, "", location.pathname); // whoever looks over the shoulder sees no code
  busy(entry.querySelector("button.primary"), () => begin(code));
}
