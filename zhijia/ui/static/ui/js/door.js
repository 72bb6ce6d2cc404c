// The list at the door: a tap counts at once on this phone and is sent when there is a network.
// What waits to be sent lies in this browser's storage; sending the same mark twice does no harm.
const list = document.getElementById("door");
const key = list.dataset.key;
const net = document.getElementById("net");
const came = document.getElementById("came");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const rows = [...list.querySelectorAll("li")];
const queue = () => JSON.parse(localStorage.getItem(key) || "[]");
const keep = (marks) => localStorage.setItem(key, JSON.stringify(marks));

function show() {
  const left = queue().length;
  net.textContent = left ? `有 ${left} 条待上传` + (navigator.onLine ? "" : "，网络恢复后自动上传") : "";
  came.textContent = String(rows.filter((r) => r.classList.contains("here")).length);
}

function tick(row) {
  row.classList.add("here");
  const button = row.querySelector("button");
  button.textContent = "已到";
  button.disabled = true;
  button.className = "btn locked";
}

function note(mark) {
  keep([...queue(), { ...mark, at: new Date().toISOString() }]);
  show();
  send();
}

let busy = false;
async function send() {
  const marks = queue();
  if (busy || !marks.length) return;
  busy = true;
  try {
    const answer = await fetch(list.dataset.marks, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ marks }),
    });
    if (answer.status === 403 || answer.redirected) { net.textContent = "登录已过期，请重新登录；签到都还在这台手机上。"; return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const said = await answer.json();
    keep(queue().slice(marks.length)); // what was noted while this was on its way stays
    const wrong = said.answers.filter((a) => !a.ok).map((a) => a.words);
    said.answers.forEach((a) => { const row = rows.find((r) => Number(r.dataset.id) === a.id); if (a.ok && row) tick(row); });
    show();
    if (wrong.length) net.textContent = wrong.join("；");
    const fresh = said.answers.filter((a) => a.ok && !rows.some((r) => Number(r.dataset.id) === a.id));
    if (fresh.length) net.textContent = "现场参加：" + fresh.map((a) => a.words).join("、");
  } catch {
    show();
  } finally {
    busy = false;
  }
}

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const row = event.target.closest("li");
  tick(row);
  note({ id: Number(row.dataset.id) });
});

// One box for three things: a scanner types the card's code, a person types a name or initials.
const form = document.getElementById("card-form");
const box = document.getElementById("card");
box.addEventListener("input", () => {
  const words = box.value.trim().toLowerCase();
  const code = words.length > 20;
  rows.forEach((row) => { row.hidden = words && !code ? !row.dataset.q.includes(words) : false; });
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = box.value.trim();
  if (!words) return;
  const found = rows.filter((row) => !row.hidden);
  if (words.length > 20) note({ card: words });
  else if (found.length === 1 && !found[0].classList.contains("here")) { tick(found[0]); note({ id: Number(found[0].dataset.id) }); }
  else { net.textContent = found.length ? "有几位，请点名字" : "名单里没有这个人"; return; }
  box.value = "";
  rows.forEach((row) => { row.hidden = false; });
  box.focus();
});

// The camera, where the browser can read codes by itself.
const scan = document.getElementById("scan");
const eye = document.getElementById("eye");
if ("BarcodeDetector" in window && navigator.mediaDevices) {
  scan.hidden = false;
  scan.addEventListener("click", async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    if (!stream) { net.textContent = "没有打开摄像头，请改用输入姓名。"; return; }
    eye.srcObject = stream;
    eye.hidden = false;
    await eye.play();
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    let last = "";
    const look = setInterval(async () => {
      const codes = await detector.detect(eye).catch(() => []);
      if (!codes.length || codes[0].rawValue === last) return;
      last = codes[0].rawValue;
      note({ card: last });
    }, 400);
    scan.addEventListener("click", () => { clearInterval(look); stream.getTracks().forEach((t) => t.stop()); eye.hidden = true; }, { once: true });
  }, { once: true });
}

// Marks of an earlier visit to this page that were never sent are ticked again and sent now.
queue().forEach((mark) => { const row = rows.find((r) => Number(r.dataset.id) === mark.id); if (row) tick(row); });
window.addEventListener("online", send);
window.addEventListener("offline", show);
setInterval(send, 15000);
show();
send();

// Where the address is secure the page also opens again without a network.
if (navigator.serviceWorker && list.dataset.worker) navigator.serviceWorker.register(list.dataset.worker).catch(() => {});
