// Small helpers; every page works without them (except charts and the ballot to come).

// A choice that submits its form when changed.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// Drafts: what is typed into a form is kept in this browser until the form is sent.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = "draft:" + form.dataset.draft;
  const note = form.querySelector(".draft-note");
  const fields = () => [...form.elements].filter((e) => e.name && e.type !== "hidden" && e.type !== "file" && e.type !== "password");
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const asked = new URLSearchParams(location.search);
  if (kept && !document.getElementById("errors") && ![...asked.keys()].some((k) => k !== "year")) {
    for (const field of fields()) {
      const value = kept[field.name];
      if (value === undefined) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
      else if (field.multiple) [...field.options].forEach((o) => (o.selected = value.includes(o.value)));
      else field.value = value[0];
    }
    if (note) note.textContent = "已恢复上次没写完的内容";
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const data = {};
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "once") (data[name] ??= []).push(value);
      localStorage.setItem(key, JSON.stringify(data));
      if (note) note.textContent = "草稿已保存在本机";
    }, 400);
  });
  form.addEventListener("submit", () => {
    localStorage.removeItem(key);
    setTimeout(() => form.querySelectorAll("button").forEach((b) => (b.disabled = true)));
  });
}
window.addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form button[disabled]").forEach((b) => (b.disabled = false)); });

// A long list of people becomes a box to type in: name, pinyin, initials or staff number.
for (const select of document.querySelectorAll("select[data-search]")) {
  if (select.options.length < 12) continue;
  const box = document.createElement("div"); box.className = "search-box";
  const input = document.createElement("input"); input.type = "text"; input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false"); input.setAttribute("aria-autocomplete", "list"); input.autocomplete = "off";
  input.placeholder = "输入姓名、首字母或工号"; input.id = select.id; select.id += "_native";
  const list = document.createElement("ul"); list.setAttribute("role", "listbox"); list.id = input.id + "_list"; list.hidden = true;
  input.setAttribute("aria-controls", list.id);
  select.replaceWith(box); select.className = "native"; select.tabIndex = -1; box.append(input, list, select);
  const choices = [...select.options].filter((o) => o.value);
  const shown = (o) => o.textContent.trim();
  let at = -1;
  const pick = (option) => { select.value = option.value; input.value = shown(option).split("　")[0]; list.hidden = true; input.setAttribute("aria-expanded", "false"); select.dispatchEvent(new Event("input", { bubbles: true })); };
  const refresh = () => {
    const words = input.value.trim().toLowerCase();
    const found = choices.filter((o) => shown(o).toLowerCase().includes(words)).slice(0, 30);
    list.replaceChildren(...found.map((o, i) => { const li = document.createElement("li"); li.textContent = shown(o); li.setAttribute("role", "option"); li.setAttribute("aria-selected", String(i === at)); li.addEventListener("mousedown", (e) => { e.preventDefault(); pick(o); }); return li; }));
    list.hidden = !found.length; input.setAttribute("aria-expanded", String(!list.hidden)); return found;
  };
  if (select.value) input.value = shown(select.selectedOptions[0]).split("　")[0];
  input.addEventListener("input", () => { at = 0; if (!input.value) select.value = ""; const found = refresh(); if (found.length === 1) select.value = found[0].value; });
  input.addEventListener("focus", () => { at = -1; refresh(); });
  input.addEventListener("blur", () => { list.hidden = true; });
  input.addEventListener("keydown", (e) => {
    const found = [...list.children];
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); at = Math.max(0, Math.min(found.length - 1, at + (e.key === "ArrowDown" ? 1 : -1))); found.forEach((li, i) => li.setAttribute("aria-selected", String(i === at))); found[at]?.scrollIntoView({ block: "nearest" }); }
    if (e.key === "Enter" && !list.hidden && found[Math.max(at, 0)]) { e.preventDefault(); found[Math.max(at, 0)].dispatchEvent(new MouseEvent("mousedown", { cancelable: true })); }
    if (e.key === "Escape") list.hidden = true;
  });
}

// Tell the reader where the mistakes are.
document.getElementById("errors")?.focus();

// A figure opens beside the text (and on a page of its own without this script).
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.fig");
  const panel = document.getElementById("figure");
  if (!link || !panel || !window.htmx || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  document.querySelectorAll(".fig.on").forEach((f) => f.classList.remove("on"));
  link.classList.add("on");
  window.htmx.ajax("GET", link.getAttribute("href"), { target: "#figure", swap: "innerHTML" });
  if (matchMedia("(max-width: 900px)").matches) panel.scrollIntoView({ behavior: "smooth" });
});

// Editors save themselves a moment after the last key; a clash is said at once and loses nothing.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = document.getElementById("saved");
  const grow = (area) => { area.style.height = "auto"; area.style.height = area.scrollHeight + "px"; };
  if (!CSS.supports("field-sizing", "content")) form.querySelectorAll("textarea").forEach((a) => { grow(a); a.addEventListener("input", () => grow(a)); });
  let timer, busy = false;
  const save = async () => {
    if (busy) { timer = setTimeout(save, 800); return; }
    busy = true;
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
      const said = await answer.json();
      if (answer.ok) { form.elements.version.value = said.version; status.textContent = "已自动保存 " + new Date().toTimeString().slice(0, 5); }
      else { status.textContent = said.words + "点“保存”可以对照。"; }
    } catch { status.textContent = "网络不通，内容还在页面上，恢复后会再存。"; timer = setTimeout(save, 5000); }
    busy = false;
  };
  form.addEventListener("input", () => { clearTimeout(timer); status.textContent = "正在编辑…"; timer = setTimeout(save, 1500); });
  form.addEventListener("submit", () => clearTimeout(timer));
}

// A long list of people to tick: what is ticked comes first, the rest is found by typing.
for (const group of document.querySelectorAll("fieldset")) {
  const boxes = [...group.querySelectorAll("input[type=checkbox][data-q]")];
  if (boxes.length < 16) continue;
  const list = boxes[0].closest("fieldset > div");
  const row = (box) => box.closest("label").parentElement === list ? box.closest("label") : box.closest("label").parentElement;
  const input = document.createElement("input");
  input.type = "search"; input.placeholder = "输入姓名或首字母找人"; input.className = "find-people";
  input.setAttribute("aria-label", "在名单里找人");
  const chosen = document.createElement("span"); chosen.className = "tiny"; chosen.setAttribute("role", "status");
  list.before(input, chosen);
  const show = () => {
    const words = input.value.trim().toLowerCase();
    boxes.forEach((box) => { row(box).hidden = words ? !box.dataset.q.includes(words) : false; });
    const count = boxes.filter((b) => b.checked).length;
    chosen.textContent = count ? "已选 " + count + " 人" : "";
  };
  boxes.filter((b) => b.checked).reverse().forEach((box) => list.prepend(row(box)));
  input.addEventListener("input", show);
  input.addEventListener("keydown", (e) => { if (e.key === "Enter") { e.preventDefault(); const hit = boxes.find((b) => !row(b).hidden && !b.checked); if (hit && input.value) { hit.checked = true; list.prepend(row(hit)); input.value = ""; show(); hit.dispatchEvent(new Event("input", { bubbles: true })); } } });
  list.addEventListener("change", show);
  show();
}

// A question that is put only after certain answers hides until one of them is chosen; its own answer stays.
for (const form of document.querySelectorAll("form:has([data-when])")) {
  const show = () => {
    for (const field of form.querySelectorAll("[data-when]")) {
      const asked = [...form.querySelectorAll(`[name="${field.dataset.when}"]:checked`)];
      const seen = asked.filter((a) => !a.closest("[data-when]")?.hidden).map((a) => a.value);
      field.hidden = !JSON.parse(field.dataset.whenIn).some((word) => seen.includes(word));
    }
  };
  form.addEventListener("change", show);
  show();
}
