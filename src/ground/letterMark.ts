import { type Secrets, sameSecret } from './secrets.ts';

const macOf = (secrets: Secrets, id: string) => secrets.mac('letter', id).slice(0, 22);

/**
 * The name that a letter has outside of here, for its Message-ID and its envelope: its id, and a keyed hash of that, so that
 * nobody can say of a letter they did not see that it came back. Letters, digits, dots and -_ only.
 */
export const letterMark = (secrets: Secrets, id: string): string =>
  `${id.replaceAll(':', '.').replace(/[^A-Za-z0-9._-]/g, '-')}.${macOf(secrets, id)}`;

/** The letter that was marked so, or undefined where it was not by us. */
export function letterOfMark(secrets: Secrets, mark: string): string | undefined {
  const at = mark.lastIndexOf('.');
  if (at < 1) return undefined;
  const id = mark.slice(0, at).replaceAll('.', ':');
  return sameSecret(mark.slice(at + 1), macOf(secrets, id)) ? id : undefined;
}
