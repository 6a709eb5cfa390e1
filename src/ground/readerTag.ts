import { z } from 'zod';
import type { Secrets } from './secrets.ts';

/** A reader's id: random and made by the browser, or opaque and given by the publisher; never an e-mail address. */
export const readerIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9._~-]{8,150}$/,
    'must be 8 to 150 letters, digits, dots, hyphens, underscores or tildes',
  )
  .meta({
    description: 'a random id that the browser made, or an opaque one of yours; never an address',
    examples: ['reader-4f1c9a77'],
  });

/** The form in which a reader's id is kept: a keyed hash, different with every publisher, so that nobody who reads our stores learns the id. */
export const readerTag = (secrets: Secrets, publisherId: string, readerId: string): string =>
  secrets.mac('reader', `${publisherId}:${readerId}`).slice(0, 22);
