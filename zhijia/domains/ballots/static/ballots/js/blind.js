// The voter's side of a blind signature: RFC 9474, RSABSSA-SHA384-PSS-Randomized. The twin of blind.py.
//
// Everything follows from the voting code, the ballot and its public key, so that a voter whose phone
// dies enters the code on another device and sends the very same blinded message again.

import { expand, join, sha384, stretch, toBytes, toNumber } from "./codes.js";

export { newCode, readCode } from "./codes.js";

// The claim that belongs to a code in one ballot. `publicKey` is the SubjectPublicKeyInfo in DER, as
// bytes. Send `blinded` with a login to be signed; `finalize(answer)` gives the message and the
// signature that go with the paper, without a login. Throws as readCode does for a mistyped code.
export function derive(code, ballotId, publicKey) {
  const { n } = readKey(publicKey);
  const root = stretch(code, join("zhijia ballot 1", sha384(publicKey), ballotId));
  const token = expand(root, "token", 32);
  const message = join(expand(root, "prefix", 32), token);
  const claim = blind(publicKey, message, expand(root, "salt", 48), below(root, n));
  return { token, message, blinded: claim.blinded, finalize: claim.finalize };
}

// RFC 9474 Blind with given salt and factor; apart from derive, so that the RFC's own example can be tried.
export function blind(publicKey, message, salt, factor) {
  const { n, e } = readKey(publicKey);
  const bits = n.toString(2).length;
  const size = Math.ceil(bits / 8);
  const m = toNumber(encode(message, salt, bits - 1));
  // One inversion shows that message and factor are both coprime to n, as the RFC asks.
  const unblind = (inverse((m * factor) % n, n) * m) % n;

  // RFC 9474 Finalize. That the signature's power is the very block we encoded is the whole of
  // RSASSA-PSS-VERIFY and more: a signature with another salt would verify, but would not be ours.
  const finalize = (answer) => {
    const s = answer.length === size ? (toNumber(answer) * unblind) % n : 0n;
    if (power(s, e, n) !== m) throw new Error("signature");
    return { message, signature: toBytes(s, size) };
  };
  return { blinded: toBytes((m * power(factor, e, n)) % n, size), finalize };
}

// Modulus and exponent out of a SubjectPublicKeyInfo: its only two whole numbers. Sequences and the
// bit string around the key are entered, everything else is passed over.
function readKey(der) {
  const numbers = [];
  for (let at = 0; at < der.length; ) {
    const tag = der[at++];
    let length = der[at++];
    if (length > 128) {
      const more = length - 128;
      length = Number(toNumber(der.slice(at, at + more)));
      at += more;
    }
    if (tag === 2) numbers.push(toNumber(der.slice(at, at + length)));
    if (tag === 3) at += 1;
    else if (tag !== 48) at += length;
  }
  const [n, e] = numbers;
  // An even or short modulus, or another exponent, is no key of ours: better no vote than a weak one.
  if (numbers.length !== 2 || e !== 65537n || n % 2n === 0n || n >> 2047n === 0n) throw new Error("key");
  return { n, e };
}

// EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-384 and MGF1: the block that is signed for a message.
function encode(message, salt, bits) {
  const size = Math.ceil(bits / 8);
  const hash = sha384(join(new Uint8Array(8), sha384(message), salt));
  const block = join(new Uint8Array(size - hash.length - salt.length - 2), "\x01", salt);
  for (let at = 0, i = 0; at < block.length; at += hash.length, i++) {
    const mask = sha384(join(hash, new Uint8Array([0, 0, 0, i])));
    for (let j = 0; j < mask.length && at + j < block.length; j++) block[at + j] ^= mask[j];
  }
  block[0] &= 255 >> (8 * size - bits);
  return join(block, hash, new Uint8Array([0xbc]));
}

// An even choice between 1 and n: draws are thrown away, not reduced, as the RFC asks, since a
// reduced draw would favour small factors.
function below(root, n) {
  const bits = n.toString(2).length;
  const size = Math.ceil(bits / 8);
  for (let draw = 0; draw < 256; draw++) {
    const r = toNumber(expand(root, `blinding ${draw}`, size)) >> BigInt(8 * size - bits);
    if (r > 0n && r < n) return r;
  }
  throw new Error("key");
}

// Square and multiply; only ever with the public exponent, so its time betrays nothing.
function power(base, exponent, n) {
  let result = 1n;
  for (; exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % n;
    base = (base * base) % n;
  }
  return result;
}

// Euclid's inverse (seal.js uses it too). No inverse means that somebody built the key to be taken apart.
export function inverse(a, n) {
  let [r, next, x, y] = [n, a, 0n, 1n];
  while (next) {
    const q = r / next;
    [r, next, x, y] = [next, r - q * next, y, x - q * y];
  }
  if (r !== 1n) throw new Error("key");
  return x < 0n ? x + n : x;
}
