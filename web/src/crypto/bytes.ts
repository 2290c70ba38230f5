// Bytes put together, taken apart and written as text, the same as in the server's C++. Integers are big-endian.

export const bytes_of = (text: string) => new TextEncoder().encode(text);

export function joined(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
export function number_bytes(value: number, size: number): Uint8Array {
  const out = new Uint8Array(size);
  for (let i = size - 1; i >= 0; --i, value = Math.floor(value / 256)) out[i] = value % 256;
  return out;
}
export const number_at = (bytes: Uint8Array, at: number, size: number) =>
  bytes.slice(at, at + size).reduce((value, byte) => value * 256 + byte, 0);
/** For what is public: takes as long as the first difference is far. */
export const same = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, i) => byte === other[i]);
export const is_zero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const from_hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));

/** In pieces: a long text as arguments of one call would not fit. */
export function to_base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
export const from_base64 = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Crockford's base32 of whole groups of five bits: what a person writes down. */
export function to_base32(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  let text = "";
  for (let i = 0; i < length; ++i, value >>= 5n) text = letters[Number(value & 31n)] + text;
  return text;
}
/** What was meant, however it was typed: lower case, with blanks and dashes, o for 0, i and l for 1. */
export const as_typed = (text: string) =>
  text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
/** Null on anything that base32 of so many bytes is not. */
export function from_base32(text: string, bytes: number): Uint8Array | null {
  const plain = as_typed(text);
  if (plain.length !== Math.ceil((bytes * 8) / 5)) return null;
  let value = 0n;
  for (const letter of plain) {
    const digit = letters.indexOf(letter);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  if (value >> BigInt(8 * bytes)) return null;
  const out = new Uint8Array(bytes);
  for (let i = bytes - 1; i >= 0; --i, value >>= 8n) out[i] = Number(value & 255n);
  return out;
}
/** "ABCD EFGH …": in groups, to be read and typed. */
export const grouped = (text: string) => (text.match(/.{1,4}/g) ?? []).join(" ");

/** The 16 bytes of an id of the API, and back. */
export function id_bytes(id: string): Uint8Array {
  const bytes = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(id) ? from_base32(id, 16) : null;
  if (!bytes) throw new Refusal("malformed");
  return bytes;
}
export const id_of = (bytes: Uint8Array) => to_base32(bytes).toLowerCase();

/** Why something that came from a server is not used; `why` ends a key of text/en/concerns.json. */
export class Refusal extends Error {
  constructor(readonly why: string) {
    super(why);
  }
}
