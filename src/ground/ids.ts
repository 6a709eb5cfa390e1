import { randomBytes } from 'node:crypto';

/** A new unguessable id: the prefix, an underscore and 128 random bits as 22 URL-safe characters. */
export const newId = (prefix: string): string =>
  `${prefix}_${randomBytes(16).toString('base64url')}`;
