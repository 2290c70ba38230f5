// What the pages use of libsodium-wrappers-sumo, which comes without types.
declare module "libsodium-wrappers-sumo" {
  type Bytes = Uint8Array;
  type Pair = { publicKey: Bytes; privateKey: Bytes };
  const sodium: {
    ready: Promise<void>;
    crypto_pwhash_ALG_ARGON2ID13: number;
    crypto_pwhash(bytes: number, password: string, salt: Bytes, ops: number, memory: number, algorithm: number): Bytes;
    crypto_kdf_derive_from_key(bytes: number, number: number, context: string, key: Bytes): Bytes;
    crypto_generichash(bytes: number, message: Bytes): Bytes;
    crypto_auth(message: Bytes, key: Bytes): Bytes;
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      message: Bytes,
      about: Bytes,
      secret_nonce: null,
      nonce: Bytes,
      key: Bytes,
    ): Bytes;
    /** Throws on anything but what was sealed. */
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      secret_nonce: null,
      sealed: Bytes,
      about: Bytes,
      nonce: Bytes,
      key: Bytes,
    ): Bytes;
    crypto_sign_seed_keypair(seed: Bytes): Pair;
    crypto_sign_detached(message: Bytes, secret: Bytes): Bytes;
    crypto_sign_verify_detached(signature: Bytes, message: Bytes, key: Bytes): boolean;
    crypto_box_seed_keypair(seed: Bytes): Pair;
    /** Throws on a key of low order. */
    crypto_box_seal(message: Bytes, key: Bytes): Bytes;
    /** Throws on anything but what was sealed to this pair. */
    crypto_box_seal_open(sealed: Bytes, key: Bytes, secret: Bytes): Bytes;
    crypto_scalarmult(secret: Bytes, key: Bytes): Bytes;
    randombytes_buf(bytes: number): Bytes;
    pad(message: Bytes, block: number): Bytes;
    unpad(message: Bytes, block: number): Bytes;
    memcmp(one: Bytes, other: Bytes): boolean;
    memzero(bytes: Bytes): void;
  };
  export default sodium;
}
