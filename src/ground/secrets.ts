import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What is derived from APP_SECRET. Each purpose has a key of its own, so that one leaking says nothing of another. */
export interface Secrets {
  /** Keyed hash of a value, as base64url: lets equals be found without keeping the value. */
  mac(purpose: string, value: string): string;
}

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
  return {
    mac: (purpose, value) =>
      createHmac('sha256', keyFor(purpose)).update(value).digest('base64url'),
  };
}

/** SHA-256 of a high-entropy token, the only form in which tokens are kept. */
export const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/** Compares two secrets in a time that tells nothing of where they differ, or of their lengths. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
