import { createHash, randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Letters and digits only, as many characters as asked for. */
function lettersOf(bytes: Buffer, length: number): string {
  let letters = '';
  for (const byte of bytes.subarray(0, length)) letters += alphabet[byte % alphabet.length];
  return letters;
}

/** A new id in Stripe's manner: the prefix and unguessable letters and digits. */
export const newStripeId = (prefix: string, length = 24): string =>
  `${prefix}_${lettersOf(randomBytes(length), length)}`;

/** The same id for the same seed: the account that a key names, a card's fingerprint. */
export function idFrom(prefix: string, seed: string, length = 16): string {
  const digest = createHash('sha512').update(seed).digest();
  return `${prefix}${lettersOf(digest, length)}`;
}
