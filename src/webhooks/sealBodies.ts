import type { Database } from '../ground/sql.ts';
import type { EventBodies } from './eventBodies.ts';
import { factsOf } from './eventFacts.ts';

const batch = 200;

/**
 * Seals the bodies of events that were kept before there were seals, and notes what is looked up of them. May run twice,
 * side by side, or be cut short: each row is one statement, and a row that was sealed meanwhile stays as it is.
 * @returns how many
 */
export async function sealBodies(db: Database, bodies: EventBodies): Promise<number> {
  for (let done = 0; ; ) {
    const { rows } = await db.query<{ id: string; body: Uint8Array }>(
      `select id, body from event where not is_sealed order by sequence limit ${batch}`,
    );
    for (const { id, body } of rows) {
      const { objectId, ids, amount, currency } = factsOf(body);
      await db.query(
        `update event set body = $2, is_sealed = true, object_id = coalesce(object_id, $3),
           ids = coalesce(ids, $4::text[]), amount = coalesce(amount, $5), currency = coalesce(currency, $6)
         where id = $1 and not is_sealed`,
        [id, bodies.seal(id, body), objectId, ids, amount, currency],
      );
    }
    done += rows.length;
    if (rows.length < batch) return done;
  }
}
