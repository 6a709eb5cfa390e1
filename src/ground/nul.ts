import type { RequestHandler } from 'express';
import { type Fault, Problem } from './problem.ts';

// PostgreSQL keeps no text with this character in it, and nobody means it. https://www.postgresql.org/docs/current/datatype-character.html
const nul = '\0';

const says = 'has a character (NUL) that no text may have';

/** Every text in what was sent, keys too, that has a NUL in it, by its JSON pointer. */
export function nulFaults(input: unknown, at = ''): Fault[] {
  if (typeof input === 'string') return input.includes(nul) ? [{ at: at || '/', says }] : [];
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) =>
    key.includes(nul) ? [{ at: at || '/', says }] : nulFaults(value, `${at}/${key}`),
  );
}

/** Refuses addresses with a NUL: there is nothing at such a path, and no parameter is to have one. @throws Problem */
export const refuseNul: RequestHandler = (req, _res, next) => {
  const [path, query] = req.originalUrl.split(/\?(.*)/s);
  if (/%00/.test(path!)) throw new Problem('not_found');
  const faults = nulFaults(Object.fromEntries(new URLSearchParams(query)));
  if (faults.length > 0) throw new Problem('invalid_request', { faults });
  next();
};
