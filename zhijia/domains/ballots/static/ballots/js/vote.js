// The booth: makes the paper out here, takes it out by the signed-in person, drops it later without a
// login. Between the two nothing is lost: what is needed lies in this browser, and follows from the code.
import { newCode, readCode } from "./codes.js";
import { falling } from "./falling.js";
import { base64, bytes, claimOf, inWords, receiptOf, sentOf, tooMany } from "./paper.js";

const terms = JSON.parse(document.getElementById("terms").textContent);
const at = (id) => document.getElementById(id);
const form = at("paper");
const store = "ballot:" + terms.pk;
const LATEST = 25_000; // a paper falls at a moment drawn from so many milliseconds after it was taken out

let code = localStorage.getItem(store + ":code") || newCode();
localStorage.setItem(store + ":code", code);
at("code").textContent = code;

function say(words) {
  at("said").textContent = words;
  at("said").hidden = !words;
  if (words) at("said").scrollIntoView({ block: "nearest" });
}

const papers = falling(store + ":paper", terms.drop, (state, words) => {
  at("status").textContent = { fell: "票已落入票箱。", waits: "网络不通，票还在这台手机里，恢复后自动投入，请不要清除浏览器数据。", refused: "" }[state];
  if (state === "refused") say(words);
});

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

async function claim(blinded) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(terms.claim, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ blinded: base64(blinded) }) });
  const said = await answer.json().catch(() => ({ words: "服务器没有答复，请稍后用同一个投票码重试，不会投两次。" }));
  if (!answer.ok) throw new Error(said.words);
  return bytes(said.answer);
}

function show(sent) {
  at("receipt").textContent = receiptOf(sent);
  form.hidden = true;
  at("done").hidden = false;
  at("done").scrollIntoView({ block: "start" });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("");
  const over = tooMany(form);
  if (over) { say("选得太多：" + over); return; }
  const button = at("vote");
  button.disabled = true;
  button.textContent = "正在投票…";
  await new Promise((done) => setTimeout(done, 0)); // let the button show before the sums begin
  try {
    const made = claimOf(code, terms, terms.klass);
    const sent = sentOf(form, terms, terms.klass, made.finalize(await claim(made.blinded)));
    papers.add(sent, LATEST);
    show(sent);
    at("status").textContent = "票在几十秒内的随机时刻落入票箱，可以离开这一页。";
  } catch (fault) {
    say(inWords(fault));
    button.disabled = false;
    button.textContent = "投票";
  }
});

// A paper of an earlier visit that never fell.
const [early] = papers.kept();
if (early) {
  show(early);
  at("status").textContent = "上次的票还没有落箱，正在投入。";
  papers.resume();
}
