import type { Queryable } from '../ground/sql.ts';

/** Which events: those that ended before then, or those that speak of any of these words. */
export type CutWhat = { readonly endedBefore: Date } | { readonly speaksOf: readonly string[] };

// What is left of a body is shorter than this, in bytes; what is longer has not been cut yet.
const cutBytes = 400;
const batch = 200;

/** What a replay needs of an event: what it is about. The rest, names and addresses among it, is not kept for ever. */
function cut(body: Uint8Array): Buffer {
  const { id, object, type, created, livemode, data } = JSON.parse(
    Buffer.from(body).toString('utf8'),
  );
  const about = { id: data?.object?.id, object: data?.object?.object };
  return Buffer.from(
    JSON.stringify({ id, object, type, created, livemode, data: { object: about } }),
  );
}

/** Cuts the bodies of events down to what they are about; they can still be replayed, since handlers ask Stripe. @returns how many */
export async function cutBodies(db: Queryable, what: CutWhat): Promise<number> {
  const [condition, values] =
    'endedBefore' in what
      ? ["status in ('done', 'ignored') and finished_at < $1", [what.endedBefore]]
      : [
          "exists (select from unnest($1::text[]) word where position(convert_to(word, 'UTF8') in body) > 0)",
          [what.speaksOf],
        ];
  for (let done = 0; ; ) {
    const { rows } = await db.query<{ id: string; body: Uint8Array }>(
      `select id, body from event where octet_length(body) > ${cutBytes} and ${condition} limit ${batch}`,
      values,
    );
    for (const { id, body } of rows)
      await db.query('update event set body = $2 where id = $1', [id, cut(body)]);
    done += rows.length;
    if (rows.length < batch) return done;
  }
}
