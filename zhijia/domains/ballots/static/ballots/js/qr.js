// QR codes (ISO/IEC 18004) of short texts: bytes, level M, versions 1 to 10. Drawn here, in the teller's
// browser, because the server must never see what stands on a slip.

const ECC = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26]; // check words a block, by version
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const WORDS = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346]; // data and check words together
const MIDDLES = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => ((x / 3 | 0) + (y / 2 | 0)) % 2, (x, y) => (x * y) % 2 + (x * y) % 3,
  (x, y) => ((x * y) % 2 + (x * y) % 3) % 2, (x, y) => ((x + y) % 2 + (x * y) % 3) % 2,
];

// Products in the field of 256 elements (x⁸ + x⁴ + x³ + x² + 1), without a table.
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

// The check words of a block: the rest of its division by (x - 1)(x - 2)(x - 4)…
function checks(block, count) {
  let generator = [1], root = 1;
  for (let i = 0; i < count; i++) {
    generator = [...generator, 0].map((c, at) => c ^ times(generator[at - 1] ?? 0, root));
    root = times(root, 2);
  }
  const rest = new Array(count).fill(0);
  for (const word of block) {
    const lead = word ^ rest.shift();
    rest.push(0);
    for (let i = 0; i < count; i++) rest[i] ^= times(generator[i + 1], lead);
  }
  return rest;
}

// Data words: the mode, the length, the text, an end, and padding.
function wordsOf(text, version, room) {
  const bits = [];
  const put = (value, size) => { for (let i = size - 1; i >= 0; i--) bits.push((value >> i) & 1); };
  put(4, 4);
  put(text.length, version < 10 ? 8 : 16);
  text.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, room * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  for (let pad = 0xec; bits.length < room * 8; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: room }, (_, i) => bits.slice(8 * i, 8 * i + 8).reduce((word, bit) => word * 2 + bit, 0));
}

// Blocks of nearly equal length, and their words in turn.
function interleaved(data, version) {
  const count = BLOCKS[version - 1], short = Math.floor(data.length / count), long = data.length % count;
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) { const size = short + (i >= count - long); blocks.push(data.slice(at, at += size)); }
  const tails = blocks.map((block) => checks(block, ECC[version - 1]));
  const inTurn = (rows) => Array.from({ length: Math.max(...rows.map((r) => r.length)) }, (_, i) => rows.map((r) => r[i])).flat().filter((w) => w !== undefined);
  return [...inTurn(blocks), ...inTurn(tails)];
}

// The fixed pattern: null where data goes.
function frame(version) {
  const size = 17 + 4 * version;
  const rows = Array.from({ length: size }, () => new Array(size).fill(null));
  const square = (cx, cy, reach, dark) => { for (let y = -reach; y <= reach; y++) for (let x = -reach; x <= reach; x++) if (rows[cy + y]?.[cx + x] !== undefined) rows[cy + y][cx + x] = +dark(Math.max(Math.abs(x), Math.abs(y))); };
  for (let i = 0; i < size; i++) rows[6][i] = rows[i][6] = +(i % 2 === 0);
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  const at = MIDDLES[version - 1], end = at.length - 1;
  at.forEach((y, j) => at.forEach((x, i) => { if (!((!i && !j) || (!i && j === end) || (i === end && !j))) square(x, y, 2, (ring) => ring !== 1); }));
  for (let i = 0; i < 9; i++) { rows[8][i] ??= 0; rows[i][8] ??= 0; }
  for (let i = 1; i <= 8; i++) { rows[8][size - i] ??= 0; rows[size - i][8] ??= 0; }
  rows[size - 8][8] = 1;
  if (version > 6) for (let i = 0; i < 18; i++) rows[i / 3 | 0][size - 11 + i % 3] = rows[size - 11 + i % 3][i / 3 | 0] = 0;
  return rows;
}

// The rest of a division over bits: BCH codes of the format and of the version.
function coded(value, spare, generator) {
  let rest = value << spare;
  for (let bit = 31; bit >= spare; bit--) if ((rest >>> bit) & 1) rest ^= generator << (bit - spare);
  return (value << spare) | rest;
}

function labelled(rows, version, mask) {
  const size = rows.length;
  const format = coded(mask, 10, 0x537) ^ 0x5412; // level M is 00
  for (let i = 0; i < 15; i++) {
    const bit = (format >> i) & 1;
    rows[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i][8] = bit;
    rows[8][i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i] = bit;
  }
  if (version > 6) {
    const word = coded(version, 12, 0x1f25);
    for (let i = 0; i < 18; i++) rows[i / 3 | 0][size - 11 + i % 3] = rows[size - 11 + i % 3][i / 3 | 0] = (word >> i) & 1;
  }
}

function filled(version, words, mask) {
  const rows = frame(version), size = rows.length;
  let at = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) for (const x of [right, right - 1]) {
      const y = up ? size - 1 - step : step;
      if (rows[y][x] !== null) continue;
      const bit = at < words.length * 8 ? (words[at >> 3] >> (7 - (at & 7))) & 1 : 0;
      rows[y][x] = bit ^ +(MASKS[mask](x, y) === 0);
      at++;
    }
  }
  labelled(rows, version, mask);
  return rows;
}

// How hard a pattern is to read: runs, blocks, what looks like a corner, and too much of one colour.
function burden(rows) {
  const size = rows.length, columns = rows.map((_, x) => rows.map((row) => row[x]));
  let sum = 0;
  for (const lines of [rows, columns]) for (const line of lines) {
    const text = line.join("");
    for (const run of text.match(/0+|1+/g)) if (run.length >= 5) sum += run.length - 2;
    for (let i = 0; i + 11 <= size; i++) { const part = text.slice(i, i + 11); if (part === "10111010000" || part === "00001011101") sum += 40; }
  }
  for (let y = 1; y < size; y++) for (let x = 1; x < size; x++) { const four = rows[y][x] + rows[y - 1][x] + rows[y][x - 1] + rows[y - 1][x - 1]; if (four % 4 === 0) sum += 3; }
  const dark = rows.flat().reduce((a, b) => a + b, 0);
  return sum + 10 * Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size));
}

// Rows of 0 and 1, dark is 1. `mask` is chosen by the standard's rule unless given. Throws "long".
export function qr(text, mask) {
  const data = [...new TextEncoder().encode(text)];
  const version = WORDS.findIndex((all, i) => data.length + (i < 9 ? 2 : 3) <= all - ECC[i] * BLOCKS[i]) + 1;
  if (!version) throw new Error("long");
  const words = interleaved(wordsOf(data, version, WORDS[version - 1] - ECC[version - 1] * BLOCKS[version - 1]), version);
  if (mask !== undefined) return filled(version, words, mask);
  const all = MASKS.map((_, m) => filled(version, words, m));
  return all.reduce((best, one) => (burden(one) < burden(best) ? one : best));
}

// The same as a picture, four modules of margin around it.
export function drawn(text) {
  const rows = qr(text), size = rows.length + 8;
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(picture.namespaceURI, "path");
  path.setAttribute("d", rows.map((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join("")).join(""));
  picture.append(path);
  return picture;
}
