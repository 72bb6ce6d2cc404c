// Voting codes (投票码) and the secrets made from them: the twin of codes.py, byte for byte.
//
// Our own code, because on plain http browsers have no crypto.subtle, and many a school's server
// has only that. It needs BigInt and crypto.getRandomValues: any browser since 2020.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;
const ROUNDS = 4096;

// A fresh code in its printed form. Of the 256 values of a byte just 8 fall on each of the
// 32 letters, so no letter is likelier than another and nothing need be drawn again.
export function newCode() {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return showCode(Array.from(bytes, (byte) => LETTERS[byte & 31]).join(""));
}

// The 16 characters with their check character, in groups of four: people copy those without slips.
function showCode(code) {
  return (code + LETTERS[rest(code + "0")]).match(/.{1,4}/g).join("-");
}

// The 16 characters of a typed code, forgiving about case, width, dashes and O, I, L.
// Throws an Error whose message is "letter", "length" or "check": the page says it in words.
export function readCode(text) {
  const typed = text.normalize("NFKC").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[\p{C}\p{P}\p{S}\p{Z}]/gu, "");
  if ([...typed].some((letter) => !LETTERS.includes(letter))) throw new Error("letter");
  if (typed.length !== LENGTH + 1) throw new Error("length");
  if (rest(typed)) throw new Error("check");
  return typed.slice(0, LENGTH);
}

// Zero for a whole code, never after one wrong or two exchanged characters: the value at 2 of a
// polynomial over GF(32) (x⁵ + x² + 1), where every place has a weight of its own.
function rest(word) {
  let sum = 0;
  for (const letter of word) {
    sum <<= 1;
    sum = (sum & 32 ? sum ^ 37 : sum) ^ LETTERS.indexOf(letter);
  }
  return sum;
}

// One byte string out of several, and out of text; everything below works on bytes.
export function join(...parts) {
  const bytes = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const whole = new Uint8Array(bytes.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// The first 64 bits after the point of the k-th roots of primes: FIPS 180-4 takes its constants
// there. Working them out (a millisecond) is shorter to send and to check than a list.
function roots(from, to, k) {
  const words = [];
  for (let n = 2, found = 0; found < to; n++) {
    let divisor = 2;
    while (n % divisor) divisor++;
    if (divisor < n || ++found <= from) continue;
    const x = BigInt(n) << (64n * k);
    let root = 1n << 68n;
    for (let next = root; ; root = next) {
      next = ((k - 1n) * root + x / root ** (k - 1n)) / k; // Newton, downwards
      if (next >= root) break;
    }
    words.push(Number(BigInt.asIntN(32, root >> 32n)), Number(BigInt.asIntN(32, root)));
  }
  return Int32Array.from(words);
}

const START = roots(8, 16, 2n);
const K = roots(0, 80, 3n);
const W = new Int32Array(160);
const carry = (low) => (low / 4294967296) | 0;

// One block of SHA-384 into the state h. A word of 64 bits is a pair of 32, high then low: a BigInt
// a word would be many times slower. Low halves are added as doubles, which keeps the carry.
function compress(h, view, at) {
  for (let i = 0; i < 32; i++) W[i] = view.getInt32(at + 4 * i);
  for (let i = 32; i < 160; i += 2) {
    const ph = W[i - 30], pl = W[i - 29], qh = W[i - 4], ql = W[i - 3];
    const sh = ((ph >>> 1) | (pl << 31)) ^ ((ph >>> 8) | (pl << 24)) ^ (ph >>> 7);
    const sl = ((pl >>> 1) | (ph << 31)) ^ ((pl >>> 8) | (ph << 24)) ^ ((pl >>> 7) | (ph << 25));
    const th = ((qh >>> 19) | (ql << 13)) ^ ((ql >>> 29) | (qh << 3)) ^ (qh >>> 6);
    const tl = ((ql >>> 19) | (qh << 13)) ^ ((qh >>> 29) | (ql << 3)) ^ ((ql >>> 6) | (qh << 26));
    const low = (sl >>> 0) + (tl >>> 0) + (W[i - 13] >>> 0) + (W[i - 31] >>> 0);
    W[i] = sh + th + W[i - 14] + W[i - 32] + carry(low);
    W[i + 1] = low;
  }
  let ah = h[0], al = h[1], bh = h[2], bl = h[3], ch = h[4], cl = h[5], dh = h[6], dl = h[7];
  let eh = h[8], el = h[9], fh = h[10], fl = h[11], gh = h[12], gl = h[13], hh = h[14], hl = h[15];
  for (let i = 0; i < 160; i += 2) {
    const sh = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
    const sl = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
    const low = (hl >>> 0) + (sl >>> 0) + (((el & fl) ^ (~el & gl)) >>> 0) + (K[i + 1] >>> 0) + (W[i + 1] >>> 0);
    const high = (hh + sh + ((eh & fh) ^ (~eh & gh)) + K[i] + W[i] + carry(low)) | 0;
    const th = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
    const tl = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
    const last = (low >>> 0) + (tl >>> 0) + (((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0);
    const first = (high + th + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + carry(last)) | 0;
    hh = gh; hl = gl; gh = fh; gl = fl; fh = eh; fl = el;
    const next = (dl >>> 0) + (low >>> 0);
    eh = (dh + high + carry(next)) | 0; el = next | 0;
    dh = ch; dl = cl; ch = bh; cl = bl; bh = ah; bl = al;
    ah = first; al = last | 0;
  }
  const now = [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl];
  for (let i = 0; i < 16; i += 2) {
    const low = (h[i + 1] >>> 0) + (now[i + 1] >>> 0);
    h[i] += now[i] + carry(low);
    h[i + 1] = low;
  }
}

// SHA-384 of bytes that follow `done` bytes already in the state: HMAC starts from a keyed state.
function digest(state, done, bytes) {
  const h = state.slice();
  const padded = new Uint8Array(((bytes.length + 16) & ~127) + 128);
  const view = new DataView(padded.buffer);
  padded.set(bytes);
  padded[bytes.length] = 128;
  view.setUint32(padded.length - 4, 8 * (done + bytes.length));
  for (let at = 0; at < padded.length; at += 128) compress(h, view, at);
  const out = new DataView(new ArrayBuffer(48));
  for (let i = 0; i < 12; i++) out.setInt32(4 * i, h[i]);
  return new Uint8Array(out.buffer);
}

export const sha384 = (bytes) => digest(START, 0, bytes);

// HMAC-SHA-384 with one key of at most 128 bytes, which is hashed once however often it is used.
function hmac(key) {
  const [inner, outer] = [0x36, 0x5c].map((pad) => {
    const block = new Uint8Array(128).fill(pad);
    key.forEach((byte, i) => (block[i] ^= byte));
    const state = START.slice();
    compress(state, new DataView(block.buffer), 0);
    return state;
  });
  return (bytes) => digest(outer, 128, digest(inner, 128, bytes));
}

// 48 bytes that follow from a code, different for every context (PBKDF2, RFC 8018). Slow on purpose:
// each guess at a code costs 8,192 hashes to whoever holds the database.
export function stretch(code, context) {
  const mac = hmac(join(readCode(code)));
  let last = mac(join(context, new Uint8Array([0, 0, 0, 1])));
  const sum = last.slice();
  for (let round = 1; round < ROUNDS; round++) {
    last = mac(last);
    for (let i = 0; i < 48; i++) sum[i] ^= last[i];
  }
  return sum;
}

// HKDF-Extract (RFC 5869): 48 even bytes out of an uneven secret.
export const extract = (salt, secret) => hmac(salt)(secret);

// HKDF-Expand (RFC 5869): so many bytes for one use, named by its label.
export function expand(root, label, length) {
  const mac = hmac(root);
  let out = new Uint8Array(0), block = out;
  for (let counter = 1; out.length < length; counter++) {
    block = mac(join(block, label, new Uint8Array([counter])));
    out = join(out, block);
  }
  return out.slice(0, length);
}

// Big-endian bytes to a number and back, by way of hexadecimal, the fastest way BigInt offers.
export const toNumber = (bytes) => BigInt("0x" + Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(""));
export const toBytes = (number, size) => Uint8Array.from(number.toString(16).padStart(2 * size, "0").match(/../g), (hex) => parseInt(hex, 16));
