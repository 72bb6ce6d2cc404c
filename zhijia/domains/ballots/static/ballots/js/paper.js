// What the booth, a slip's page and the kiosk share: the paper out of the form, and its receipt.
import { derive } from "./blind.js";
import { sha256 } from "./sha256.js";
import { sealing } from "./seal.js";

export const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
export const base64 = (data) => btoa(Array.from(data, (b) => String.fromCharCode(b)).join(""));
export const hex = (data) => Array.from(data, (b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const utf8 = (text) => new TextEncoder().encode(text);
const names = (text) => String(text || "").split(/[、,，]/).map((n) => n.trim()).filter(Boolean);

// The same words in the same order as papers.written() makes them: sorted keys, no blanks.
function written(value) {
  if (Array.isArray(value)) return "[" + value.map(written).join(",") + "]";
  if (value && typeof value === "object") return "{" + Object.keys(value).sort().map((k) => JSON.stringify(k) + ":" + written(value[k])).join(",") + "}";
  return JSON.stringify(value);
}

function answerOf(q, data) {
  const name = "q" + q.id;
  if (q.form === "yesno") return data.get(name) || null;
  if (q.form === "choose") {
    const said = { yes: [], no: [], write: names(data.get(name + ".write")) };
    for (const o of q.options) { const mark = data.get(`${name}.${o.key}`); if (mark === "yes" || mark === "no") said[mark].push(o.key); }
    return said.yes.length || said.no.length || said.write.length ? said : null;
  }
  if (q.form === "scale") {
    const said = {};
    for (const o of q.options) for (const c of [...q.criteria, "总评"]) { const mark = data.get(`${name}.${o.key}.${c}`); if (mark) (said[o.key] ??= {})[c] = mark; }
    return Object.keys(said).length ? said : null;
  }
  const order = q.options.map((o) => [Number(data.get(`${name}.${o.key}`)), o.key]).filter(([n]) => n).sort(([a], [b]) => a - b);
  return order.length ? order.map(([, key]) => key) : null;
}

function bodyOf(form, questions) {
  const data = new FormData(form);
  const made = { a: {} };
  for (const q of questions) { const said = answerOf(q, data); if (said) made.a[q.id] = said; }
  const comment = String(data.get("comment") || "").trim();
  if (comment) made.c = comment;
  return written(made);
}

// The words of the question in which more are chosen than there are seats, or "".
export function tooMany(form) {
  for (const set of form.querySelectorAll("fieldset[data-form=choose]")) {
    const more = names(set.querySelector("input[name$='.write']")?.value).length;
    if (set.querySelectorAll("input[value=yes]:checked").length + more > Number(set.dataset.seats)) return set.querySelector("legend").textContent;
  }
  return "";
}

// The claim that follows from a code: made once, for the sums take a moment on an old phone.
export const claimOf = (code, terms, klass) => derive(code, terms.id, bytes(terms.keys[klass]));

// What falls into the urn: the paper, sealed where the ballot is, under its signature.
export function sentOf(form, terms, klass, { message, signature }) {
  const words = bodyOf(form, terms.questions);
  const seal = terms.sealed && sealing({ ballotId: terms.id, need: terms.sealed.need, size: terms.sealed.size, keys: terms.sealed.keys.map(unhex) });
  return { klass, message: base64(message), signature: base64(signature), body: seal ? base64(seal.seal(utf8(words))) : words };
}

export function receiptOf(sent) {
  const mark = sha256([utf8("zhijia receipt 1"), bytes(sent.message), bytes(sent.signature)]).slice(0, 8);
  return hex(mark).toUpperCase().match(/.{4}/g).join("-");
}

const FAULTS = { letter: "投票码里有一个不认识的字。", length: "投票码不完整。", check: "投票码有一个字母或数字不对，请对照着再输一遍。", signature: "服务器给的签名不对，请告诉监票人。", key: "这次投票的公钥不对，请告诉监票人。" };
export const inWords = (fault) => FAULTS[fault.message] || fault.message;
