import { createHash, randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Letters and digits only, as many characters as asked for. */
function lettersOf(bytes: Buffer, length: number): string {
  let letters = '';
  for (const byte of bytes.subarray(0, length)) letters += alphabet[byte % alphabet.length];
  return letters;
}

let pool = Buffer.alloc(0);

/** Random bytes, asked for in bulk: a subscription that is paid needs thirty ids. */
function takeRandom(length: number): Buffer {
  if (pool.length < length) pool = randomBytes(4096);
  const taken = pool.subarray(0, length);
  pool = pool.subarray(length);
  return taken;
}

/** A new id in Stripe's manner: the prefix and unguessable letters and digits. */
export const newStripeId = (prefix: string, length = 24): string =>
  `${prefix}_${lettersOf(takeRandom(length), length)}`;

/** The same id for the same seed: the account that a key names, a card's fingerprint. */
export function idFrom(prefix: string, seed: string, length = 16): string {
  const digest = createHash('sha512').update(seed).digest();
  return `${prefix}${lettersOf(digest, length)}`;
}
