// Passphrases: six random words, or one's own of at least 15 characters that is not easily guessed.
import { wordlist } from "@scure/bip39/wordlists/english.js";

/** 2,048 words, so that six carry 66 bits. */
export function generate(): string {
  const numbers = crypto.getRandomValues(new Uint16Array(6));
  return Array.from(numbers, (number) => wordlist[number % wordlist.length]).join("-");
}

const common = [
  "passwordpassword",
  "correcthorsebatterystaple",
  "qwertyuiopasdfghjkl",
  "thequickbrownfox",
  "iloveyou",
  "letmein",
  "123456789012345",
  "abcdefghijklmno",
];
const letters = (text: string) => text.normalize("NFKC").toLowerCase().replace(/[\s\-_.,]/g, "");

/** Why a passphrase cannot be taken, as the rest of a key of text/en/accounts.json; null when it can. */
export function refusal(passphrase: string, context: string[]): "short" | "simple" | "common" | "context" | null {
  const length = [...passphrase.normalize("NFKC")].length;
  if (length < 15) return "short";
  const plain = letters(passphrase);
  if (new Set(plain).size < 5) return "simple";
  const known = (word: string) => word.length >= 4 && plain.includes(word) && plain.length - word.length < 8;
  if (common.some((word) => known(word) || word.includes(plain))) return "common";
  if (["chiron", ...context.map(letters)].some(known)) return "context";
  return null;
}
