// What the pages use of libsodium-wrappers-sumo, which comes without types.
declare module "libsodium-wrappers-sumo" {
  const sodium: {
    ready: Promise<void>;
    crypto_pwhash_ALG_ARGON2ID13: number;
    crypto_pwhash(
      bytes: number,
      password: string,
      salt: Uint8Array,
      ops: number,
      memory: number,
      algorithm: number,
    ): Uint8Array;
    crypto_kdf_derive_from_key(bytes: number, number: number, context: string, key: Uint8Array): Uint8Array;
    memzero(bytes: Uint8Array): void;
  };
  export default sodium;
}
