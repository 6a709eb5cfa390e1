import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What is derived from APP_SECRET. Each purpose has a key of its own, so that one leaking says nothing of another. */
export interface Secrets {
  /** Keyed hash of a value, as base64url: lets equals be found without keeping the value. */
  mac(purpose: string, value: string): string;
  /** Encrypts a text (AES-256-GCM) for the place it is kept in: nowhere else can it be opened, nor changed unnoticed. */
  seal(purpose: string, text: string, place: string): string;
  /** The same for bytes, which take less room than their text. */
  sealBytes(purpose: string, bytes: Uint8Array, place: string): Buffer;
  /** The text that was sealed for this place, or undefined where it was not, or under another APP_SECRET. */
  open(purpose: string, sealed: string, place: string): string | undefined;
  openBytes(purpose: string, sealed: Uint8Array, place: string): Buffer | undefined;
}

const cipher = 'aes-256-gcm';
// The sizes that NIST SP 800-38D recommends for GCM, in bytes.
const nonceSize = 12;
const tagSize = 16;

/** @param appSecret the root of all derived keys, at least 32 characters */
export function createSecrets(appSecret: string): Secrets {
  const keys = new Map<string, Buffer>();
  function keyFor(purpose: string): Buffer {
    let key = keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', appSecret, 'smallfavor', purpose, 32));
      keys.set(purpose, key);
    }
    return key;
  }
  function sealBytes(purpose: string, bytes: Uint8Array, place: string): Buffer {
    const nonce = randomBytes(nonceSize);
    const made = createCipheriv(cipher, keyFor(`seal ${purpose}`), nonce);
    made.setAAD(Buffer.from(place));
    const body = Buffer.concat([made.update(bytes), made.final()]);
    return Buffer.concat([nonce, made.getAuthTag(), body]);
  }
  function openBytes(purpose: string, sealed: Uint8Array, place: string): Buffer | undefined {
    const [nonce, tag] = [
      sealed.subarray(0, nonceSize),
      sealed.subarray(nonceSize, nonceSize + tagSize),
    ];
    try {
      const found = createDecipheriv(cipher, keyFor(`seal ${purpose}`), nonce, {
        authTagLength: tagSize,
      });
      found.setAAD(Buffer.from(place));
      found.setAuthTag(tag);
      return Buffer.concat([found.update(sealed.subarray(nonceSize + tagSize)), found.final()]);
    } catch {
      return undefined;
    }
  }
  return {
    mac: (purpose, value) =>
      createHmac('sha256', keyFor(purpose)).update(value).digest('base64url'),
    seal: (purpose, text, place) =>
      sealBytes(purpose, Buffer.from(text), place).toString('base64url'),
    sealBytes,
    open: (purpose, sealed, place) =>
      openBytes(purpose, Buffer.from(sealed, 'base64url'), place)?.toString('utf8'),
    openBytes,
  };
}

/** SHA-256 of a high-entropy token, the only form in which tokens are kept. */
export const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/** Compares two secrets in a time that tells nothing of where they differ, or of their lengths. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
