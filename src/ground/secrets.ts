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
  /** The text that was sealed for this place under any of the secrets, or undefined where it was not. */
  open(purpose: string, sealed: string, place: string): string | undefined;
  openBytes(purpose: string, sealed: Uint8Array, place: string): Buffer | undefined;
  /** What was sealed, and whether it was so under a former secret. */
  openSealed(
    purpose: string,
    sealed: Uint8Array,
    place: string,
  ): { readonly bytes: Buffer; readonly isFormer: boolean } | undefined;
  /** The key of a purpose's hashes. */
  macKey(purpose: string): Buffer;
  /** How many former secrets are known. */
  readonly formers: number;
}

/** Stands for a former secret that nobody has any more. */
export const lostSecret = 'lost';

const shortest = 32;

/**
 * The secrets of APP_SECRET: the one that seals, and the former ones, which only open while it changes. A comma parts secrets
 * where each is long enough to be one: one that always had a comma in it stays whole.
 */
export function secretsIn(appSecret: string): string[] {
  const parts = appSecret.split(',').map((part) => part.trim());
  const areSecrets = parts.every(
    (part, i) => part.length >= shortest || (i > 0 && part === lostSecret),
  );
  return areSecrets ? parts : [appSecret];
}

/** Whether it may be the root of keys. */
export const isAppSecret = (text: string): boolean => secretsIn(text)[0]!.length >= shortest;

const cipher = 'aes-256-gcm';
// The sizes that NIST SP 800-38D recommends for GCM, in bytes.
const nonceSize = 12;
const tagSize = 16;

/** Keys of one secret: made when first needed. */
function keysOf(secret: string): (purpose: string) => Buffer {
  const keys = new Map<string, Buffer>();
  return (purpose) => {
    let key = keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', secret, 'smallfavor', purpose, 32));
      keys.set(purpose, key);
    }
    return key;
  };
}

function openUnder(key: Buffer, sealed: Uint8Array, place: string): Buffer | undefined {
  const tagEnd = nonceSize + tagSize;
  try {
    const found = createDecipheriv(cipher, key, sealed.subarray(0, nonceSize), {
      authTagLength: tagSize,
    });
    found.setAAD(Buffer.from(place));
    found.setAuthTag(sealed.subarray(nonceSize, tagEnd));
    return Buffer.concat([found.update(sealed.subarray(tagEnd)), found.final()]);
  } catch {
    return undefined;
  }
}

/**
 * @param appSecret the root of all derived keys, at least 32 characters; behind it, with commas, former ones
 * @param kept keys of hashes that outlive a change of it, by their purpose
 */
export function createSecrets(
  appSecret: string,
  kept: ReadonlyMap<string, Buffer> = new Map(),
): Secrets {
  const [keyFor, ...formers] = secretsIn(appSecret)
    .filter((secret) => secret !== lostSecret)
    .map(keysOf) as [(purpose: string) => Buffer, ...((purpose: string) => Buffer)[]];
  const macKey = (purpose: string) => kept.get(purpose) ?? keyFor(purpose);
  function sealBytes(purpose: string, bytes: Uint8Array, place: string): Buffer {
    const nonce = randomBytes(nonceSize);
    const made = createCipheriv(cipher, keyFor(`seal ${purpose}`), nonce);
    made.setAAD(Buffer.from(place));
    const body = Buffer.concat([made.update(bytes), made.final()]);
    return Buffer.concat([nonce, made.getAuthTag(), body]);
  }
  const openSealed: Secrets['openSealed'] = (purpose, sealed, place) => {
    for (const [i, keys] of [keyFor, ...formers].entries()) {
      const bytes = openUnder(keys(`seal ${purpose}`), sealed, place);
      if (bytes) return { bytes, isFormer: i > 0 };
    }
    return undefined;
  };
  const openBytes: Secrets['openBytes'] = (...one) => openSealed(...one)?.bytes;
  return {
    mac: (purpose, value) =>
      createHmac('sha256', macKey(purpose)).update(value).digest('base64url'),
    seal: (purpose, text, place) =>
      sealBytes(purpose, Buffer.from(text), place).toString('base64url'),
    sealBytes,
    open: (purpose, sealed, place) =>
      openBytes(purpose, Buffer.from(sealed, 'base64url'), place)?.toString('utf8'),
    openBytes,
    openSealed,
    macKey,
    formers: formers.length,
  };
}

/** SHA-256 of a high-entropy token, the only form in which tokens are kept. */
export const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/** Compares two secrets in a time that tells nothing of where they differ, or of their lengths. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
