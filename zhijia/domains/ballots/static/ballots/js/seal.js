// Sealed papers, in the voter's and the tellers' browsers: the twin of sealing.py, which tells the whole
// construction. X25519 (RFC 7748) and ChaCha20-Poly1305 (RFC 8439) are our own code here, because on
// plain http browsers offer neither.

import { inverse } from "./blind.js";
import { expand, extract, join, sha384, stretch, toBytes, toNumber } from "./codes.js";

const P = 2n ** 255n - 19n;
const BASE = Uint8Array.of(9, ...new Uint8Array(31));

// Both keys that a teller's code gives in one ballot. Only the public one leaves the browser before
// the opening; the code is all the teller has to keep.
export function tellerKey(code, ballotId) {
  const secret = expand(stretch(code, join("zhijia teller 1", ballotId)), "x25519", 32);
  return { secret, publicKey: x25519(secret, BASE) };
}

// The seal of a ballot: `need` of the tellers with these public keys open it, papers have at most
// `size` bytes. The terms go into every key, so a paper cannot be carried to another ballot.
export function sealing({ ballotId, need, keys, size }) {
  if (!(need >= 1 && need <= keys.length && keys.every((key) => key.length === 32))) throw new Error("terms");
  const numbers = Uint8Array.of(need, keys.length, size >> 8, size & 255);
  const terms = sha384(join("zhijia sealed 1", numbers, ...keys, ballotId));
  const headLength = 32 + 32 * keys.length;

  // Encrypts or decrypts teller i's share: a pad used once, so exclusive or is all it takes.
  function mask(i, point, shared, share) {
    const pad = expand(extract(terms, join(shared, point)), `share ${i}`, 32);
    return pad.map((byte, at) => byte ^ share[at]);
  }

  // Everything that follows from a paper's secret: the point and the encrypted shares, and its key.
  function wrap(secret, known = {}) {
    const root = extract(terms, toBytes(secret, 32));
    const once = expand(root, "point", 32);
    const point = x25519(once, BASE);
    const curve = [secret];
    for (let j = 1; j < need; j++) curve.push(toNumber(expand(root, `coefficient ${j}`, 48)) % P);
    const shares = keys.map((key, at) => {
      const i = at + 1;
      const share = curve.reduceRight((sum, c) => (sum * BigInt(i) + c) % P, 0n); // Horner
      return mask(i, point, known[i] || x25519(once, key), toBytes(share, 32));
    });
    return { head: join(point, ...shares), key: expand(root, "key", 32) };
  }

  // The paper (bytes), sealed. All papers are padded to one length: it must not tell a choice.
  function seal(paper) {
    if (paper.length > size) throw new Error("size");
    let secret;
    do secret = toNumber(crypto.getRandomValues(new Uint8Array(32))) >> 1n;
    while (secret >= P); // drawn again rather than reduced, to stay even
    const { head, key } = wrap(secret);
    const padded = new Uint8Array(2 + size);
    padded.set(join(Uint8Array.of(paper.length >> 8, paper.length & 255), paper));
    const text = chacha(key, padded);
    return join(head, text, tag(key, text));
  }

  // A function that opens papers with the secret keys of enough tellers. It makes the sealed paper
  // anew and compares, so that every set of tellers reads the same paper or all read none.
  function opener(secrets) {
    const tellers = new Map();
    for (const secret of secrets) {
      const mine = String(x25519(secret, BASE));
      const i = keys.findIndex((key) => String(key) === mine) + 1;
      if (!i) throw new Error("teller");
      tellers.set(i, secret);
    }
    if (tellers.size < need) throw new Error("few");
    return (sealed) => {
      if (sealed.length !== headLength + 2 + size + 16) throw new Error("unreadable");
      const [head, text, end] = [sealed.slice(0, headLength), sealed.slice(headLength, -16), sealed.slice(-16)];
      const point = head.slice(0, 32);
      const known = {};
      let secret = 0n;
      for (const [i, own] of tellers) {
        known[i] = x25519(own, point);
        secret += weight(i, tellers.keys()) * toNumber(mask(i, point, known[i], head.slice(32 * i, 32 * i + 32)));
      }
      const { head: again, key } = wrap(secret % P, known);
      if (String(again) !== String(head) || String(tag(key, text)) !== String(end)) throw new Error("unreadable");
      const padded = chacha(key, text);
      const stop = 2 + padded[0] * 256 + padded[1];
      if (stop > padded.length || padded.slice(stop).some((byte) => byte)) throw new Error("unreadable");
      return padded.slice(2, stop);
    };
  }

  return { seal, opener };
}

// Lagrange's weight of share i at zero, where the secret lies.
function weight(i, all) {
  let product = 1n;
  for (const j of all) if (j !== i) product = (product * BigInt(j) * inverse(modulo(BigInt(j - i)), P)) % P;
  return product;
}

const modulo = (x) => ((x % P) + P) % P; // % keeps the sign, which a curve must not
// X25519 and Poly1305 write their numbers the other way round.
const little = (bytes) => toNumber(Uint8Array.from(bytes).reverse());

// X25519: the ladder of RFC 7748 §5. Its time varies with the numbers, which only matters to somebody
// who can measure inside this browser and would see the keys anyway.
export function x25519(scalar, point) {
  const k = (little(scalar) & ((1n << 255n) - 8n)) | (1n << 254n);
  const u = (little(point) & ((1n << 255n) - 1n)) % P;
  let [x2, z2, x3, z3] = [1n, 0n, u, 1n];
  for (let t = 254n, swapped = 0n; t >= 0n; t--) {
    const bit = (k >> t) & 1n;
    if (bit !== swapped) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    swapped = bit; // zero at the end, as the last three bits of k are, so nothing is left swapped
    const a = x2 + z2, b = x2 - z2;
    const da = (x3 - z3) * a, cb = (x3 + z3) * b;
    const aa = (a * a) % P, bb = (b * b) % P, e = aa - bb;
    x3 = (da + cb) ** 2n % P;
    z3 = (u * ((da - cb) ** 2n % P)) % P;
    x2 = (aa * bb) % P;
    z2 = (e * (aa + 121665n * e)) % P;
  }
  if (modulo(z2) === 0n) throw new Error("unreadable"); // a point of small order shares no secret
  return toBytes(modulo(x2 * inverse(modulo(z2), P)), 32).reverse();
}

// ChaCha20 over a text, from block 1 as in RFC 8439. The nonce is zero: a key meets one paper only.
function chacha(key, text) {
  const out = text.slice();
  for (let at = 0; at < text.length; at += 64) {
    const block = chachaBlock(key, 1 + at / 64);
    for (let i = at; i < Math.min(at + 64, text.length); i++) out[i] ^= block[i - at];
  }
  return out;
}

// One block of ChaCha20: ten double rounds over sixteen words, columns and then diagonals.
function chachaBlock(key, counter) {
  const view = new DataView(join("expand 32-byte k", key, new Uint8Array(16)).buffer);
  view.setUint32(48, counter, true);
  const start = Uint32Array.from({ length: 16 }, (_, i) => view.getUint32(4 * i, true));
  const w = start.slice();
  const turn = (a, b, c, bits) => {
    w[a] += w[b];
    const x = w[c] ^ w[a];
    w[c] = (x << bits) | (x >>> (32 - bits));
  };
  const quarter = (a, b, c, d) => [[a, b, d, 16], [c, d, b, 12], [a, b, d, 8], [c, d, b, 7]].forEach((s) => turn(...s));
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  for (let i = 0; i < 16; i++) view.setUint32(4 * i, w[i] + start[i], true);
  return new Uint8Array(view.buffer);
}

// The tag of RFC 8439 over a text without further data: Poly1305 with the key of block 0.
function tag(key, text) {
  const once = chachaBlock(key, 0);
  const r = little(once.slice(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  const length = new Uint8Array(16);
  new DataView(length.buffer).setUint32(8, text.length, true);
  const whole = join(text, new Uint8Array(-text.length & 15), length);
  let sum = 0n;
  for (let at = 0; at < whole.length; at += 16) {
    sum = ((sum + little(whole.slice(at, at + 16)) + (1n << 128n)) * r) % ((1n << 130n) - 5n);
  }
  return toBytes((sum + little(once.slice(16, 32))) & ((1n << 128n) - 1n), 16).reverse();
}
