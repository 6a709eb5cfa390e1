import { z } from 'zod';
import { nulFaults } from './nul.ts';
import { Problem } from './problem.ts';

const notOurs = 'is not a cursor from nextCursor';

const partsOf = (cursor: string): unknown =>
  JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));

function isCursor(text: string): boolean {
  try {
    const parts = partsOf(text);
    return Array.isArray(parts) && nulFaults(parts).length === 0;
  } catch {
    return false;
  }
}

/** Parameters of every list: how many, and after which cursor. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number from 1 to 200')
    .transform(Number)
    .pipe(z.int().min(1, 'must be 1 or more').max(200, 'must be 200 or less'))
    .default(50)
    .describe('1 to 200; 50 unless said'),
  after: z
    .string()
    .max(200)
    .refine(isCursor, notOurs)
    .optional()
    .describe('the `nextCursor` of the page before'),
};

/** A moment in a cursor, such as both databases can keep. */
export const cursorMoment = z.iso
  .datetime()
  .refine((text) => new Date(text).getUTCFullYear() > 0, notOurs);

/** A place in a list, opaque to who holds it: it names the last row seen, so that new rows never shift a page. */
export const writeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** @throws Problem invalid_request where it is none of ours */
export function readCursor<S extends z.ZodType>(
  cursor: string | undefined,
  schema: S,
): z.output<S> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(partsOf(cursor));
  } catch {
    throw new Problem('invalid_request', {
      faults: [{ at: '/after', says: notOurs }],
    });
  }
}

export interface Page<Row> {
  readonly data: Row[];
  readonly nextCursor: string | null;
}

/** Cuts a list that was asked for with one row too many into a page. */
export function pageOf<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string): Page<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
